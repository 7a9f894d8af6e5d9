/** R2: who may propose, answer, remind, carry out, narrow and bring back. */
import { carryOut, mayAnswer, mayBringBack, mayDelegate, mayNarrow } from '../consent.ts';
import { mayPropose, mayRemind, mayWithdraw } from '../consent.ts';
import type { ConsentFacts, Wish } from '../facts.ts';
import { anna, box, day, eve, keeper, now, photoId, share, story } from '../testing/family.ts';
import { storyId, tom, v1, v2 } from '../testing/family.ts';
import { decideForMe, ownWords, placement, proposal, says, second } from '../testing/talk.ts';
import { sharing, talk, version } from '../testing/talk.ts';
import type { Tried } from './scenario.ts';

const fresh = talk({ proposals: [] });
const tomLeft = box({ keepers: [keeper(anna), keeper(tom, { leftAt: day(15) })] });
const tomDied = box({ keepers: [keeper(anna), keeper(tom, { diedAt: day(15) })] });
const refused = talk({
	proposals: [proposal({ closedAt: day(11), closedAs: 'declined' })],
	answers: [says(tom, 'no', day(11))]
});
const agreed = talk({ answers: [says(tom, 'yes', day(11))] });
const propose = (facts: ConsentFacts, who = anna, wish: Wish = sharing()) =>
	mayPropose(who, wish, facts, now);
const closed = proposal({ closedAt: day(12), closedAs: 'taken_back' });
const uncover: Wish = { kind: 'uncover', storyId, versionId: v1, keepsakeId: photoId };
const closedAgain = proposal({ ...closed, id: second });

export const proposing: Tried[] = [
	{
		name: 'a keeper may propose, and the other is told',
		ruling: propose(fresh),
		allowed: true,
		tell: [tom],
		causes: []
	},
	{
		name: 'somebody who does not keep the box may not',
		ruling: propose(fresh, eve),
		allowed: false,
		causes: ['not-a-keeper']
	},
	{
		name: 'a keeper who left may not',
		ruling: propose({ ...fresh, box: tomLeft }, tom),
		allowed: false,
		causes: ['not-a-keeper']
	},
	{
		name: 'the other parent’s draft cannot be put forward',
		ruling: propose({ ...fresh, stories: [story({ scope: 'mine' })] }, tom),
		allowed: false,
		causes: ['not-theirs-to-propose']
	},
	{
		name: 'the other parent’s own words cannot be put forward',
		ruling: propose({ ...fresh, versions: [ownWords()] }, tom),
		allowed: false,
		causes: ['not-theirs-to-propose']
	},
	{
		name: 'one’s own words are put forward without telling anybody',
		ruling: propose({ ...fresh, versions: [ownWords()] }),
		allowed: true,
		tell: [],
		causes: []
	},
	{
		name: 'the other parent’s photograph that is mine cannot be put forward',
		ruling: propose(
			{ ...fresh, versions: [version(v1, { keepsakes: [placement({ scope: 'mine' })] })] },
			tom
		),
		allowed: false,
		causes: ['not-theirs-to-propose']
	},
	{
		name: 'a version that is not there cannot be put forward',
		ruling: propose({ ...fresh, versions: [] }),
		allowed: false,
		causes: ['no-such-version']
	},
	{
		name: 'an abusive other keeper cannot wear down a no: only who said it can reopen the question',
		ruling: propose(refused),
		allowed: false,
		causes: ['said-no']
	},
	{
		name: 'not by an edited version either',
		ruling: propose(refused, anna, sharing(['peers'], v2)),
		allowed: false,
		causes: ['said-no']
	},
	{
		name: 'nor by asking for more at once',
		ruling: propose(refused, anna, sharing(['anyone'], v2)),
		allowed: false,
		causes: ['said-no']
	},
	{
		name: 'whoever said the no can reopen it',
		ruling: propose(refused, tom),
		allowed: true,
		tell: [anna],
		causes: []
	},
	{
		name: 'another audience is another question',
		ruling: propose(refused, anna, sharing(['family'])),
		allowed: true,
		causes: []
	},
	{
		name: 'a no about a cover is not got round by a new version without it',
		ruling: propose(
			{
				...refused,
				proposals: [proposal({ wish: uncover })],
				versions: [version(v2, { keepsakes: [placement({ covered: false })] })]
			},
			anna,
			sharing(['family'], v2)
		),
		allowed: false,
		causes: ['said-no']
	},
	{
		name: 'a no does not keep the other from their own words',
		ruling: propose({ ...refused, versions: [ownWords()] }),
		allowed: true,
		causes: []
	},
	{
		name: 'separation: the no of a keeper who left went with them',
		ruling: propose({ ...refused, box: tomLeft }),
		allowed: true,
		causes: []
	},
	{
		name: 'death: the no of a keeper who died stays',
		ruling: propose({ ...refused, box: tomDied }),
		allowed: false,
		causes: ['dead-keepers-no']
	},
	{
		name: 'death: what the dead keeper had said yes to, the other may share',
		ruling: propose({ ...fresh, box: tomDied }),
		allowed: true,
		tell: [],
		causes: []
	},
	{
		name: 'an abusive other keeper cannot press: the same is not asked twice at a time',
		ruling: propose(talk()),
		allowed: false,
		causes: ['already-proposed']
	},
	{
		name: 'an abusive other keeper cannot press: asked a third time, nobody is told any more',
		ruling: propose(talk({ proposals: [closed, closedAgain] })),
		allowed: true,
		tell: [],
		causes: []
	},
	{
		name: 'what is already out need not be asked',
		ruling: propose({ ...fresh, shares: [share(['peers', 'family'])] }),
		allowed: false,
		causes: ['already-shared']
	},
	{
		name: 'a photograph taken back from nobody is not out any more, and can be asked about again',
		ruling: propose({
			...fresh,
			shares: [share(['peers'])],
			versions: [version(v1, { keepsakes: [placement({ heldAgainAt: day(40) })] })]
		}),
		allowed: true,
		tell: [tom],
		causes: []
	},
	{
		name: 'whoever invites a keeper is told first that they will hold everything',
		ruling: propose(fresh, anna, { kind: 'invite_keeper', invitee: 'eve@b.example' }),
		allowed: true,
		tell: [tom],
		causes: ['joiner-holds-everything']
	}
];

