/** R1.3, R1.4 and R1.6: covers, take-downs, and what a moderator sees. */
import {
	anna,
	box,
	day,
	guest,
	hold,
	keeper,
	moderator,
	now,
	peer,
	photo,
	ruth
} from '../testing/family.ts';
import {
	member,
	photoIn,
	share,
	shown,
	story,
	stranger,
	told,
	tom,
	v2
} from '../testing/family.ts';
import type { MemberId, VisitId } from '../facts.ts';
import type { Seen } from './scenario.ts';

const takedowns = [{ reason: 'a stolen picture', at: day(40), liftedAt: null }];
const waits = [{ reason: 'first_look', at: day(40), liftedAt: null }];
const lifted = [{ reason: 'a stolen picture', at: day(40), liftedAt: day(45) }];
const matters = [{ moderatorId: null, openedAt: day(40), closedAt: null, notFor: [] }];
const elsewhere = 'another visit' as VisitId;

export const coverScenarios: Seen[] = [
	{
		name: 'a photograph in a shared story is covered',
		viewer: stranger,
		thing: photoIn(['anyone']),
		show: 'covered',
		causes: ['audience', 'covered-by-family']
	},
	{
		name: 'a photograph is hidden, not covered, from whom the story does not reach',
		viewer: stranger,
		thing: photoIn(['peers'], { shown: [shown(now)] }),
		show: 'hidden',
		causes: ['not-in-audience']
	},
	{
		name: 'a recording and a file nobody can show are covered like a photograph',
		viewer: peer(),
		thing: photoIn(['peers'], { keepsake: photo({ kind: 'recording' }) }),
		show: 'covered',
		causes: ['audience', 'covered-by-family']
	},
	{
		name: 'words need no cover',
		viewer: stranger,
		thing: photoIn(['anyone'], { keepsake: photo({ kind: 'words' }) }),
		show: 'full',
		causes: ['audience', 'words-need-no-cover']
	},
	{
		name: 'a photograph from which the keepers agreed to take the cover is seen',
		viewer: stranger,
		thing: photoIn(['anyone'], { covered: false }),
		show: 'full',
		causes: ['audience', 'uncovered-by-agreement']
	},
	{
		name: 'a reader who asked to see it sees it, 12 hours at most',
		viewer: stranger,
		thing: photoIn(['anyone'], { shown: [shown(day(99, 12.001))] }),
		show: 'full',
		causes: ['audience', 'shown-this-visit']
	},
	{
		name: 'after 12 hours it is covered again',
		viewer: stranger,
		thing: photoIn(['anyone'], { shown: [shown(day(99, 12))] }),
		show: 'covered',
		causes: ['audience', 'covered-by-family']
	},
	{
		name: 'in another visit it is covered again',
		viewer: { kind: 'stranger', visit: elsewhere },
		thing: photoIn(['anyone'], { shown: [shown(now)] }),
		show: 'covered',
		causes: ['audience', 'covered-by-family']
	},
	{
		name: 'without a visit nothing was ever uncovered',
		viewer: { kind: 'stranger', visit: null },
		thing: photoIn(['anyone'], { shown: [shown(now)] }),
		show: 'covered',
		causes: ['audience', 'covered-by-family']
	},
	{
		name: 'a new version covers it again',
		viewer: stranger,
		thing: photoIn(['anyone'], {
			versionId: v2,
			share: share(['anyone'], { versionId: v2 }),
			shown: [shown(now)]
		}),
		show: 'covered',
		causes: ['audience', 'covered-by-family']
	},
	{
		name: 'the parents see their own photograph in the story without a cover',
		viewer: member(tom),
		thing: photoIn(['anyone']),
		show: 'full',
		causes: ['keeper']
	},
	{
		name: 'what one parent put away is covered to that parent in the shared story too',
		viewer: member(anna),
		thing: photoIn(['anyone'], {
			keepsake: photo({ holds: [hold(anna, { putAwayAt: day(3) }), hold(tom)] })
		}),
		show: 'covered',
		causes: ['keeper', 'put-away']
	},
	{
		name: 'a photograph that nobody holds any more has left the shared story',
		viewer: stranger,
		thing: photoIn(['anyone'], { covered: false, keepsake: photo({ releasedAt: day(99) }) }),
		show: 'hidden',
		causes: ['released']
	},
	{
		name: 'it has left the story for the parents too',
		viewer: member(tom),
		thing: photoIn(['anyone'], { keepsake: photo({ releasedAt: day(99) }) }),
		show: 'hidden',
		causes: ['keeper', 'released']
	},
	{
		name: 'what was taken back does not return into what was shared before',
		viewer: stranger,
		thing: photoIn(['anyone'], { keepsake: photo({ heldAgainAt: day(60) }) }),
		show: 'hidden',
		causes: ['taken-back-since']
	},
	{
		name: 'agreed anew, it is seen again',
		viewer: stranger,
		thing: photoIn(['anyone'], {
			keepsake: photo({ heldAgainAt: day(60) }),
			share: share(['anyone'], { agreedAt: day(61) })
		}),
		show: 'covered',
		causes: ['audience', 'covered-by-family']
	},
	{
		name: 'a photograph makes a story common, whatever its share says',
		viewer: stranger,
		thing: photoIn(['anyone'], { share: share(['anyone'], { ownWords: true, agreedBy: [anna] }) }),
		show: 'hidden',
		causes: ['not-agreed-by-all']
	},
	{
		name: 'a photograph that is mine is seen by others in what its owner agreed to share',
		viewer: stranger,
		thing: photoIn(['anyone'], { keepsake: photo({ scope: 'mine' }) }),
		show: 'covered',
		causes: ['audience', 'covered-by-family']
	},
	{
		name: 'what is taken down is hidden from readers',
		viewer: peer(),
		thing: told(['anyone', 'peers'], { story: story({ takedowns }) }),
		show: 'hidden',
		causes: ['taken-down']
	},
	{
		name: 'a first story that waits to be looked at is hidden from peers and strangers',
		viewer: peer(),
		thing: told(['anyone', 'peers'], { story: story({ takedowns: waits }) }),
		show: 'hidden',
		causes: ['taken-down']
	},
	{
		name: 'and not from the family who were invited, where it is for them as well',
		viewer: member(ruth),
		thing: told(['family', 'anyone'], {
			story: story({ takedowns: waits }),
			box: box({ guests: [guest(ruth)] })
		}),
		show: 'full',
		causes: ['audience']
	},
	{
		name: 'a guest does not read before the look what is for strangers alone',
		viewer: member(ruth),
		thing: told(['anyone'], {
			story: story({ takedowns: waits }),
			box: box({ guests: [guest(ruth)] })
		}),
		show: 'hidden',
		causes: ['taken-down']
	},
	{
		name: 'what was taken down as well is hidden from the family, too',
		viewer: member(ruth),
		thing: told(['family'], {
			story: story({ takedowns: [...waits, ...takedowns] }),
			box: box({ guests: [guest(ruth)] })
		}),
		show: 'hidden',
		causes: ['taken-down', 'taken-down']
	},
	{
		name: 'a photograph taken down is hidden in a story that stands',
		viewer: peer(),
		thing: photoIn(['anyone'], { keepsake: photo({ takedowns }) }),
		show: 'hidden',
		causes: ['taken-down']
	},
	{
		name: 'a take-down that was lifted is none',
		viewer: peer(),
		thing: told(['peers'], { story: story({ takedowns: lifted }) }),
		show: 'full',
		causes: ['audience']
	},
	{
		name: 'a moderator without a matter is a reader like any other',
		viewer: moderator(),
		thing: told(['peers']),
		show: 'hidden',
		causes: ['not-in-audience']
	},
	{
		name: 'a moderator with an open matter sees it covered',
		viewer: moderator(),
		thing: told(['peers'], { story: story({ matters }) }),
		show: 'covered',
		causes: ['open-matter']
	},
	{
		name: 'a moderator with an open matter sees it covered when it is taken down, too',
		viewer: moderator(),
		thing: photoIn(['peers'], { story: story({ matters, takedowns }) }),
		show: 'covered',
		causes: ['open-matter', 'taken-down']
	},
	{
		name: 'a moderator with an open matter may lift the cover like a reader',
		viewer: moderator(),
		thing: photoIn(['peers'], { story: story({ matters }), shown: [shown(now)] }),
		show: 'full',
		causes: ['open-matter', 'shown-this-visit']
	},
	{
		name: 'a matter that another moderator took up is not theirs',
		viewer: moderator(),
		thing: told(['peers'], {
			story: story({
				matters: [
					{ moderatorId: 'other' as MemberId, openedAt: day(40), closedAt: null, notFor: [] }
				]
			})
		}),
		show: 'hidden',
		causes: ['not-in-audience']
	},
	{
		name: 'a matter that is not for this moderator opens nothing to them, though nobody took it up',
		viewer: moderator(),
		thing: told(['peers'], {
			story: story({
				matters: [
					{ moderatorId: null, openedAt: day(40), closedAt: null, notFor: ['mo' as MemberId] }
				]
			})
		}),
		show: 'hidden',
		causes: ['not-in-audience']
	},
	{
		name: 'what was brought back has left the matter as well',
		viewer: moderator(),
		thing: told(['anyone'], {
			story: story({ matters }),
			share: share(['anyone'], { endedAt: day(100), endedBy: tom })
		}),
		show: 'hidden',
		causes: ['brought-back']
	},
	{
		name: 'a matter that was closed opens nothing',
		viewer: moderator(),
		thing: told(['peers'], {
			story: story({
				matters: [{ moderatorId: null, openedAt: day(40), closedAt: day(50), notFor: [] }]
			})
		}),
		show: 'hidden',
		causes: ['not-in-audience']
	},
	{
		name: 'a matter about a story opens no draft of it',
		viewer: moderator(),
		thing: { kind: 'draft', box: box(), story: story({ matters }) },
		show: 'hidden',
		causes: ['not-shared']
	},
	{
		name: 'a suspended moderator is none',
		viewer: moderator({ suspended: true }),
		thing: told(['anyone'], { story: story({ matters, takedowns }) }),
		show: 'hidden',
		causes: ['taken-down']
	},
	{
		name: 'a moderator who keeps the box sees their own box, whatever the matter',
		viewer: moderator(),
		thing: told([], {
			story: story({ matters }),
			box: box({ keepers: [keeper('mo' as MemberId)] })
		}),
		show: 'full',
		causes: ['keeper']
	}
];
