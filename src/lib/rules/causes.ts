/**
 * Why a rule decided as it did: codes and data, never sentences. The screen words them from its
 * catalogue, the log records them, the tests read them. Causes are for the keepers, the host and
 * the log; a reader outside gets `publicFace` and nothing else.
 */
import type { Audience, DelegationId, MemberId, ShareId } from './facts.ts';

export type VisibilityCause =
	/** R1.1 */
	| { cause: 'own' }
	| { cause: 'mine-of-another' }
	/** R1.2 */
	| { cause: 'keeper' }
	| { cause: 'put-away'; since: Date }
	| { cause: 'let-go'; since: Date }
	| { cause: 'not-opened' }
	/** R1.3 */
	| { cause: 'open-matter' }
	/** R1.4; told to the keepers with its reason */
	| { cause: 'taken-down'; reason: string }
	/** R1.5 */
	| { cause: 'audience'; audience: Audience }
	| { cause: 'not-in-audience'; audiences: readonly Audience[] }
	| { cause: 'own-words' }
	| { cause: 'suspended-counts-as-stranger' }
	| { cause: 'blocked-counts-as-stranger' }
	/** R1.6 */
	| { cause: 'covered-by-family' }
	| { cause: 'uncovered-by-agreement' }
	| { cause: 'words-need-no-cover' }
	| { cause: 'shown-this-visit'; until: Date }
	/** R1.7 */
	| { cause: 'not-shared' }
	| { cause: 'brought-back' }
	| { cause: 'agreed-with-one-who-left'; memberId: MemberId }
	| { cause: 'not-agreed-by-all'; missing: readonly MemberId[] }
	/** R3 */
	| { cause: 'released'; deletionAt: Date }
	| { cause: 'taken-back-since'; at: Date };

export type ConsentCause =
	| { cause: 'own-words' }
	| { cause: 'proposed'; by: MemberId }
	| { cause: 'said-yes'; by: MemberId }
	| { cause: 'said-not-yet'; by: MemberId }
	| { cause: 'said-no'; by: MemberId }
	| { cause: 'silent'; by: MemberId }
	| { cause: 'yes-before-one-went'; by: MemberId }
	| { cause: 'yes-before-taken-back'; by: MemberId }
	| { cause: 'decided-for'; giver: MemberId; by: MemberId; delegationId: DelegationId }
	| { cause: 'dead-keepers-no'; by: MemberId }
	| { cause: 'closed'; at: Date }
	| { cause: 'proposer-left'; by: MemberId }
	| { cause: 'nobody-keeps-this-box' }
	| { cause: 'no-such-version' }
	| { cause: 'not-theirs-to-propose' }
	| { cause: 'not-a-keeper' }
	| { cause: 'not-asked' }
	| { cause: 'not-agreed' }
	| { cause: 'already-proposed' }
	| { cause: 'already-shared' }
	| { cause: 'joiner-holds-everything' }
	| { cause: 'reminded-before' }
	| { cause: 'nobody-to-remind' }
	| { cause: 'asks-for-more' }
	| { cause: 'names-oneself' };

export type HoldingCause =
	| { cause: 'not-a-keeper' }
	| { cause: 'mine-of-another' }
	| { cause: 'not-held' }
	| { cause: 'already-so' }
	| { cause: 'still-shared'; shareIds: readonly ShareId[] }
	| { cause: 'others-hold-it' }
	| { cause: 'nobody-holds-it'; deletionAt: Date }
	| { cause: 'too-late' }
	| { cause: 'last-keeper' };

export type ModerationCause =
	| { cause: 'no-moderator' }
	| { cause: 'over' }
	| { cause: 'their-own' }
	| { cause: 'reported-it' }
	| { cause: 'passed-on' }
	| { cause: 'knows-the-family' }
	| { cause: 'decided-it-before' }
	| { cause: 'before-another' }
	| { cause: 'not-before-them' }
	| { cause: 'no-such-move' }
	| { cause: 'no-reason' }
	| { cause: 'not-concerned' }
	| { cause: 'marked-as-abuse' }
	| { cause: 'appealed-before' };

export type MeetingCause =
	| VisibilityCause
	| { cause: 'keeps-it' }
	| { cause: 'not-findable' }
	| { cause: 'blocked' }
	| { cause: 'left-out'; subjects: readonly string[] };

/** How a story may be answered, and where a letter goes (R4). */
export type AnswersCause =
	| { cause: 'not-seen' }
	| { cause: 'signed-out' }
	| { cause: 'keeps-it' }
	| { cause: 'no-answers' }
	| { cause: 'not-screened' }
	| { cause: 'apart' }
	| { cause: 'not-allowed-now' }
	| { cause: 'decided' }
	| { cause: 'screen-holds' }
	| { cause: 'their-way' }
	| { cause: 'passed' }
	| { cause: 'sent-it' }
	| { cause: 'delivered' }
	| { cause: 'reads-first' }
	| { cause: 'open-matter' };

export type Cause = VisibilityCause | ConsentCause | HoldingCause | ModerationCause | MeetingCause;
