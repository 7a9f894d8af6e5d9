/** R7: who may have a matter before them, decide it, and ask for another look. */
import type { BoxId, MatterFacts, MemberId, ModeratorFacts } from '../facts.ts';
import { appeal, decide, mayTake } from '../moderation.ts';
import { anna, day, now, ruth, tom } from '../testing/family.ts';
import type { CauseCode } from './scenario.ts';

export const mo = 'mo' as MemberId;
export const other = 'other moderator' as MemberId;
const box = 'box' as BoxId;

export const watching = (changes: Partial<ModeratorFacts> = {}): ModeratorFacts => ({
	...{ id: mo, endedAt: null, suspended: false, aside: [], knows: [], ...changes }
});
export const matter = (changes: Partial<MatterFacts> = {}): MatterFacts => ({
	...{ kind: 'report', concern: 'unkind', state: 'reported', closedAt: null, boxId: box },
	...{ takenBy: null, decisions: [], passedOnBy: [], reporters: [ruth], concerned: [anna, tom] },
	...changes
});
const before = (changes: Partial<MatterFacts> = {}) => matter({ takenBy: mo, ...changes });
const removed = (changes: Partial<MatterFacts> = {}) =>
	matter({
		...{
			state: 'removed',
			closedAt: day(90),
			decisions: [{ verb: 'remove', from: 'reported', by: mo }]
		},
		...changes
	});
const appealed = { state: 'appealed', closedAt: null } as const;

/** `gives`: may it be done, or the state it comes to. */
export type Watched = {
	name: string;
	gives: boolean | MatterFacts['state'];
	asked: { allowed: boolean; to?: MatterFacts['state'] | null; causes: { cause: CauseCode }[] };
	causes: CauseCode[];
};

