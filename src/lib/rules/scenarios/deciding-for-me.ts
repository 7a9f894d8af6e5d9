/** R2, "decide for me". */
import type { VersionId } from '../facts.ts';
import { anna, box, day, eve, keeper, share, tom, v1, v2 } from '../testing/family.ts';
import { decideForMe, placement, proposal, says, second, talk, version } from '../testing/talk.ts';
import type { Asked } from './scenario.ts';

/** A version that shows its photograph without a cover. */
const open = (id: VersionId) => version(id, { keepsakes: [placement({ covered: false })] });

const three = box({ keepers: [keeper(anna), keeper(tom), keeper(eve)] });
const tomForAnna = decideForMe(tom, anna, day(5));

export const delegationScenarios: Asked[] = [
	{
		name: 'the named keeper’s proposal counts for the one who named them, who is told',
		facts: talk({ delegations: [tomForAnna] }),
		state: 'agreed',
		waitingFor: [],
		tell: [tom],
		causes: ['proposed', 'decided-for']
	},
	{
		name: 'the named keeper’s yes counts, and only the one who gave it is told',
		facts: talk({
			box: three,
			delegations: [decideForMe(eve, tom, day(5))],
			answers: [says(tom, 'yes', day(11))]
		}),
		state: 'agreed',
		waitingFor: [],
		tell: [eve],
		causes: ['proposed', 'said-yes', 'decided-for']
	},
	{
		name: 'the named keeper’s silence counts for nobody',
		facts: talk({ box: three, delegations: [decideForMe(eve, tom, day(5))] }),
		state: 'waiting',
		waitingFor: [tom, eve],
		causes: ['proposed', 'silent', 'silent']
	},
	{
		name: 'it never chains: Anna’s wish counts for Tom, and not for Eve who named Tom',
		facts: talk({
			box: three,
			delegations: [tomForAnna, decideForMe(eve, tom, day(5))]
		}),
		state: 'waiting',
		waitingFor: [eve],
		tell: [tom],
		causes: ['proposed', 'decided-for', 'silent']
	},
	{
		name: 'two who name each other do not make a yes out of nothing',
		facts: talk({
			box: three,
			delegations: [decideForMe(eve, tom, day(5)), decideForMe(tom, eve, day(5))]
		}),
		state: 'waiting',
		waitingFor: [tom, eve],
		causes: ['proposed', 'silent', 'silent']
	},
	{
		name: 'given for one kind of decision it counts for no other',
		facts: talk({ delegations: [decideForMe(tom, anna, day(5), { kind: 'invite_guest' })] }),
		state: 'waiting',
		waitingFor: [tom],
		causes: ['proposed', 'silent']
	},
	{
		name: 'to decide about sharing is not to decide about covers',
		facts: talk({
			versions: [version(v1, { keepsakes: [placement({ covered: false })] })],
			delegations: [tomForAnna]
		}),
		state: 'waiting',
		waitingFor: [tom],
		causes: ['proposed', 'silent']
	},
	{
		name: 'what is shown without a cover already need not be left to another as well',
		facts: talk({
			versions: [open(v1), open(v2)],
			shares: [share(['peers', 'family'], { versionId: v2 })],
			delegations: [tomForAnna]
		}),
		state: 'agreed',
		waitingFor: [],
		tell: [tom],
		causes: ['proposed', 'decided-for']
	},
	{
		name: 'shown without a cover to family is not so to peers',
		facts: talk({
			versions: [open(v1), open(v2)],
			shares: [share(['family'], { versionId: v2 })],
			delegations: [tomForAnna]
		}),
		state: 'waiting',
		waitingFor: [tom],
		causes: ['proposed', 'silent']
	},
	{
		name: 'covered in what stands, its cover is taken off by nobody in another’s place',
		facts: talk({
			versions: [open(v1), version(v2)],
			shares: [share(['peers'], { versionId: v2 })],
			delegations: [tomForAnna]
		}),
		state: 'waiting',
		waitingFor: [tom],
		causes: ['proposed', 'silent']
	},
	{
		name: 'covers left to one and sharing to another count for nothing together',
		facts: talk({
			box: box({ keepers: [keeper(anna), keeper(tom), keeper(eve)] }),
			versions: [open(v1)],
			delegations: [tomForAnna, decideForMe(tom, eve, day(5), { kind: 'uncover' })],
			answers: [says(eve, 'yes', day(11))]
		}),
		state: 'waiting',
		waitingFor: [tom],
		causes: ['proposed', 'silent', 'said-yes']
	},
	{
		name: 'given for both, it counts for both',
		facts: talk({
			versions: [version(v1, { keepsakes: [placement({ covered: false })] })],
			delegations: [tomForAnna, decideForMe(tom, anna, day(5), { kind: 'uncover' })]
		}),
		state: 'agreed',
		waitingFor: [],
		tell: [tom],
		causes: ['proposed', 'decided-for']
	},
	{
		name: 'taken back, it counts no more, not for what is open either',
		facts: talk({ delegations: [{ ...tomForAnna, endedAt: day(20) }] }),
		state: 'waiting',
		waitingFor: [tom],
		causes: ['proposed', 'silent']
	},
	{
		name: 'it ends when the named keeper leaves',
		facts: talk({
			box: box({ keepers: [keeper(anna), keeper(tom), keeper(eve, { leftAt: day(20) })] }),
			delegations: [decideForMe(tom, eve, day(5))],
			answers: [says(eve, 'yes', day(11)), says(anna, 'yes', day(21))]
		}),
		state: 'waiting',
		waitingFor: [tom],
		causes: ['said-yes', 'silent']
	},
	{
		name: 'it ends when the named keeper dies',
		facts: talk({
			box: box({ keepers: [keeper(anna), keeper(tom), keeper(eve, { diedAt: day(20) })] }),
			delegations: [decideForMe(tom, eve, day(5))],
			answers: [says(eve, 'yes', day(11)), says(anna, 'yes', day(21))]
		}),
		state: 'waiting',
		waitingFor: [tom],
		causes: ['said-yes', 'silent']
	},
	{
		name: 'it does not come to life when the named keeper leaves and comes back',
		facts: talk({
			box: box({
				keepers: [
					keeper(anna),
					keeper(tom),
					keeper(eve, { leftAt: day(6) }),
					keeper(eve, { joinedAt: day(7) })
				]
			}),
			delegations: [decideForMe(tom, eve, day(5))],
			answers: [says(eve, 'yes', day(11))]
		}),
		state: 'waiting',
		waitingFor: [tom],
		causes: ['proposed', 'silent', 'said-yes']
	},
	{
		name: 'it ends when a keeper joins, so that nobody is outvoted by who was let in later',
		facts: talk({
			box: box({ keepers: [keeper(anna), keeper(tom), keeper(eve, { joinedAt: day(20) })] }),
			delegations: [tomForAnna],
			answers: [says(eve, 'yes', day(21))]
		}),
		state: 'waiting',
		waitingFor: [tom],
		causes: ['proposed', 'silent', 'said-yes']
	},
	{
		name: 'it stays ended when the one who joined leaves again',
		facts: talk({
			box: box({
				keepers: [keeper(anna), keeper(tom), keeper(eve, { joinedAt: day(6), leftAt: day(7) })]
			}),
			delegations: [tomForAnna]
		}),
		state: 'waiting',
		waitingFor: [tom],
		causes: ['proposed', 'silent']
	},
	{
		name: 'of two for one kind only the latest counts',
		facts: talk({ box: three, delegations: [tomForAnna, decideForMe(tom, eve, day(6))] }),
		state: 'waiting',
		waitingFor: [tom, eve],
		causes: ['proposed', 'silent', 'silent']
	},
	{
		name: 'the earlier does not come to life when the latest is taken back',
		facts: talk({
			delegations: [tomForAnna, decideForMe(tom, eve, day(6), { endedAt: day(7) })]
		}),
		state: 'waiting',
		waitingFor: [tom],
		causes: ['proposed', 'silent']
	},
	{
		name: 'one’s own no is stronger than what one left to another',
		facts: talk({ delegations: [tomForAnna], answers: [says(tom, 'no', day(11))] }),
		state: 'declined',
		waitingFor: [tom],
		causes: ['proposed', 'said-no']
	},
	{
		name: 'one’s own not yet is stronger than what one left to another before',
		facts: talk({ delegations: [tomForAnna], answers: [says(tom, 'not_yet', day(11))] }),
		state: 'waiting',
		waitingFor: [tom],
		causes: ['proposed', 'said-not-yet']
	},
	{
		name: 'after a not yet, "decide for me" is an answer',
		facts: talk({
			delegations: [decideForMe(tom, anna, day(12))],
			answers: [says(tom, 'not_yet', day(11))]
		}),
		state: 'agreed',
		waitingFor: [],
		tell: [tom],
		causes: ['proposed', 'decided-for']
	},
	{
		name: 'after a no it is not: only a word of their own reopens the question',
		facts: talk({
			delegations: [decideForMe(tom, anna, day(12))],
			answers: [says(tom, 'no', day(11))]
		}),
		state: 'declined',
		waitingFor: [tom],
		causes: ['proposed', 'said-no']
	},
	{
		name: 'a no to the same question before is stronger, too',
		facts: talk({
			proposals: [proposal(), proposal({ id: second, proposedAt: day(6) })],
			delegations: [tomForAnna],
			answers: [says(tom, 'no', day(11), second)]
		}),
		state: 'declined',
		waitingFor: [tom],
		causes: ['proposed', 'said-no']
	},
	{
		name: 'an abusive other keeper cannot share again over one’s head what one brought back',
		facts: talk({
			shares: [share(['peers'], { agreedAt: day(7), endedAt: day(8), endedBy: tom })],
			delegations: [tomForAnna]
		}),
		state: 'waiting',
		waitingFor: [tom],
		causes: ['proposed', 'silent']
	}
];
