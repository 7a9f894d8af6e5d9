import type { MemberId } from '../facts.ts';

/** A story as somebody who reads it may answer it. */
export type ToBeAnswered = {
	reader: 'stranger' | 'member';
	/** R1 shows it to them. */
	seen: boolean;
	/** They keep it themselves. */
	keeps: boolean;
	/** As its keepers agreed and have not taken back since. */
	answers: 'none' | 'with_you' | 'letters';
};

/** How letters reach somebody: read first by a moderator, by a person they trust, or once screened. */
export type LetterWay = 'moderator' | 'trusted' | 'straight';

/** Where one addressee's copy of a letter is. */
export type LetterStage =
	| 'screening'
	| 'moderator'
	| 'trusted'
	/** The person trusted to read first did not let it through. */
	| 'not_wanted'
	| 'kept_back'
	| 'withheld'
	/** It may be delivered, once their day and hour let it. */
	| 'due'
	| 'delivered';

export type LetterVerdict = 'passed_on' | 'not_passed_on' | 'abuse';

/** One addressee's copy of a letter, before it is delivered. */
export type OnItsWay = {
	stage: LetterStage;
	screen: 'pass' | 'hold' | null;
	verdict: LetterVerdict | null;
	way: LetterWay;
	/** Whom they trust to read first has said yes. */
	hasReader: boolean;
	/** Blocked, suspended or gone: nothing of the sender arrives. */
	apart: boolean;
	/**
	 * Before it arrived, letters were taken back from the story, its writer could no longer see it, or the
	 * correspondence was ended.
	 */
	notAllowedNow: boolean;
};

export type Delivery = {
	to: MemberId;
	stage: LetterStage;
	/** Who reads it first, while they do. */
	reader: MemberId | null;
	deliveredAt: Date | null;
};

export type LetterFacts = {
	from: MemberId;
	deliveries: readonly Delivery[];
	/** Matters about it; `takenBy`: who has it before them. */
	matters: readonly { takenBy: MemberId | null; closedAt: Date | null }[];
};

export type LetterReader = { id: MemberId; suspended: boolean; moderator: boolean };