const taking: Watched[] = [
	{
		name: 'a moderator takes up what nobody has before them',
		asked: mayTake(watching(), matter(), now),
		gives: true,
		causes: []
	},
	{
		name: 'two moderators never have one matter before them',
		asked: mayTake(watching(), matter({ takenBy: other }), now),
		gives: false,
		causes: ['before-another']
	},
	{
		name: 'whoever is suspended, or a moderator no longer, has nothing before them',
		asked: mayTake(watching({ suspended: true, endedAt: day(99) }), matter(), now),
		gives: false,
		causes: ['no-moderator']
	},
	{
		name: 'what is decided is not taken up again',
		asked: mayTake(watching({ id: other }), removed(), now),
		gives: false,
		causes: ['over']
	},
	{
		name: 'nobody looks at their own family’s story',
		asked: mayTake(watching({ id: tom }), matter(), now),
		gives: false,
		causes: ['their-own']
	},
	{
		name: 'whoever reported it does not decide it',
		asked: mayTake(watching({ id: ruth }), matter(), now),
		gives: false,
		causes: ['reported-it']
	},
	{
		name: 'what a moderator passed on, no reason asked, is for another',
		asked: mayTake(watching(), matter({ passedOnBy: [mo] }), now),
		gives: false,
		causes: ['passed-on']
	},
	{
		name: 'a family that a moderator knows is for another, in every matter',
		asked: mayTake(watching({ knows: [box] }), matter({ kind: 'letter', state: 'held' }), now),
		gives: false,
		causes: ['knows-the-family']
	},
	{
		name: 'an appeal goes to another than decided',
		asked: mayTake(watching(), removed(appealed), now),
		gives: false,
		causes: ['decided-it-before']
	},
	{
		name: 'another may take up the appeal',
		asked: mayTake(watching({ id: other }), removed(appealed), now),
		gives: true,
		causes: []
	}
];
const deciding: Watched[] = [
	{
		name: 'a moderator leaves a story as it is',
		asked: decide('release', 'as_it_may_be', watching(), before(), now),
		gives: 'released',
		causes: []
	},
	{
		name: 'a moderator holds a story while they look into it',
		asked: decide('hold', 'not_theirs', watching(), before(), now),
		gives: 'held',
		causes: []
	},
	{
		name: 'a moderator takes a story down',
		asked: decide('remove', 'names_somebody', watching(), before({ state: 'held' }), now),
		gives: 'removed',
		causes: []
	},
	{
		name: 'a first story goes out once it was looked at',
		asked: decide(
			...(['release', 'as_it_may_be', watching()] as const),
			...([before({ kind: 'first_story', state: 'held' }), now] as const)
		),
		gives: 'released',
		causes: []
	},
	{
		name: 'a letter that is abuse is not passed on, and marked so',
		asked: decide('abuse', 'unkind', watching(), before({ kind: 'letter', state: 'held' }), now),
		gives: 'removed',
		causes: []
	},
	{
		name: 'nothing is decided that is not before them',
		asked: decide('remove', 'unkind', watching(), matter(), now),
		gives: false,
		causes: ['not-before-them']
	},
	{
		name: 'nothing is decided without a reason of the list',
		asked: decide('remove', 'because', watching(), before(), now),
		gives: false,
		causes: ['no-reason']
	},
	{
		name: 'where somebody may be in danger nothing is taken down',
		asked: decide('remove', 'methods', watching(), before({ kind: 'danger' }), now),
		gives: false,
		causes: ['no-such-move']
	},
	{
		name: 'it is closed once somebody has written to them',
		asked: decide('release', 'written_to', watching(), before({ kind: 'danger' }), now),
		gives: 'released',
		causes: []
	},
	{
		name: 'another moderator decides the appeal',
		asked: decide(
			...(['release', 'misunderstood', watching({ id: other })] as const),
			...([removed({ ...appealed, takenBy: other }), now] as const)
		),
		gives: 'released',
		causes: []
	}
];
const appealing: Watched[] = [
	{
		name: 'the keepers of a story that was taken down may ask for another look',
		asked: appeal(tom, removed()),
		gives: 'appealed',
		causes: []
	},
	{
		name: 'nobody else may',
		asked: appeal(ruth, removed()),
		gives: false,
		causes: ['not-concerned']
	},
	{
		name: 'there is nothing to appeal while it is looked at',
		asked: appeal(tom, matter()),
		gives: false,
		causes: ['no-such-move']
	},
	{
		name: 'what was marked as abuse cannot be appealed',
		asked: appeal(
			anna,
			removed({ kind: 'letter', decisions: [{ verb: 'abuse', from: 'held', by: mo }] })
		),
		gives: false,
		causes: ['marked-as-abuse']
	},
	{
		name: 'what was decided on appeal stands',
		asked: appeal(
			anna,
			removed({
				decisions: [
					{ verb: 'remove', from: 'reported', by: mo },
					{ verb: 'remove', from: 'appealed', by: other }
				]
			})
		),
		gives: false,
		causes: ['appealed-before']
	}
];
export const moderationScenarios = [...taking, ...deciding, ...appealing];

/** What is laid before a moderator, and what they stepped back from. */
export const offers: {
	name: string;
	offered: boolean;
	moderator: ModeratorFacts;
	of: MatterFacts;
}[] = [
	{ name: 'what is open is', offered: true, moderator: watching(), of: matter() },
	{
		name: 'a kind they stepped back from is not',
		offered: false,
		moderator: watching({ aside: ['letter'] }),
		of: matter({ kind: 'letter', state: 'held' })
	},
	{
		name: 'a subject they stepped back from is not',
		offered: false,
		moderator: watching({ aside: ['not_theirs'] }),
		of: matter({ concern: 'not_theirs' })
	},
	{
		name: 'a letter that seemed unkind is not, where they stepped back from unkindness',
		offered: false,
		moderator: watching({ aside: ['unkind'] }),
		of: matter({ kind: 'letter', state: 'held', concern: 'cruelty' })
	},
	{
		name: 'somebody who may be in danger is, whatever else they stepped back from',
		offered: true,
		moderator: watching({ aside: ['first_story', 'unkind'] }),
		of: matter({ kind: 'danger', concern: 'unkind' })
	},
	{
		name: 'not where they said that danger itself is not for them',
		offered: false,
		moderator: watching({ aside: ['danger'] }),
		of: matter({ kind: 'danger', concern: 'danger' })
	},
	{
		name: 'what another has before them is not',
		offered: false,
		moderator: watching(),
		of: matter({ takenBy: other })
	}
];
