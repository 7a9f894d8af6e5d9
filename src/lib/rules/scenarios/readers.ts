/** R1.5: whom what was agreed reaches. */
import { anna, block, box, day, eve, guest, keeper, member, peer } from '../testing/family.ts';
import { ruth, share, story, stranger, told, tom, v2 } from '../testing/family.ts';
import type { Seen } from './scenario.ts';

const aunt = member(ruth);
const withAunt = (changes = {}) => box({ guests: [guest(ruth, changes)] });
const blocked = (by = tom) => box({ blocks: [block(by, ruth)], guests: [guest(ruth)] });
const tomLeft = [keeper(anna), keeper(tom, { leftAt: day(70) })];

export const readerScenarios: Seen[] = [
	{
		name: 'a stranger reads what is shared with anyone',
		viewer: stranger,
		thing: told(['anyone']),
		show: 'full',
		causes: ['audience']
	},
	{
		name: 'a stranger without a visit reads it too',
		viewer: { kind: 'stranger', visit: null },
		thing: told(['anyone']),
		show: 'full',
		causes: ['audience']
	},
	{
		name: 'a stranger does not see what is shared with peers and family',
		viewer: stranger,
		thing: told(['peers', 'family']),
		show: 'hidden',
		causes: ['not-in-audience']
	},
	{
		name: 'a peer reads what is shared with peers',
		viewer: peer(),
		thing: told(['peers']),
		show: 'full',
		causes: ['audience']
	},
	{
		name: 'a member who was not welcomed as a peer does not',
		viewer: member(ruth),
		thing: told(['peers']),
		show: 'hidden',
		causes: ['not-in-audience']
	},
	{
		name: 'the family sees what is shared with family',
		viewer: aunt,
		thing: told(['family'], { box: withAunt() }),
		show: 'full',
		causes: ['audience']
	},
	{
		name: 'the family does not see what is for people who have been through it',
		viewer: aunt,
		thing: told(['peers'], { box: withAunt() }),
		show: 'hidden',
		causes: ['not-in-audience']
	},
	{
		name: 'the family sees nothing of the box itself',
		viewer: aunt,
		thing: { kind: 'box', box: withAunt() },
		show: 'hidden',
		causes: ['not-shared']
	},
	{
		name: 'a guest who was withdrawn sees it no more',
		viewer: aunt,
		thing: told(['family'], { box: withAunt({ withdrawnAt: day(90) }) }),
		show: 'hidden',
		causes: ['not-in-audience']
	},
	{
		name: 'a guest of another box is not family here',
		viewer: aunt,
		thing: told(['family']),
		show: 'hidden',
		causes: ['not-in-audience']
	},
	{
		name: 'a suspended peer reads like a stranger',
		viewer: peer({ suspended: true }),
		thing: told(['peers']),
		show: 'hidden',
		causes: ['not-in-audience', 'suspended-counts-as-stranger']
	},
	{
		name: 'a suspended member still reads what is for anyone',
		viewer: peer({ suspended: true }),
		thing: told(['anyone']),
		show: 'full',
		causes: ['audience', 'suspended-counts-as-stranger']
	},
	{
		name: 'a blocked peer does not see what is for peers',
		viewer: peer(),
		thing: told(['peers'], { box: blocked() }),
		show: 'hidden',
		causes: ['not-in-audience', 'blocked-counts-as-stranger']
	},
	{
		name: 'a blocked guest does not see what is for family',
		viewer: aunt,
		thing: told(['family'], { box: blocked() }),
		show: 'hidden',
		causes: ['not-in-audience', 'blocked-counts-as-stranger']
	},
	{
		name: 'a blocked reader still reads what is for anyone, and so cannot notice',
		viewer: peer(),
		thing: told(['anyone'], { box: blocked() }),
		show: 'full',
		causes: ['audience', 'blocked-counts-as-stranger']
	},
	{
		name: 'a block that was lifted is none',
		viewer: peer(),
		thing: told(['peers'], { box: box({ blocks: [block(tom, ruth, { endedAt: day(50) })] }) }),
		show: 'full',
		causes: ['audience']
	},
	{
		name: 'a block by somebody who keeps another box is none here',
		viewer: peer(),
		thing: told(['peers'], { box: blocked(eve) }),
		show: 'full',
		causes: ['audience']
	},
	{
		name: 'a block outlives the keeper who died',
		viewer: peer(),
		thing: told(['peers'], {
			box: { ...blocked(), keepers: [keeper(anna), keeper(tom, { diedAt: day(70) })] }
		}),
		show: 'hidden',
		causes: ['not-in-audience', 'blocked-counts-as-stranger']
	},
	{
		name: 'a block by a keeper who left still holds over what was shared while they were there',
		viewer: peer(),
		thing: told(['peers'], {
			box: { ...blocked(), keepers: tomLeft },
			share: share(['peers'], { ownWords: true, agreedBy: [anna] })
		}),
		show: 'hidden',
		causes: ['not-in-audience', 'blocked-counts-as-stranger']
	},
	{
		name: 'a block by a keeper who left does not bind what the others agree afterwards',
		viewer: peer(),
		thing: told(['peers'], {
			box: { ...blocked(), keepers: tomLeft },
			share: share(['peers'], { agreedBy: [anna], agreedAt: day(80) })
		}),
		show: 'full',
		causes: ['audience']
	},
	{
		name: 'one’s own words rest on their writer’s yes alone',
		viewer: stranger,
		thing: told(['anyone'], { share: share(['anyone'], { ownWords: true, agreedBy: [anna] }) }),
		show: 'full',
		causes: ['audience', 'own-words']
	},
	{
		name: 'own words are read by the other keeper once they are shared',
		viewer: member(tom),
		thing: told(['peers'], {
			story: story({ scope: 'mine' }),
			share: share(['peers'], { ownWords: true, agreedBy: [anna] })
		}),
		show: 'full',
		causes: ['keeper']
	},
	{
		name: 'what was not shared is hidden',
		viewer: peer(),
		thing: told([]),
		show: 'hidden',
		causes: ['not-shared']
	},
	{
		name: 'what is agreed from tomorrow is hidden today',
		viewer: stranger,
		thing: told(['anyone'], { share: share(['anyone'], { agreedAt: day(101) }) }),
		show: 'hidden',
		causes: ['not-shared']
	},
	{
		name: 'a version that nobody agreed to is hidden while another is out',
		viewer: stranger,
		thing: told(['anyone'], { versionId: v2 }),
		show: 'hidden',
		causes: ['not-shared']
	},
	{
		name: 'what one keeper brought back is hidden at once',
		viewer: stranger,
		thing: told(['anyone'], {
			share: share(['anyone'], { endedAt: day(100), endedBy: tom })
		}),
		show: 'hidden',
		causes: ['brought-back']
	},
	{
		name: 'separation: what was agreed with the parent who left goes back to the keepers',
		viewer: stranger,
		thing: told(['anyone'], { box: box({ keepers: tomLeft }) }),
		show: 'hidden',
		causes: ['agreed-with-one-who-left']
	},
	{
		name: 'separation: what the other agrees anew is seen again',
		viewer: stranger,
		thing: told(['anyone'], {
			box: box({ keepers: tomLeft }),
			share: share(['anyone'], { agreedBy: [anna], agreedAt: day(80) })
		}),
		show: 'full',
		causes: ['audience']
	},
	{
		name: 'death: what a parent agreed to before they died stays out',
		viewer: stranger,
		thing: told(['anyone'], {
			box: box({ keepers: [keeper(anna), keeper(tom, { diedAt: day(70), leftAt: day(90) })] })
		}),
		show: 'full',
		causes: ['audience']
	},
	{
		name: 'a share that one keeper never agreed to shows nothing, whoever wrote it down',
		viewer: stranger,
		thing: told(['anyone'], { share: share(['anyone'], { agreedBy: [anna] }) }),
		show: 'hidden',
		causes: ['not-agreed-by-all']
	},
	{
		name: 'whoever left at the very moment of sharing was still to be asked',
		viewer: stranger,
		thing: told(['anyone'], {
			box: box({ keepers: tomLeft }),
			share: share(['anyone'], { agreedBy: [anna], agreedAt: day(70) })
		}),
		show: 'hidden',
		causes: ['not-agreed-by-all']
	},
	{
		name: 'a share that rests on somebody who never kept the box shows nothing',
		viewer: stranger,
		thing: told(['anyone'], { share: share(['anyone'], { agreedBy: [anna, tom, eve] }) }),
		show: 'hidden',
		causes: ['agreed-with-one-who-left']
	},
	{
		name: 'a keeper who joins later does not unmake what the others had agreed',
		viewer: stranger,
		thing: told(['anyone'], {
			box: box({ keepers: [keeper(anna), keeper(tom), keeper(eve, { joinedAt: day(60) })] })
		}),
		show: 'full',
		causes: ['audience']
	}
];
