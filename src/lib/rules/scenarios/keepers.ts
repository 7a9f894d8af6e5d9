/** R1.1 and R1.2: what is mine, and the box from within. */
import { anna, block, box, day, eve, hold, keeper, member, moderator } from '../testing/family.ts';
import { peer, photo, photoIn, ruth, story, stranger, told, tom, v2 } from '../testing/family.ts';
import type { Seen } from './scenario.ts';

const plain = box();
const asTom = member(tom);
const asAnna = member(anna);
const asEve = member(eve);
const holds = (...held: ReturnType<typeof hold>[]) => photo({ holds: held });
const inBox = (keepsake = photo(), of = plain) =>
	({ kind: 'keepsake', box: of, keepsake }) as const;
const draft = (changes = {}) => ({ kind: 'draft', box: plain, story: story(changes) }) as const;
const takedowns = [{ reason: 'names staff', at: day(40), liftedAt: null }];
const joined = box({ keepers: [keeper(anna), keeper(tom), keeper(eve, { joinedAt: day(60) })] });
const mine = { scope: 'mine' } as const;
const tomLeft = box({ keepers: [keeper(anna), keeper(tom, { leftAt: day(70) })] });
const tomDied = box({ keepers: [keeper(anna), keeper(tom, { diedAt: day(70) })] });