export const answering: Tried[] = [
	{
		name: 'a keeper who is asked may answer',
		ruling: mayAnswer(tom, proposal(), talk(), now),
		allowed: true,
		causes: []
	},
	{
		name: 'nobody at the host can answer for a family',
		ruling: mayAnswer(eve, proposal(), talk(), now),
		allowed: false,
		causes: ['not-a-keeper']
	},
	{
		name: 'the other is not asked about one’s own words',
		ruling: mayAnswer(tom, proposal(), talk({ versions: [ownWords()] }), now),
		allowed: false,
		causes: ['not-asked']
	},
	{
		name: 'what was taken back is not answered',
		ruling: mayAnswer(tom, closed, talk(), now),
		allowed: false,
		causes: ['closed']
	},
	{
		name: 'what went with the one who left is not answered',
		ruling: mayAnswer(anna, proposal({ proposedBy: tom }), talk({ box: tomLeft }), now),
		allowed: false,
		causes: ['proposer-left']
	},
	{
		name: 'whoever said no may answer again',
		ruling: mayAnswer(tom, proposal(), talk({ answers: [says(tom, 'no', day(11))] }), now),
		allowed: true,
		causes: []
	},
	{
		name: 'whoever proposed may take it back',
		ruling: mayWithdraw(anna, proposal(), talk(), now),
		allowed: true,
		causes: []
	},
	{
		name: 'the other answers instead',
		ruling: mayWithdraw(tom, proposal(), talk(), now),
		allowed: false,
		causes: ['not-theirs-to-propose']
	},
	{
		name: 'one may name another keeper',
		ruling: mayDelegate(tom, anna, box(), now),
		allowed: true,
		causes: []
	},
	{
		name: 'one may not name oneself',
		ruling: mayDelegate(tom, tom, box(), now),
		allowed: false,
		causes: ['names-oneself']
	},
	{
		name: 'one may not name somebody outside',
		ruling: mayDelegate(tom, eve, box(), now),
		allowed: false,
		causes: ['not-a-keeper']
	},
	{
		name: 'one reminder goes to whoever has not answered',
		ruling: mayRemind(anna, proposal(), talk(), now),
		allowed: true,
		tell: [tom],
		causes: []
	},
	{
		name: 'nobody reminds but whoever asks',
		ruling: mayRemind(tom, proposal(), talk(), now),
		allowed: false,
		causes: ['not-theirs-to-propose']
	},
	{
		name: 'nobody is reminded from outside',
		ruling: mayRemind(eve, proposal(), talk(), now),
		allowed: false,
		causes: ['not-a-keeper']
	},
	{
		name: 'nobody is reminded after a no',
		ruling: mayRemind(anna, proposal(), talk({ answers: [says(tom, 'no', day(11))] }), now),
		allowed: false,
		causes: ['nobody-to-remind']
	},
	{
		name: 'there is no second reminder',
		ruling: mayRemind(anna, proposal({ remindedAt: day(20) }), talk(), now),
		allowed: false,
		causes: ['reminded-before']
	},
	{
		name: 'asking again was the reminder',
		ruling: mayRemind(anna, proposal(), talk({ proposals: [closedAgain, proposal()] }), now),
		allowed: false,
		causes: ['reminded-before']
	},
	{
		name: 'not yet is an answer, and is not reminded of',
		ruling: mayRemind(anna, proposal(), talk({ answers: [says(tom, 'not_yet', day(11))] }), now),
		allowed: false,
		causes: ['nobody-to-remind']
	}
];

