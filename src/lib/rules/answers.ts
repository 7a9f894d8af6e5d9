/**
 * R4 Answers: how a story may be answered, which way a letter takes, and who may read it. Screening and
 * people only ever hold a letter; nobody but those it is for, and those who read it first, sees it.
 */
import type { AnswersCause } from './causes.ts';
import type {
	Delivery,
	LetterFacts,
	LetterReader,
	LetterStage,
	MemberId,
	OnItsWay,
	ToBeAnswered
} from './facts.ts';
import { happened } from './moments.ts';

type Ruled<Answer> = Answer & { causes: AnswersCause[] };

/** May this reader say "I am with you", and write a letter? As the keepers agreed, to whoever sees it. */
export function answering({
	reader,
	seen,
	keeps,
	answers
}: ToBeAnswered): Ruled<{ withYou: boolean; letters: boolean }> {
	const causes: AnswersCause[] = [];
	if (!seen) causes.push({ cause: 'not-seen' });
	if (reader === 'stranger') causes.push({ cause: 'signed-out' });
	if (keeps) causes.push({ cause: 'keeps-it' });
	if (answers === 'none') causes.push({ cause: 'no-answers' });
	const may = causes.length === 0;
	return { withYou: may, letters: may && answers === 'letters', causes };
}

/**
 * Where one copy of a letter goes next. In this order: nothing arrives from somebody blocked or
 * suspended; what a moderator kept back stays; what the screen held waits for a moderator; then the way
 * its addressee chose.
 */
export function nextStage(copy: OnItsWay): Ruled<{ stage: LetterStage }> {
	const to = (stage: LetterStage, cause: AnswersCause['cause']) => ({ stage, causes: [{ cause }] });
	if (copy.screen === null) return to('screening', 'not-screened');
	if (copy.apart) return to('withheld', 'apart');
	if (copy.notAllowedNow) return to('withheld', 'not-allowed-now');
	if (copy.verdict === 'abuse' || copy.verdict === 'not_passed_on')
		return to('kept_back', 'decided');
	if (copy.screen === 'hold' && copy.verdict === null) return to('moderator', 'screen-holds');
	if (copy.stage === 'due') return to('due', 'passed');
	if (copy.way === 'trusted' && copy.hasReader) return to('trusted', 'their-way');
	if (copy.way === 'straight') return to('due', 'their-way');
	// Whom they would trust has not said yes, or no longer does: a moderator, as for everybody.
	return copy.verdict === 'passed_on' ? to('due', 'passed') : to('moderator', 'their-way');
}

/** May this member read this letter now? */
export function mayReadLetter(
	reader: LetterReader,
	letter: LetterFacts,
	now: Date
): Ruled<{ may: boolean }> {
	const causes: AnswersCause[] = [];
	if (letter.from === reader.id) causes.push({ cause: 'sent-it' });
	if (letter.deliveries.some((copy) => isDelivered(copy, reader.id, now))) {
		causes.push({ cause: 'delivered' });
	}
	if (!reader.suspended && letter.deliveries.some((copy) => readsFirst(copy, reader.id))) {
		causes.push({ cause: 'reads-first' });
	}
	const matter = letter.matters.some(
		({ takenBy, closedAt }) => takenBy === reader.id && !happened(closedAt, now)
	);
	if (reader.moderator && !reader.suspended && matter) causes.push({ cause: 'open-matter' });
	return { may: causes.length > 0, causes };
}

function isDelivered(copy: Delivery, who: MemberId, now: Date): boolean {
	return copy.to === who && copy.stage === 'delivered' && happened(copy.deliveredAt, now);
}

function readsFirst(copy: Delivery, who: MemberId): boolean {
	return copy.stage === 'trusted' && copy.reader === who;
}
