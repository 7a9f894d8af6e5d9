/**
 * R7 Moderation: what may become of a matter, who may do it, and what it takes. All of it stands in
 * one table; what is not in it cannot be done.
 *
 * `clear → reported → held → released | removed`, and `appealed`, which another moderator decides.
 */
import type { ModerationCause } from './causes.ts';
import type { MatterFacts, MatterKind, MatterState, MemberId, ModeratorFacts } from './facts.ts';
import { happened } from './moments.ts';

/** Who makes a move: whoever reads, the site by itself, a moderator, or those whose words they are. */
type Mover = 'reader' | 'site' | 'moderator' | 'concerned';
export type MatterVerb =
	'report' | 'wait' | 'hold' | 'release' | 'remove' | 'abuse' | 'appeal' | 'end';

type Transition = {
	verb: MatterVerb;
	kinds: readonly MatterKind[];
	from: readonly MatterState[];
	to: MatterState;
	by: Mover;
	/** One of these has to be given; none: no reason is asked. */
	reasons: readonly string[];
};

/** Why something is not for here. */
const against = ['unkind', 'names_somebody', 'not_theirs', 'methods', 'selling', 'other'] as const;
/** What a reader may have met. */
export const concerns = [
	'unkind',
	'names_somebody',
	'not_theirs',
	'danger',
	'selling',
	'other'
] as const;
/** Why it may go out, or go on. */
const well = ['as_it_may_be', 'misunderstood', 'mended'] as const;
/** How somebody who may be in danger was answered. */
const answered = ['written_to', 'others_told', 'not_in_danger'] as const;

type Few<T> = T | readonly T[];
/** One line of the table; where nothing is said of reasons, none is asked. */
function move(
	by: Mover,
	verb: MatterVerb,
	kinds: Few<MatterKind>,
	from: Few<MatterState>,
	to: MatterState,
	reasons: readonly string[] = []
): Transition {
	return { by, verb, kinds: [kinds].flat(), from: [from].flat(), to, reasons };
}
const waits = ['first_story', 'letter'] as const;
const open = ['reported', 'held', 'appealed'] as const;
const again = ['held', 'appealed'] as const;

export const transitions: readonly Transition[] = [
	// How a matter comes to be.
	move('reader', 'report', ['report', 'danger'], ['clear', 'released'], 'reported', concerns),
	move('site', 'report', 'danger', 'clear', 'reported'),
	move('site', 'wait', waits, 'clear', 'held'),
	// What a moderator decides who has it before them. Where somebody may be in danger, nothing is
	// taken down, and nothing is kept back.
	move('moderator', 'hold', 'report', 'reported', 'held', against),
	move('moderator', 'release', 'report', open, 'released', well),
	move('moderator', 'release', waits, again, 'released', well),
	move('moderator', 'release', 'danger', 'reported', 'released', answered),
	move('moderator', 'remove', 'report', open, 'removed', against),
	move('moderator', 'remove', waits, again, 'removed', against),
	move('moderator', 'abuse', 'letter', again, 'removed', against),
	// Those whose words they are ask another moderator to look again. Abuse is not appealed.
	move('concerned', 'appeal', ['report', ...waits], 'removed', 'appealed'),
	// Brought back, taken back or deleted: there is nothing to look at any more.
	move('site', 'end', ['report', ...waits], open, 'clear')
];

export type Moved = { allowed: boolean; to: MatterState | null; causes: ModerationCause[] };

/** What a moderator may do with a matter of this kind in this state, each with its reasons. */
export function decisionsOf(kind: MatterKind, state: MatterState): readonly Transition[] {
	return transitions.filter(
		(each) => each.by === 'moderator' && each.kinds.includes(kind) && each.from.includes(state)
	);
}

/** A moderator decides: only with the matter before them, and for a reason of the list. */
export function decide(
	verb: MatterVerb,
	reason: string,
	moderator: ModeratorFacts,
	matter: MatterFacts,
	now: Date
): Moved {
	const { allowed, causes } = mayTake(moderator, matter, now);
	if (!allowed) return refused(...causes);
	if (matter.takenBy !== moderator.id) return refused({ cause: 'not-before-them' });
	const move = decisionsOf(matter.kind, matter.state).find((each) => each.verb === verb);
	if (!move) return refused({ cause: 'no-such-move' });
	if (!move.reasons.includes(reason)) return refused({ cause: 'no-reason' });
	return { allowed: true, to: move.to, causes: [] };
}

/** Those whose words they are appeal, once: what another moderator decides then stands. */
export function appeal(who: MemberId, matter: MatterFacts): Moved {
	if (!matter.concerned.includes(who)) return refused({ cause: 'not-concerned' });
	const move = transitions.find(
		({ verb, kinds, from }) =>
			verb === 'appeal' && kinds.includes(matter.kind) && from.includes(matter.state)
	);
	if (!move) return refused({ cause: 'no-such-move' });
	const last = matter.decisions.at(-1);
	if (last?.verb === 'abuse') return refused({ cause: 'marked-as-abuse' });
	if (matter.decisions.some(({ from }) => from === 'appealed')) {
		return refused({ cause: 'appealed-before' });
	}
	return { allowed: true, to: move.to, causes: [] };
}

/**
 * May this moderator have this matter before them? Not their own, not of a family they know, not
 * what they passed on or stepped back from; never two at a time; and an appeal goes to another.
 */
export function mayTake(
	moderator: ModeratorFacts,
	matter: MatterFacts,
	now: Date
): { allowed: boolean; causes: ModerationCause[] } {
	const causes: ModerationCause[] = [];
	const { id } = moderator;
	if (moderator.suspended || happened(moderator.endedAt, now))
		causes.push({ cause: 'no-moderator' });
	if (happened(matter.closedAt, now)) causes.push({ cause: 'over' });
	if (matter.concerned.includes(id)) causes.push({ cause: 'their-own' });
	if (matter.reporters.includes(id)) causes.push({ cause: 'reported-it' });
	if (matter.passedOnBy.includes(id)) causes.push({ cause: 'passed-on' });
	if (matter.boxId !== null && moderator.knows.includes(matter.boxId)) {
		causes.push({ cause: 'knows-the-family' });
	}
	if (matter.state === 'appealed' && matter.decisions.some(({ by }) => by === id)) {
		causes.push({ cause: 'decided-it-before' });
	}
	if (matter.takenBy !== null && matter.takenBy !== id) causes.push({ cause: 'before-another' });
	return { allowed: causes.length === 0, causes };
}

/**
 * Is it laid before them at all? Also not where they stepped back from what it is about (from what is
 * unkind: also from letters that seemed so); somebody
 * who may be in danger is shown to everybody who may look.
 */
export function isOffered(moderator: ModeratorFacts, matter: MatterFacts, now: Date): boolean {
	if (!mayTake(moderator, matter, now).allowed) return false;
	if (matter.kind === 'danger') return !moderator.aside.includes('danger');
	const about = [matter.kind, matter.concern, matter.concern === 'cruelty' ? 'unkind' : ''];
	return !about.some((each) => moderator.aside.includes(each));
}

function refused(...causes: ModerationCause[]): Moved {
	return { allowed: false, to: null, causes };
}

/** How long a moderator means to stay. */
export type Sitting = { begunAt: Date; minutes: number };

/** Whole minutes that are left of a sitting, begun ones too; 0: what they meant to stay is over. */
export function minutesLeft({ begunAt, minutes }: Sitting, now: Date): number {
	const leftMs = begunAt.getTime() + minutes * 60_000 - now.getTime();
	return Math.max(0, Math.ceil(leftMs / 60_000));
}
