/** The shape of a scenario: what somebody can rely on, and the causes that say why. */
import type { Cause } from '../causes.ts';
import type { ProposalState } from '../consent.ts';
import type { ConsentFacts, MemberId, Thing, Viewer } from '../facts.ts';
import type { Effect, Ruling } from '../ruling.ts';
import type { Show } from '../visibility.ts';

export type CauseCode = Cause['cause'];

export type Seen = {
	name: string;
	viewer: Viewer;
	thing: Thing;
	at?: Date;
	show: Show;
	causes: CauseCode[];
};

/** A proposal as it stands; `proposal` is the first of the facts. */
export type Asked = {
	name: string;
	facts: ConsentFacts;
	at?: Date;
	state: ProposalState['state'];
	waitingFor: MemberId[];
	tell?: MemberId[];
	causes: CauseCode[];
};

/** A verb that somebody tries. */
export type Tried = {
	name: string;
	ruling: Ruling;
	allowed: boolean;
	causes: CauseCode[];
	effects?: Effect['effect'][];
	tell?: MemberId[];
};
