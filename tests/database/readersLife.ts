/** Random lives of a family and of those who read what it shares, lived by the verbs of the pages. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import type { Audience, BoxId, KeepsakeId } from '#lib/rules/facts.ts';
import { decideHold } from '#lib/keepsakes/hold.server.ts';
import { leaveBox } from '#lib/people/actions.server.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { NotFound, NotRight } from '#lib/server/failures.ts';
import {
	answerProposal,
	bringBack,
	narrowGoing,
	proposeShare
} from '#lib/sharing/actions.server.ts';
import { narrowingIn } from '#lib/sharing/going.ts';
import { showKeepsake } from '#lib/stories/shown.server.ts';
import { actor, beginBox, choosing, edit, join, kept, write, type partsOf } from './home.ts';
import type { Person, TestSite } from './site.ts';

export type Cast = {
	box: BoxId;
	/** Wren and Tom keep it; the others come and go. */
	people: Record<Name, Person>;
	/** Wren's own words; what is of both; the same with a keepsake. */
	stories: Awaited<ReturnType<typeof write>>[];
	revisions: number[];
	picture: string;
};
type Name = 'wren' | 'tom' | 'robin' | 'granny' | 'peer' | 'mo';

const name = fc.constantFrom<Name>('wren', 'tom', 'robin', 'granny', 'peer', 'mo');
const keeper = fc.constantFrom<Name>('wren', 'tom', 'robin');
const story = fc.constantFrom(0, 1, 2, 2);
const audiences = fc.subarray<Audience>(['family', 'peers', 'anyone'], { minLength: 1 });
const audience = fc.constantFrom<(Audience | null)[]>(null, 'family', 'peers', 'anyone');
const role = fc.constantFrom('keeper', 'guest', 'guest');
const { constant, boolean, record } = fc;
const subject = fc.constantFrom('faith', 'birth');

export const anyAct = fc.oneof(
	{
		weight: 7,
		arbitrary: record({
			do: constant('share' as const),
			...{ story, audiences, edited: boolean(), open: boolean() },
			findable: fc.constantFrom(true, true, false),
			subjects: fc.subarray(['faith', 'birth'])
		})
	},
	{ weight: 2, arbitrary: record({ do: constant('ask' as const), story, audiences }) },
	{
		weight: 2,
		arbitrary: record({ do: constant('bring-back' as const), by: keeper, story, audience })
	},
	{ weight: 1, arbitrary: record({ do: constant('leave' as const), by: keeper }) },
	{ weight: 1, arbitrary: record({ do: constant('die' as const), by: keeper }) },
	{ weight: 3, arbitrary: record({ do: constant('join' as const), by: name, as: role }) },
	{ weight: 1, arbitrary: record({ do: constant('withdraw' as const), by: name }) },
	{ weight: 2, arbitrary: record({ do: constant('block' as const), by: name, whom: name }) },
	{ weight: 1, arbitrary: record({ do: constant('unblock' as const), by: name }) },
	{
		weight: 2,
		arbitrary: record({
			...{ do: constant('narrow' as const), by: keeper, story },
			taken: fc.constantFrom('findable', 'with_you', 'letters', 'subject:birth')
		})
	},
	{ weight: 1, arbitrary: record({ do: constant('mark' as const), by: keeper, story }) },
	{ weight: 2, arbitrary: record({ do: constant('leave-out' as const), by: name, what: subject }) },
	{
		weight: 2,
		arbitrary: record({
			do: fc.constantFrom('suspend' as const, 'lift' as const, 'welcome' as const),
			by: name
		})
	},
	{
		weight: 1,
		arbitrary: record({ do: fc.constantFrom('take-down' as const, 'put-up' as const), story })
	},
	{
		weight: 2,
		arbitrary: record({
			do: fc.constantFrom('letGo' as const, 'letGo' as const, 'takeBack' as const),
			by: keeper
		})
	},
	{ weight: 2, arbitrary: record({ do: constant('let-go-and-take-back' as const), by: keeper }) },
	{ weight: 2, arbitrary: record({ do: constant('show' as const), by: name }) },
	{
		weight: 4,
		arbitrary: record({
			do: fc.constantFrom('tell' as const, 'tell' as const, 'tell' as const, 'take' as const),
			story
		})
	},
	{
		weight: 2,
		arbitrary: record({
			do: constant('hand-on' as const),
			story,
			as: fc.constantFrom('passed_on', 'knows_family', 'put_back', 'decided', 'another')
		})
	}
);
export type Act = typeof anyAct extends fc.Arbitrary<infer T> ? T : never;

