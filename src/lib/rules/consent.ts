/**
 * R2 Consent: widening takes a yes from every present keeper to that very version; narrowing takes
 * one keeper and holds at once. Read DESIGN §3 beside this.
 *
 * An action locks the box's row, loads `ConsentFacts`, asks here, and writes the effects.
 */
export { isWidening, type Change } from './consent/widening.ts';
export { isOwnWords } from './consent/own-words.ts';
export { needsYesOf, proposalState, type ProposalState } from './consent/state.ts';
export {
	carryOut,
	mayAnswer,
	mayBringBack,
	mayNarrow,
	mayPropose,
	mayRemind,
	mayWithdraw
} from './consent/verbs.ts';
export { isLive, mayDelegate } from './consent/delegation.ts';
export { whyNotStanding } from './consent/standing.ts';
export { afterDeath, afterLeaving } from './consent/departure.ts';
