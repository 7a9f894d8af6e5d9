/** R6: who may meet a story, and what stands in the way. */
import type { Block, Going, Share, Viewer } from '../facts.ts';
import type { Met, Reader } from '../meeting.ts';
import { anna, block, box, day, eve, guest, keeper, member } from '../testing/family.ts';
import { ruth, share, story, stranger, tom, v1 } from '../testing/family.ts';
import type { CauseCode } from './scenario.ts';

export type Meets = {
	name: string;
	reader: Reader;
	story: Met;
	met: boolean;
	listed: boolean;
	causes: CauseCode[];
};

const reads = (viewer: Viewer, changes: Partial<Reader> = {}): Reader => ({
	viewer,
	leavesOut: [],
	avoids: [],
	...changes
});
const peer = reads(member(ruth, { peer: true }));
const found: Going = { findable: true, answers: 'none', lived: [], subjects: [] };

function told(audiences: Share['audiences'], changes: Partial<Met> = {}): Met {
	return {
		kind: 'version',
		box: box(),
		story: story(),
		versionId: v1,
		proposed: false,
		share: share(audiences),
		going: found,
		...changes
	};
}
const avoids = (memberId: Block['memberId'], changes: Partial<Block> = {}): Block[] => [
	block(ruth, memberId, changes)
];
const tomLeft = box({ keepers: [keeper(anna), keeper(tom, { leftAt: day(50) })] });
const tomDied = box({ keepers: [keeper(anna), keeper(tom, { diedAt: day(50) })] });
const invited = box({ guests: [guest(ruth)] });

export const meetingScenarios: Meets[] = [
	{
		name: 'somebody who has been through it meets what may be found by them',
		reader: peer,
		story: told(['peers']),
		met: true,
		listed: true,
		causes: ['audience']
	},
	{
		name: 'a stranger meets what is for anyone and may be found',
		reader: reads(stranger),
		story: told(['anyone']),
		met: true,
		listed: true,
		causes: ['audience']
	},
	{
		name: 'nobody meets what its keepers did not want to be found',
		reader: peer,
		story: told(['peers', 'anyone'], { going: { ...found, findable: false } }),
		met: false,
		listed: false,
		causes: ['not-findable']
	},
	{
		name: 'a stranger does not meet what is for those who have been through it',
		reader: reads(stranger),
		story: told(['peers']),
		met: false,
		listed: false,
		causes: ['not-in-audience']
	},
	{
		name: 'family have it in their list, and do not meet it as strangers would',
		reader: reads(member(ruth)),
		story: told(['family'], { box: invited, going: { ...found, findable: false } }),
		met: false,
		listed: true,
		causes: ['not-in-audience', 'not-findable']
	},
	{
		name: 'a guest of another family does not have it in theirs',
		reader: reads(member(ruth)),
		story: told(['family']),
		met: false,
		listed: false,
		causes: ['not-in-audience']
	},
	{
		name: 'a keeper does not meet their own, and finds it in the list as others do',
		reader: reads(member(anna, { peer: true })),
		story: told(['peers']),
		met: false,
		listed: true,
		causes: ['keeps-it']
	},
	{
		name: 'whoever a keeper has blocked does not meet it, even where anyone may read it',
		reader: peer,
		story: told(['anyone'], { box: box({ blocks: [block(tom, ruth)] }) }),
		met: false,
		listed: false,
		causes: ['blocked']
	},
	{
		name: 'whoever has blocked a keeper does not meet it either',
		reader: { ...peer, avoids: avoids(tom) },
		story: told(['anyone']),
		met: false,
		listed: false,
		causes: ['blocked']
	},
	{
		name: 'a block that was lifted stands in nobody’s way',
		reader: { ...peer, avoids: avoids(tom, { endedAt: day(60) }) },
		story: told(['anyone']),
		met: true,
		listed: true,
		causes: ['audience']
	},
	{
		name: 'a block of somebody who left stands in nobody’s way',
		reader: { ...peer, avoids: avoids(tom) },
		story: told(['anyone'], {
			box: tomLeft,
			share: share(['anyone'], { agreedBy: [anna], agreedAt: day(60) })
		}),
		met: true,
		listed: true,
		causes: ['audience']
	},
	{
		name: 'a block of somebody who died while keeping it still does',
		reader: { ...peer, avoids: avoids(tom) },
		story: told(['anyone'], { box: tomDied }),
		met: false,
		listed: false,
		causes: ['blocked']
	},
	{
		name: 'a subject that is left out is not met, nor in the list',
		reader: { ...peer, leavesOut: ['photographs', 'faith'] },
		story: told(['peers'], { going: { ...found, subjects: ['faith', 'twins'] } }),
		met: false,
		listed: false,
		causes: ['left-out']
	},
	{
		name: 'it is left out of what is shared with family, too',
		reader: reads(member(ruth), { leavesOut: ['faith'] }),
		story: told(['family'], { box: invited, going: { ...found, subjects: ['faith'] } }),
		met: false,
		listed: false,
		causes: ['not-in-audience', 'left-out']
	},
	{
		name: 'whoever is suspended meets what a stranger would',
		reader: reads(member(eve, { peer: true, suspended: true })),
		story: told(['anyone']),
		met: true,
		listed: true,
		causes: ['audience', 'suspended-counts-as-stranger']
	},
	{
		name: 'a moderator meets it as any peer would, whatever the matter',
		reader: reads(member(eve, { peer: true, moderator: true })),
		story: told(['peers'], {
			story: story({
				matters: [{ moderatorId: null, openedAt: day(30), closedAt: null, notFor: [] }]
			})
		}),
		met: true,
		listed: true,
		causes: ['audience']
	},
	{
		name: 'what was brought back is not met',
		reader: peer,
		story: told(['anyone'], { share: share(['anyone'], { endedAt: day(60), endedBy: tom }) }),
		met: false,
		listed: false,
		causes: ['brought-back']
	},
	{
		name: 'nothing of a story that was never shared is met',
		reader: peer,
		story: told([], { share: null }),
		met: false,
		listed: false,
		causes: ['not-shared']
	}
];