/** The visit under which this person uncovers and reads; `nobody`: a stranger's. */
export const visitOf = ({ box }: Cast, who: string) => `${who} ${box}`;

/** Not theirs to do, or not right now: then nothing happens, and that is a life, too. */
export function refused(error: unknown): void {
	if (!(error instanceof NotFound || error instanceof NotRight)) throw error;
}

export async function castOf(site: TestSite, kind: keyof typeof partsOf): Promise<Cast> {
	const people = {
		wren: await site.person('Wren'),
		tom: await site.person('Tom'),
		robin: await site.person('Robin'),
		granny: await site.person('Granny'),
		peer: await site.person('Ines'),
		mo: await site.person('Mo')
	};
	const { wren } = people;
	const box = await beginBox(site, wren);
	await join(site, box, wren, people.tom);
	await join(site, box, wren, people.granny, 'guest');
	await site.owner.query('insert into lamplight.peer_welcome (member_id) values ($1)', [
		people.peer.id
	]);
	const picture = await kept(site, wren, box, kind);
	const stories = [
		await write(site, wren, box, 'Own', 'I could not sleep.'),
		await write(site, wren, box, 'Ours', 'Tom held him.'),
		await write(site, wren, box, 'Seen', `Tom held him.\n\n![](keepsake:${picture})`)
	];
	return { box, people, stories, revisions: [1, 1, 1], picture };
}

export async function live(site: TestSite, world: Cast, each: Act): Promise<unknown> {
	const { box, people, stories } = world;
	const put = (text: string, values: unknown[]) => site.owner.query(text, values);
	const about = 'story' in each ? (stories[each.story] as (typeof stories)[0]) : undefined;
	const by = 'by' in each ? people[each.by] : people.wren;
	switch (each.do) {
		case 'share':
		case 'ask':
			return share(site, world, each);
		case 'bring-back':
			return about && bringBack(actor(site, by), box, about, each.audience);
		case 'leave':
			return leaveBox(actor(site, by), box);
		case 'die':
			return put(
				`update lamplight.keeper set died_at = clock_timestamp()
				where box_id = $1 and member_id = $2 and left_at is null and died_at is null`,
				[box, by.id]
			);
		case 'join':
			return join(site, box, people.wren, by, each.as);
		case 'withdraw':
			return put(
				`update lamplight.guest set withdrawn_at = clock_timestamp()
				where box_id = $1 and member_id = $2 and withdrawn_at is null`,
				[box, by.id]
			);
		case 'block':
			return put(
				`insert into lamplight.block (blocker_id, member_id, blocked_at)
				values ($1, $2, clock_timestamp()) on conflict do nothing`,
				[by.id, people[each.whom].id]
			);
		case 'unblock':
			return put(
				`update lamplight.block set lifted_at = clock_timestamp()
				where blocker_id = $1 and lifted_at is null`,
				[by.id]
			);
		case 'narrow': {
			const asked = narrowingIn(each.taken);
			return about && asked && narrowGoing(actor(site, by), box, about, asked);
		}
		case 'mark':
			return put(
				`insert into lamplight.subject_mark (story_id, subject, marked_by)
				values ($1, 'faith', $2) on conflict do nothing`,
				[about, by.id]
			);
		case 'leave-out':
			return put(
				`insert into lamplight.left_out (member_id, subject) values ($1, $2)
				on conflict do nothing`,
				[by.id, each.what]
			);
		case 'suspend':
			return put(`insert into lamplight.suspension (member_id, reason) values ($1, 'x')`, [by.id]);
		case 'lift':
			return put('update lamplight.suspension set lifted_at = now() where member_id = $1', [by.id]);
		case 'welcome':
			return put(
				'insert into lamplight.peer_welcome (member_id) values ($1) on conflict do nothing',
				[by.id]
			);
		case 'take-down':
			return put(`insert into lamplight.takedown (story_id, reason) values ($1, 'x')`, [about]);
		case 'put-up':
			return put('update lamplight.takedown set lifted_at = now() where story_id = $1', [about]);
		case 'letGo':
		case 'takeBack':
			return hold(site, world, by, each.do);
		case 'let-go-and-take-back':
			for (const one of ['wren', 'tom', 'robin'] as const) {
				await hold(site, world, people[one], 'letGo').catch(refused);
			}
			return hold(site, world, by, 'takeBack');
		case 'show':
			return show(site, world, each.by);
		case 'tell':
			return put(`select lamplight.open_matter('report', 'unkind', $1)`, [about]);
		case 'take': {
			const matters = await mattersAbout(site, about);
			return asViewer(site.pools.web, people.mo.session, (tx) =>
				sql`select take_matter(id) from unnest(${matters}::uuid[]) id`.execute(tx)
			);
		}
		case 'hand-on':
			return handOn(site, world, each, await mattersAbout(site, about));
	}
}