export const keeperScenarios: Seen[] = [
	{
		name: 'a draft that is mine is read by its writer',
		viewer: asAnna,
		thing: draft(mine),
		show: 'full',
		causes: ['own']
	},
	{
		name: 'a draft that is mine is hidden from the other parent',
		viewer: asTom,
		thing: draft(mine),
		show: 'hidden',
		causes: ['mine-of-another']
	},
	{
		name: 'a draft that is mine is hidden from a moderator, even with a matter about the box',
		viewer: moderator(),
		thing: {
			...draft(mine),
			box: box({ matters: [{ moderatorId: null, openedAt: day(1), closedAt: null, notFor: [] }] })
		},
		show: 'hidden',
		causes: ['mine-of-another']
	},
	{
		name: 'a draft put in the box is read by the other parent',
		viewer: asTom,
		thing: draft(),
		show: 'full',
		causes: ['keeper']
	},
	{
		name: 'a draft put in the box is hidden from everybody outside',
		viewer: peer(),
		thing: draft(),
		show: 'hidden',
		causes: ['not-shared']
	},
	{
		name: 'a photograph that is mine is seen by whoever put it in',
		viewer: asAnna,
		thing: inBox(photo(mine)),
		show: 'full',
		causes: ['own']
	},
	{
		name: 'a photograph that is mine is hidden from the other parent',
		viewer: asTom,
		thing: inBox(photo(mine)),
		show: 'hidden',
		causes: ['mine-of-another']
	},
	{
		name: 'what is mine stays mine after I left the box',
		viewer: asTom,
		thing: inBox(photo({ ...mine, putInBy: tom }), tomLeft),
		show: 'full',
		causes: ['own']
	},
	{
		name: 'what is mine and put away stays covered to me',
		viewer: asAnna,
		thing: inBox({ ...photo(mine), holds: [hold(anna, { putAwayAt: day(3) })] }),
		show: 'covered',
		causes: ['own', 'put-away']
	},
	{
		name: 'what nobody has claimed yet is hidden when it was put in as mine',
		viewer: asAnna,
		thing: inBox(photo({ ...mine, putInBy: null })),
		show: 'hidden',
		causes: ['mine-of-another']
	},
	{
		name: 'a photograph of the box in my own draft is not mine after I left the box',
		viewer: asTom,
		thing: photoIn([], { box: tomLeft, story: story({ ...mine, writerId: tom }) }),
		show: 'hidden',
		causes: ['not-shared']
	},
	{
		name: 'a version of my draft is laid before the other parent by proposing it',
		viewer: asTom,
		thing: told([], { story: story(mine), proposed: true }),
		show: 'full',
		causes: ['keeper']
	},
	{
		name: 'another version of the same draft is not',
		viewer: asTom,
		thing: told(['anyone'], { story: story(mine), versionId: v2 }),
		show: 'hidden',
		causes: ['mine-of-another']
	},
	{
		name: 'both parents see the box and what is in it',
		viewer: asTom,
		thing: { kind: 'box', box: plain },
		show: 'full',
		causes: ['keeper']
	},
	{
		name: 'both parents see each photograph of the box',
		viewer: asTom,
		thing: inBox(),
		show: 'full',
		causes: ['keeper']
	},
	{
		name: 'what I put away is covered to me',
		viewer: asAnna,
		thing: inBox(holds(hold(anna, { putAwayAt: day(50) }), hold(tom))),
		show: 'covered',
		causes: ['keeper', 'put-away']
	},
	{
		name: 'what I put away is as before to the other parent',
		viewer: asTom,
		thing: inBox(holds(hold(anna, { putAwayAt: day(50) }), hold(tom))),
		show: 'full',
		causes: ['keeper']
	},
	{
		name: 'what I let go is covered to me while the other parent holds it',
		viewer: asAnna,
		thing: inBox(holds(hold(anna, { letGoAt: day(50) }), hold(tom))),
		show: 'covered',
		causes: ['keeper', 'let-go']
	},
	{
		name: 'what nobody holds any more waits, covered, for those who held it',
		viewer: asAnna,
		thing: inBox(holds(hold(anna, { letGoAt: day(50) }), hold(tom, { letGoAt: day(90) }))),
		show: 'covered',
		causes: ['keeper', 'let-go', 'released']
	},
	{
		name: 'what nobody has held for 30 days is gone for everybody',
		viewer: asAnna,
		thing: inBox(holds(hold(anna, { letGoAt: day(50) }), hold(tom, { letGoAt: day(70) }))),
		show: 'hidden',
		causes: ['keeper', 'released']
	},
	{
		name: 'a keeper who joins finds every photograph covered',
		viewer: asEve,
		thing: inBox(holds(hold(anna), hold(tom), hold(eve, { openedAt: null })), joined),
		show: 'covered',
		causes: ['keeper', 'not-opened']
	},
	{
		name: 'a keeper who joins finds it covered in a shared story too',
		viewer: asEve,
		thing: photoIn(['anyone'], { box: joined }),
		show: 'covered',
		causes: ['keeper', 'not-opened']
	},
	{
		name: 'a keeper who joined and chose to see it sees it',
		viewer: asEve,
		thing: inBox(holds(hold(anna), hold(eve, { openedAt: day(61) })), joined),
		show: 'full',
		causes: ['keeper']
	},
	{
		name: 'a keeper who comes back finds covered again what they opened before they left',
		viewer: asTom,
		thing: inBox(
			photo(),
			box({
				keepers: [
					keeper(anna),
					keeper(tom, { leftAt: day(40) }),
					keeper(tom, { joinedAt: day(60) })
				]
			})
		),
		show: 'covered',
		causes: ['keeper', 'not-opened']
	},
	{
		name: 'a photograph put in to be kept covered waits until it is opened',
		viewer: asAnna,
		thing: inBox(holds(hold(anna, { openedAt: null }), hold(tom))),
		show: 'covered',
		causes: ['keeper', 'not-opened']
	},
	{
		name: 'words in the box are never covered for not having been opened',
		viewer: asEve,
		thing: inBox(photo({ kind: 'words' }), joined),
		show: 'full',
		causes: ['keeper']
	},
	{
		name: 'a suspended parent still has their own box',
		viewer: member(tom, { suspended: true }),
		thing: inBox(),
		show: 'full',
		causes: ['keeper']
	},
	{
		name: 'a parent whom the other has blocked still has their own box',
		viewer: asTom,
		thing: inBox(photo(), box({ blocks: [block(anna, tom)] })),
		show: 'full',
		causes: ['keeper']
	},
	{
		name: 'a take-down is told to the parents with its reason and hides nothing from them',
		viewer: asTom,
		thing: told(['anyone'], { story: story({ takedowns }) }),
		show: 'full',
		causes: ['keeper', 'taken-down']
	},
	{
		name: 'a parent who left sees no more of the box than anybody',
		viewer: asTom,
		thing: inBox(photo(), tomLeft),
		show: 'hidden',
		causes: ['not-shared']
	},
	{
		name: 'nobody gets in with the account of a parent who died',
		viewer: asTom,
		thing: inBox(photo(), tomDied),
		show: 'hidden',
		causes: ['not-shared']
	},
	{
		name: 'a member who never kept it sees nothing of a box',
		viewer: member(ruth),
		thing: { kind: 'box', box: plain },
		show: 'hidden',
		causes: ['not-shared']
	},
	{
		name: 'a stranger sees nothing of a box',
		viewer: stranger,
		thing: inBox(),
		show: 'hidden',
		causes: ['not-shared']
	}
];
