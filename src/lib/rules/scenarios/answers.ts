/** R2: where a proposal stands, answer by answer. */
import { anna, box, day, eve, keeper, story, tom, v1, v2 } from '../testing/family.ts';
import {
	first,
	ownWords,
	placement,
	proposal,
	says,
	second,
	sharing,
	talk,
	version
} from '../testing/talk.ts';
import type { Asked } from './scenario.ts';

const three = [keeper(anna), keeper(tom), keeper(eve)];
const joined = [keeper(anna), keeper(tom), keeper(eve, { joinedAt: day(15) })];
const tomLeft = [keeper(anna), keeper(tom, { leftAt: day(15) })];
const tomDied = [keeper(anna), keeper(tom, { diedAt: day(15) })];
const yes = (who = tom, at = day(11)) => says(who, 'yes', at);

export const answerScenarios: Asked[] = [
	{
		name: 'proposing is saying yes, and the other is waited for',
		facts: talk(),
		state: 'waiting',
		waitingFor: [tom],
		causes: ['proposed', 'silent']
	},
	{
		name: 'silence is never a yes, not after ten years',
		facts: talk(),
		at: day(3650),
		state: 'waiting',
		waitingFor: [tom],
		causes: ['proposed', 'silent']
	},
	{
		name: 'when both have said yes it is agreed',
		facts: talk({ answers: [yes()] }),
		state: 'agreed',
		waitingFor: [],
		causes: ['proposed', 'said-yes']
	},
	{
		name: 'not yet keeps it where it is',
		facts: talk({ answers: [says(tom, 'not_yet', day(11))] }),
		state: 'waiting',
		waitingFor: [tom],
		causes: ['proposed', 'said-not-yet']
	},
	{
		name: 'no keeps it here',
		facts: talk({ answers: [says(tom, 'no', day(11))] }),
		state: 'declined',
		waitingFor: [tom],
		causes: ['proposed', 'said-no']
	},
	{
		name: 'the latest answer counts: yes after not yet',
		facts: talk({ answers: [says(tom, 'not_yet', day(11)), yes(tom, day(12))] }),
		state: 'agreed',
		waitingFor: [],
		causes: ['proposed', 'said-yes']
	},
	{
		name: 'the latest answer counts: no after yes, however the rows are ordered',
		facts: talk({ answers: [says(tom, 'no', day(12)), yes()] }),
		state: 'declined',
		waitingFor: [tom],
		causes: ['proposed', 'said-no']
	},
	{
		name: 'whoever proposed it may change their mind',
		facts: talk({ answers: [yes(), says(anna, 'not_yet', day(12))] }),
		state: 'waiting',
		waitingFor: [anna],
		causes: ['said-not-yet', 'said-yes']
	},
	{
		name: 'a yes to another version is no yes to this one',
		facts: talk({
			proposals: [proposal(), proposal({ id: second, wish: sharing(['peers'], v2) })],
			answers: [says(tom, 'yes', day(11), second)]
		}),
		state: 'waiting',
		waitingFor: [tom],
		causes: ['proposed', 'silent']
	},
	{
		name: 'an edit while it is open touches nothing: the proposed version is agreed as it was',
		facts: talk({
			versions: [...talk().versions, ownWords('v3' as typeof v2)],
			answers: [yes()]
		}),
		state: 'agreed',
		waitingFor: [],
		causes: ['proposed', 'said-yes']
	},
	{
		name: 'two of three are not everybody',
		facts: talk({ box: box({ keepers: three }), answers: [yes()] }),
		state: 'waiting',
		waitingFor: [eve],
		causes: ['proposed', 'said-yes', 'silent']
	},
	{
		name: 'the word of somebody outside is not heard, neither yes nor no',
		facts: talk({ answers: [yes(), says(eve, 'no', day(12))] }),
		state: 'agreed',
		waitingFor: [],
		causes: ['proposed', 'said-yes']
	},
	{
		name: 'a row that only records "decide for me" is nobody’s own yes',
		facts: talk({ answers: [{ ...yes(), viaDelegation: 'x' as never }] }),
		state: 'waiting',
		waitingFor: [tom],
		causes: ['proposed', 'silent']
	},
	{
		name: 'a keeper who joins while it is open is asked too',
		facts: talk({ box: box({ keepers: joined }), answers: [yes()] }),
		state: 'waiting',
		waitingFor: [eve],
		causes: ['proposed', 'said-yes', 'silent']
	},
	{
		name: 'separation: a keeper who left is not waited for, and the other is asked anew',
		facts: talk({ box: box({ keepers: tomLeft }) }),
		state: 'waiting',
		waitingFor: [anna],
		causes: ['yes-before-one-went']
	},
	{
		name: 'a yes to a photograph is asked anew once it was taken back from nobody',
		facts: talk({
			versions: [version(v1, { keepsakes: [placement({ heldAgainAt: day(30) })] })],
			answers: [yes(), yes(anna, day(31))]
		}),
		state: 'waiting',
		waitingFor: [tom],
		causes: ['said-yes', 'yes-before-taken-back']
	},
	{
		name: 'separation: what the other then says counts',
		facts: talk({ box: box({ keepers: tomLeft }), answers: [yes(anna, day(16))] }),
		state: 'agreed',
		waitingFor: [],
		causes: ['said-yes']
	},
	{
		name: 'separation: the no of a keeper who left went with them',
		facts: talk({
			box: box({ keepers: tomLeft }),
			answers: [says(tom, 'no', day(11)), yes(anna, day(16))]
		}),
		state: 'agreed',
		waitingFor: [],
		causes: ['said-yes']
	},
	{
		name: 'separation: what the one who left had proposed goes with them',
		facts: talk({
			box: box({ keepers: tomLeft }),
			proposals: [proposal({ proposedBy: tom })],
			answers: [yes(anna, day(16))]
		}),
		state: 'void',
		waitingFor: [],
		causes: ['proposer-left']
	},
	{
		name: 'a keeper who came back is asked anew, whatever they said before they left',
		facts: talk({
			box: box({ keepers: [...tomLeft, keeper(tom, { joinedAt: day(18) })] }),
			answers: [yes(), yes(anna, day(16))]
		}),
		state: 'waiting',
		waitingFor: [tom],
		causes: ['said-yes', 'silent']
	},
	{
		name: 'death: the other is asked again and decides',
		facts: talk({ box: box({ keepers: tomDied }), answers: [yes(anna, day(16))] }),
		state: 'agreed',
		waitingFor: [],
		causes: ['said-yes']
	},
	{
		name: 'death: dying agrees to nothing by itself',
		facts: talk({ box: box({ keepers: tomDied }) }),
		state: 'waiting',
		waitingFor: [anna],
		causes: ['yes-before-one-went']
	},
	{
		name: 'death: what the dead keeper said no to stays no',
		facts: talk({
			box: box({ keepers: tomDied }),
			answers: [says(tom, 'no', day(11)), yes(anna, day(16))]
		}),
		state: 'declined',
		waitingFor: [],
		causes: ['said-yes', 'dead-keepers-no']
	},
	{
		name: 'death: nobody speaks through the account of a keeper who died',
		facts: talk({ box: box({ keepers: tomDied }), answers: [says(tom, 'no', day(16))] }),
		state: 'waiting',
		waitingFor: [anna],
		causes: ['yes-before-one-went']
	},
	{
		name: 'death: a wish of the dead keeper may be taken up by the others',
		facts: talk({
			box: box({ keepers: tomDied }),
			proposals: [proposal({ proposedBy: tom })],
			answers: [yes(anna, day(16))]
		}),
		state: 'agreed',
		waitingFor: [],
		causes: ['said-yes']
	},
	{
		name: 'one’s own words need nobody else',
		facts: talk({ versions: [ownWords()] }),
		state: 'agreed',
		waitingFor: [],
		causes: ['own-words', 'proposed']
	},
	{
		name: 'one’s own words are not stopped by the other’s no',
		facts: talk({ versions: [ownWords()], answers: [says(tom, 'no', day(11))] }),
		state: 'agreed',
		waitingFor: [],
		causes: ['own-words', 'proposed']
	},
	{
		name: 'one’s own words wait for nobody’s leaving either',
		facts: talk({ versions: [ownWords()], box: box({ keepers: tomLeft }) }),
		state: 'agreed',
		waitingFor: [],
		causes: ['own-words', 'proposed']
	},
	{
		name: 'words that name the other keeper are not one’s own alone',
		facts: talk({ versions: [{ ...ownWords(), ownWords: false }] }),
		state: 'waiting',
		waitingFor: [tom],
		causes: ['proposed', 'silent']
	},
	{
		name: 'words with a photograph are not one’s own alone, whatever was written down',
		facts: talk({ versions: [version(v1, { ownWords: true })] }),
		state: 'waiting',
		waitingFor: [tom],
		causes: ['proposed', 'silent']
	},
	{
		name: 'nobody but their writer can put own words out',
		facts: talk({
			versions: [ownWords()],
			stories: [story({ writerId: tom })],
			answers: [yes()]
		}),
		state: 'void',
		waitingFor: [],
		causes: ['not-theirs-to-propose']
	},
	{
		name: 'taken back by whoever proposed it',
		facts: talk({ proposals: [proposal({ closedAt: day(12), closedAs: 'taken_back' })] }),
		state: 'withdrawn',
		waitingFor: [],
		causes: ['proposed', 'silent', 'closed']
	},
	{
		name: 'what was agreed and carried out stays agreed in the record',
		facts: talk({
			proposals: [proposal({ closedAt: day(12), closedAs: 'agreed' })],
			answers: [yes()],
			box: box({ keepers: tomLeft })
		}),
		state: 'agreed',
		waitingFor: [],
		causes: ['proposed', 'said-yes', 'closed']
	},
	{
		name: 'a wish about a version that is gone is void',
		facts: talk({ versions: [] }),
		state: 'void',
		waitingFor: [],
		causes: ['no-such-version']
	},
	{
		name: 'where nobody keeps a box nobody can agree, least of all the host',
		facts: talk({ box: box({ keepers: [] }) }),
		state: 'void',
		waitingFor: [],
		causes: ['nobody-keeps-this-box']
	},
	{
		name: 'inviting a guest takes everybody’s yes',
		facts: talk({
			proposals: [proposal({ wish: { kind: 'invite_guest', invitee: 'a@b.example' } })]
		}),
		state: 'waiting',
		waitingFor: [tom],
		causes: ['proposed', 'silent']
	},
	{
		name: 'a no to one question answers the same question put in a new version',
		facts: talk({
			proposals: [
				proposal({ wish: sharing(['anyone'], v2), proposedAt: day(9) }),
				proposal({ id: second, proposedAt: day(9) })
			],
			answers: [says(tom, 'no', day(11), second)]
		}),
		state: 'declined',
		waitingFor: [tom],
		causes: ['proposed', 'said-no']
	},
	{
		name: 'whoever said no reopens the question by proposing it themselves',
		facts: talk({
			proposals: [
				proposal({ id: second, proposedBy: tom, proposedAt: day(12) }),
				proposal({ closedAt: day(11), closedAs: 'declined' })
			],
			answers: [says(tom, 'no', day(11))]
		}),
		state: 'waiting',
		waitingFor: [anna],
		causes: ['silent', 'proposed']
	},
	{
		name: 'death: the others decide about the dead keeper’s own words',
		facts: talk({
			box: box({ keepers: [keeper(anna), keeper(eve), keeper(tom, { diedAt: day(5) })] }),
			versions: [ownWords()],
			stories: [story({ writerId: tom })]
		}),
		state: 'waiting',
		waitingFor: [eve],
		causes: ['proposed', 'silent']
	},
	{
		name: 'a no to anyone is no answer to a lesser wish',
		facts: talk({
			proposals: [proposal(), proposal({ id: second, wish: sharing(['anyone']) })],
			answers: [says(tom, 'no', day(11), second), says(tom, 'yes', day(12), first)]
		}),
		state: 'agreed',
		waitingFor: [],
		causes: ['proposed', 'said-yes']
	}
];
