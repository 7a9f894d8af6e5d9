/** R3: putting away, letting go, taking back, leaving. */
import type { ShareId } from '../facts.ts';
import { leave, letGo, open, putAway, takeBack, takeOut } from '../holding.ts';
import { anna, box, day, eve, hold, keeper, now, photo, share, tom } from '../testing/family.ts';
import type { Tried } from './scenario.ts';

const plain = box();
const shareIds = ['share' as ShareId];
const annaLetGo = photo({ holds: [hold(anna, { letGoAt: day(90) }), hold(tom)] });
const nobodys = (tomsDay: number, changes = {}) =>
	photo({
		holds: [hold(anna, { letGoAt: day(50) }), hold(tom, { letGoAt: day(tomsDay) })],
		...changes
	});
const tomDied = box({ keepers: [keeper(anna), keeper(tom, { diedAt: day(70) })] });
const tomLeft = box({ keepers: [keeper(anna), keeper(tom, { leftAt: day(70) })] });
const alone = box({ keepers: [keeper(anna)] });
const withEve = box({ keepers: [keeper(anna), keeper(tom), keeper(eve, { joinedAt: day(95) })] });
const putAwayPhoto = photo({ holds: [hold(anna, { putAwayAt: day(50) }), hold(tom)] });
const mine = photo({ scope: 'mine' });

export const holdingScenarios: Tried[] = [
	{
		name: 'a keeper puts away for themselves',
		ruling: putAway(anna, photo(), plain, now),
		allowed: true,
		effects: ['put-away'],
		causes: []
	},
	{
		name: 'what is put away while it is shared is offered to be brought back',
		ruling: putAway(anna, photo(), plain, now, shareIds),
		allowed: true,
		effects: ['put-away'],
		causes: ['still-shared']
	},
	{
		name: 'putting away twice is putting away once',
		ruling: putAway(anna, putAwayPhoto, plain, now),
		allowed: true,
		effects: [],
		causes: ['already-so']
	},
	{
		name: 'what was put away is taken out again',
		ruling: takeOut(anna, putAwayPhoto, plain, now),
		allowed: true,
		effects: ['put-away'],
		causes: []
	},
	{
		name: 'what was not put away is out already',
		ruling: takeOut(anna, photo(), plain, now),
		allowed: true,
		effects: [],
		causes: ['already-so']
	},
	{
		name: 'somebody outside puts nothing away',
		ruling: putAway(eve, photo(), plain, now),
		allowed: false,
		causes: ['not-a-keeper']
	},
	{
		name: 'a keeper who joined chooses to see it',
		ruling: open(eve, photo(), withEve, now),
		allowed: true,
		effects: ['open'],
		causes: []
	},
	{
		name: 'what is mine is opened by nobody else',
		ruling: open(tom, mine, plain, now),
		allowed: false,
		causes: ['mine-of-another']
	},
	{
		name: 'what one lets go, the other keeps',
		ruling: letGo(anna, photo(), plain, now),
		allowed: true,
		effects: ['let-go'],
		causes: ['others-hold-it']
	},
	{
		name: 'what one lets go while it is shared is offered to be brought back',
		ruling: letGo(anna, photo(), plain, now, shareIds),
		allowed: true,
		effects: ['let-go'],
		causes: ['others-hold-it', 'still-shared']
	},
	{
		name: 'when the last one lets go it leaves every shared version and waits 30 days',
		ruling: letGo(tom, annaLetGo, plain, now),
		allowed: true,
		effects: ['let-go', 'release'],
		causes: ['nobody-holds-it']
	},
	{
		name: 'what one has let go cannot be let go again over the other’s hold',
		ruling: letGo(anna, annaLetGo, plain, now),
		allowed: false,
		causes: ['not-held']
	},
	{
		name: 'what is mine leaves when its owner lets it go',
		ruling: letGo(anna, mine, plain, now),
		allowed: true,
		effects: ['let-go', 'release'],
		causes: ['nobody-holds-it']
	},
	{
		name: 'what is mine is let go by nobody else',
		ruling: letGo(tom, mine, plain, now),
		allowed: false,
		causes: ['mine-of-another']
	},
	{
		name: 'death: what the dead parent held is kept until the other lets it go',
		ruling: letGo(anna, photo(), tomDied, now),
		allowed: true,
		effects: ['let-go', 'release'],
		causes: ['nobody-holds-it']
	},
	{
		name: 'death: what one let go before the other died waits for their decision',
		ruling: letGo(anna, photo({ holds: [hold(anna, { letGoAt: day(60) })] }), tomDied, now),
		allowed: true,
		effects: ['let-go', 'release'],
		causes: ['nobody-holds-it']
	},
	{
		name: 'what the other still holds is taken back at any time',
		ruling: takeBack(anna, annaLetGo, plain, day(3650)),
		allowed: true,
		effects: ['let-go'],
		causes: []
	},
	{
		name: 'what nobody holds is taken back within 30 days',
		ruling: takeBack(anna, nobodys(71), plain, now),
		allowed: true,
		effects: ['let-go', 'hold-again'],
		causes: []
	},
	{
		name: 'after 30 days it is too late',
		ruling: takeBack(anna, nobodys(70), plain, now),
		allowed: false,
		causes: ['too-late']
	},
	{
		name: 'a keeper who never held it cannot take it back',
		ruling: takeBack(eve, nobodys(90), withEve, now),
		allowed: false,
		causes: ['not-held']
	},
	{
		name: 'a keeper who left cannot take it back',
		ruling: takeBack(tom, annaLetGo, tomLeft, now),
		allowed: false,
		causes: ['not-a-keeper']
	},
	{
		name: 'taking back what one holds changes nothing',
		ruling: takeBack(tom, annaLetGo, plain, now),
		allowed: true,
		effects: [],
		causes: ['already-so']
	},
	{
		name: 'an abusive other keeper who leaves takes their own yes along, and nothing of the other’s',
		ruling: leave(tom, 'leaves', plain, [photo()], [share(['anyone'])], now),
		allowed: true,
		effects: ['leave', 'end-share'],
		tell: [anna],
		causes: []
	},
	{
		name: 'separation: what the other had let go is released when the last holder leaves',
		ruling: leave(tom, 'leaves', plain, [annaLetGo], [], now),
		allowed: true,
		effects: ['leave', 'release'],
		causes: []
	},
	{
		name: 'a box never disappears because one person’s account does',
		ruling: leave(anna, 'account-ends', alone, [photo()], [], now),
		allowed: true,
		effects: ['leave'],
		causes: ['last-keeper']
	},
	{
		name: 'what is mine stays mine when I leave',
		ruling: leave(anna, 'leaves', plain, [mine], [], now),
		allowed: true,
		effects: ['leave'],
		causes: []
	},
	{
		name: 'what is mine is held by nobody when my account ends',
		ruling: leave(anna, 'account-ends', plain, [mine], [], now),
		allowed: true,
		effects: ['leave', 'release'],
		causes: []
	},
	{
		name: 'nobody leaves for another',
		ruling: leave(eve, 'leaves', plain, [], [], now),
		allowed: false,
		causes: ['not-a-keeper']
	}
];
