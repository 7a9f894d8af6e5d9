import { expect, test } from 'vitest';
import { answerScenarios } from './scenarios/answers.ts';
import { answering, doing, proposing } from './scenarios/consent-verbs.ts';
import { coverScenarios } from './scenarios/covers.ts';
import { delegationScenarios } from './scenarios/deciding-for-me.ts';
import { holdingScenarios } from './scenarios/holding.ts';
import { keeperScenarios } from './scenarios/keepers.ts';
import { moderationScenarios } from './scenarios/moderation.ts';
import { meetingScenarios } from './scenarios/meeting.ts';
import { readerScenarios } from './scenarios/readers.ts';
import type { CauseCode } from './scenarios/scenario.ts';

/** Every code there is: leaving one out, or inventing one, does not compile. */
const everyCode: Record<CauseCode, true> = {
	'agreed-with-one-who-left': true,
	'already-proposed': true,
	'already-shared': true,
	'already-so': true,
	'appealed-before': true,
	'asks-for-more': true,
	audience: true,
	'before-another': true,
	blocked: true,
	'blocked-counts-as-stranger': true,
	'brought-back': true,
	closed: true,
	'covered-by-family': true,
	'dead-keepers-no': true,
	'decided-for': true,
	'decided-it-before': true,
	'joiner-holds-everything': true,
	keeper: true,
	'knows-the-family': true,
	'keeps-it': true,
	'last-keeper': true,
	'left-out': true,
	'let-go': true,
	'marked-as-abuse': true,
	'mine-of-another': true,
	'names-oneself': true,
	'no-moderator': true,
	'no-reason': true,
	'no-such-move': true,
	'no-such-version': true,
	'nobody-holds-it': true,
	'nobody-keeps-this-box': true,
	'nobody-to-remind': true,
	'not-a-keeper': true,
	'not-agreed': true,
	'not-agreed-by-all': true,
	'not-asked': true,
	'not-before-them': true,
	'not-concerned': true,
	'not-findable': true,
	'not-held': true,
	'not-in-audience': true,
	'not-opened': true,
	'not-shared': true,
	'not-theirs-to-propose': true,
	'open-matter': true,
	'others-hold-it': true,
	over: true,
	own: true,
	'own-words': true,
	'passed-on': true,
	proposed: true,
	'proposer-left': true,
	'put-away': true,
	released: true,
	'reminded-before': true,
	'reported-it': true,
	'said-no': true,
	'said-not-yet': true,
	'said-yes': true,
	'shown-this-visit': true,
	silent: true,
	'still-shared': true,
	'suspended-counts-as-stranger': true,
	'taken-back-since': true,
	'taken-down': true,
	'their-own': true,
	'too-late': true,
	'uncovered-by-agreement': true,
	'words-need-no-cover': true,
	'yes-before-one-went': true,
	'yes-before-taken-back': true
};

test('every reason the rules can give is shown by a named scenario', () => {
	const told = new Set(
		[
			answerScenarios,
			answering,
			coverScenarios,
			delegationScenarios,
			doing,
			holdingScenarios,
			keeperScenarios,
			moderationScenarios,
			meetingScenarios,
			proposing,
			readerScenarios
		].flatMap((scenarios) => scenarios.flatMap((scenario) => scenario.causes))
	);
	expect([...told].sort()).toEqual(Object.keys(everyCode).sort());
});