async function mattersAbout(site: TestSite, story: string | undefined): Promise<string[]> {
	const { rows } = await site.owner.query<{ id: string }>(
		'select id from lamplight.matter where story_id = $1 and closed_at is null',
		[story]
	);
	return rows.map(({ id }) => id);
}

/** Mo hands on what they had before them; or another has it, or it is decided. */
async function handOn(
	site: TestSite,
	{ people }: Cast,
	{ as }: Extract<Act, { do: 'hand-on' }>,
	matters: string[]
): Promise<void> {
	const put = (text: string, values: unknown[]) => site.owner.query(text, values);
	for (const matter of matters) {
		await put(
			`insert into lamplight.matter_taking (matter_id, member_id) values ($1, $2) on conflict do nothing`,
			[matter, as === 'another' ? people.peer.id : people.mo.id]
		);
		if (as === 'another') continue;
		await put(
			`update lamplight.matter_taking set ended_at = clock_timestamp(), ended_as = $2
			where matter_id = $1 and ended_at is null`,
			[matter, as]
		);
		if (as !== 'decided') continue;
		await put(
			`update lamplight.matter set state = 'released', closed_at = clock_timestamp() where id = $1`,
			[matter]
		);
	}
}

async function share(site: TestSite, world: Cast, each: Extract<Act, { do: 'share' | 'ask' }>) {
	const { box, people, stories, revisions, picture } = world;
	const story = stories[each.story] as (typeof stories)[0];
	if (each.do === 'share' && each.edited) {
		const words = each.story ? `Tom held him. ${randomUUID()}` : `Sleepless. ${randomUUID()}`;
		const body = each.story === 2 ? `${words}\n\n![](keepsake:${picture})` : words;
		revisions[each.story] = await edit(site, people.wren, story, body);
	}
	const covered = each.do === 'ask' || !each.open;
	const keepsakes = { [picture]: { covered } };
	const going = each.do === 'ask' ? {} : { findable: each.findable, subjects: each.subjects };
	const revision = revisions[each.story] ?? 1;
	const choices = choosing(each.audiences, { revision, going, keepsakes });
	const { proposalId, outcome } = await proposeShare(actor(site, people.wren), box, story, choices);
	if (each.do === 'ask' || outcome === 'done') return;
	for (const other of [people.tom, people.robin]) {
		await answerProposal(actor(site, other), box, proposalId, 'yes').catch(refused);
	}
}

function hold(site: TestSite, { box, picture }: Cast, by: Person, verb: 'letGo' | 'takeBack') {
	return asViewer(site.pools.web, by.session, async (tx, viewer) => {
		if (!viewer) throw new NotFound();
		const keepsake = picture as KeepsakeId;
		await decideHold(tx, verb, { viewer, box, keepsake, now: site.now() });
	});
}

/** This reader, and a stranger as well, ask to see the photograph. */
async function show(site: TestSite, world: Cast, who: Name) {
	for (const [name, session] of [
		[who, world.people[who].session],
		['nobody', null]
	] as const) {
		const asking = { lamplight: site, session, visit: null };
		const visit = () => visitOf(world, name);
		await showKeepsake(asking, world.stories[2] ?? '', world.picture, visit).catch(refused);
	}
}