export const doing: Tried[] = [
	{
		name: 'what everybody agreed to goes out, and ends what was out before',
		ruling: carryOut(proposal(), { ...agreed, shares: [share(['family'])] }, now),
		allowed: true,
		effects: ['end-share', 'share'],
		causes: ['proposed', 'said-yes']
	},
	{
		name: 'what was decided for somebody tells them at once',
		ruling: carryOut(proposal(), talk({ delegations: [decideForMe(tom, anna, day(5))] }), now),
		allowed: true,
		effects: ['share'],
		tell: [tom],
		causes: ['proposed', 'decided-for']
	},
	{
		name: 'a guest is invited when everybody agreed',
		ruling: carryOut(
			proposal({ wish: { kind: 'invite_guest', invitee: 'a@b.example' } }),
			agreed,
			now
		),
		allowed: true,
		effects: ['carry-out'],
		causes: ['proposed', 'said-yes']
	},
	{
		name: 'what waits for somebody does not go out',
		ruling: carryOut(proposal(), talk(), now),
		allowed: false,
		effects: [],
		causes: ['not-agreed', 'proposed', 'silent']
	},
	{
		name: 'what was carried out once is not carried out twice',
		ruling: carryOut(proposal({ closedAt: day(12), closedAs: 'agreed' }), agreed, now),
		allowed: false,
		effects: [],
		causes: ['closed']
	},
	{
		name: 'any keeper brings back, alone and at once',
		ruling: mayBringBack(tom, share(['anyone']), box(), now),
		allowed: true,
		effects: ['end-share'],
		causes: []
	},
	{
		name: 'a keeper who joined later may bring back what they never agreed to',
		ruling: mayBringBack(eve, share(['anyone']), box({ keepers: [keeper(eve)] }), now),
		allowed: true,
		effects: ['end-share'],
		causes: []
	},
	{
		name: 'bringing back twice is bringing back once',
		ruling: mayBringBack(tom, share(['anyone'], { endedAt: day(30) }), box(), now),
		allowed: true,
		effects: [],
		causes: []
	},
	{
		name: 'a keeper who left brings nothing back: it went back when they left',
		ruling: mayBringBack(tom, share(['anyone']), tomLeft, now),
		allowed: false,
		causes: ['not-a-keeper']
	},
	{
		name: 'one keeper narrows alone',
		ruling: mayNarrow(tom, { setting: 'guest', from: true, to: false }, box(), now),
		allowed: true,
		causes: []
	},
	{
		name: 'one keeper does not widen alone',
		ruling: mayNarrow(tom, { setting: 'letters', from: false, to: true }, box(), now),
		allowed: false,
		causes: ['asks-for-more']
	},
	{
		name: 'somebody outside narrows nothing',
		ruling: mayNarrow(eve, { setting: 'letters', from: true, to: false }, box(), now),
		allowed: false,
		causes: ['not-a-keeper']
	}
];
