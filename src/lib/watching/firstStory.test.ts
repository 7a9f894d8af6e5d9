import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { bringBack } from '#lib/sharing/actions.server.ts';
import { NotFound } from '#lib/server/failures.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { asking } from '../../../tests/database/asking.ts';
import {
	actor,
	beginBox,
	choosing,
	edit,
	join,
	makeHome,
	textFor,
	write,
	type Home
} from '../../../tests/database/home.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { watching } from '../../../tests/database/watching.ts';
import { listStories } from '#lib/stories/listStories.server.ts';
import { decideMatter, takeMatter } from './actions.server.ts';
import { decisionsOn } from './queries.server.ts';

const site = await openTestSite();
const { as, moderator, lookFirst, queue, decide } = watching(site);
const { shared } = asking(site);

let kim: Person;
let lou: Person;
beforeAll(async () => {
	[kim, lou] = [await moderator('Kim'), await moderator('Lou')];
});
const waiting = async ({ story }: Home) => {
	const { rows } = await site.owner.query<{ id: string }>(
		`select id from lamplight.matter where story_id = $1 and kind = 'first_story' and closed_at is null`,
		[story]
	);
	return rows[0]?.id ?? null;
};
const readBy = (home: Home, who: Person | null = null) => textFor(site, who, home.story);
const listed = async (who: Person | null) => {
	const asking = { lamplight: site, session: who?.session ?? null, visit: null, leavesOut: [] };
	return (await listStories(asking, null)).stories.map(({ storyId }) => storyId as string);
};
const standing = ({ wren, story }: Home) =>
	asViewer(site.pools.web, wren.session, (tx) => decisionsOn(tx, story));

test('the first story of a keeper is agreed, and waits; its keepers are told plainly', async () => {
	const home = await makeHome(site);
	await shared(home);
	expect(await readBy(home)).toBeNull();
	expect(await readBy(home, home.tom)).toContain('hello');
	expect(await standing(home)).toMatchObject([{ kind: 'first_story', state: 'held' }]);
	const { rows } = await site.owner.query(
		`select member_id from lamplight.notice where kind = 'waits_look' and story_id = $1`,
		[home.story]
	);
	expect(rows).toHaveLength(2);
	const matter = (await waiting(home)) ?? '';
	expect((await queue(kim)).waiting.map(({ id }) => id)).toContain(matter);
	await decide(kim, matter, 'release', 'as_it_may_be');
	expect(await readBy(home)).toContain('hello');
});

test('the next one goes out at once, and so does another version of the first', async () => {
	const home = await makeHome(site);
	await shared(home, choosing(['peers']));
	await decide(kim, (await waiting(home)) ?? '', 'release', 'as_it_may_be');
	const next = {
		...home,
		story: await write(site, home.wren, home.box, 'Again', 'A second time, and Tom was there.')
	};
	await shared(next);
	expect(await readBy(next)).toContain('second');
	await shared(home);
	expect(await readBy(home)).toContain('hello');
	// Each new keeper has a first one of their own.
	const toms = {
		...home,
		story: await write(site, home.tom, home.box, 'Mine', 'From me, and Wren was there.')
	};
	await shared({ ...toms, wren: home.tom, tom: home.wren });
	expect(await readBy(toms)).toBeNull();
});

test('for family alone nobody waits; and what is brought back while it waits is looked at no more', async () => {
	const home = await makeHome(site);
	const granny = await site.person('Granny');
	await join(site, home.box, home.wren, granny, 'guest');
	await shared(home, choosing(['family']));
	expect(await readBy(home, granny)).toContain('hello');
	expect(await waiting(home)).toBeNull();
	await shared(home, choosing(['family', 'anyone']));
	const matter = await waiting(home);
	expect(matter).not.toBeNull();
	// What reaches strangers waits; what is for one's own family is nobody's matter.
	expect(await readBy(home, granny)).toContain('hello');
	expect(await listed(granny)).toContain(home.story);
	expect(await readBy(home)).toBeNull();
	expect(await listed(null)).not.toContain(home.story);
	await bringBack(actor(site, home.wren), home.box, home.story, 'anyone');
	expect(await waiting(home)).toBeNull();
	expect(await readBy(home, granny)).toContain('hello');
	// Shared with anyone again, it waits again.
	await shared(home);
	expect(await waiting(home)).not.toBeNull();
	await bringBack(actor(site, home.tom), home.box, home.story, null);
	expect(await waiting(home)).toBeNull();
	expect(await standing(home)).toEqual([]);
});

test('what a moderator does not let out stays in, and may be looked at by another', async () => {
	const home = await makeHome(site);
	await shared(home);
	const matter = (await waiting(home)) ?? '';
	await decide(kim, matter, 'remove', 'names_somebody');
	expect(await readBy(home)).toBeNull();
	expect(await standing(home)).toMatchObject([{ state: 'removed', reason: 'names_somebody' }]);
	const again = {
		...home,
		story: await write(site, home.wren, home.box, 'Again', 'A second time, and Tom was there.')
	};
	await shared(again);
	expect(await waiting(again)).not.toBeNull();
	expect(lou.name).toBe('Lou');
});

test('a version that takes the place of what waits is laid before somebody anew, and not let out unseen', async () => {
	const home = await makeHome(site);
	await shared(home);
	const matter = (await waiting(home)) ?? '';
	await takeMatter(as(kim), matter);
	const body = 'We said hello, and Tom sang. Another picture.';
	const revision = await edit(site, home.wren, home.story, body);
	await shared(home, choosing(['anyone'], { revision }));
	expect(await waiting(home)).toBe(matter);
	const released = { verb: 'release', reason: 'as_it_may_be', words: 'Kind words.' } as const;
	await expect(decideMatter(as(kim), matter, released)).rejects.toThrow(NotFound);
	expect(await readBy(home)).toBeNull();
	await decide(lou, matter, 'release', 'as_it_may_be');
	expect(await readBy(home)).toContain('sang');
});

test('what was not let out and is mended goes out once it was looked at again', async () => {
	const home = await makeHome(site);
	await shared(home);
	await decide(kim, (await waiting(home)) ?? '', 'remove', 'names_somebody');
	const body = 'We said hello, and Tom sang.';
	const revision = await edit(site, home.wren, home.story, body);
	await shared(home, choosing(['anyone'], { revision }));
	const again = (await waiting(home)) ?? '';
	expect(again).not.toBe('');
	expect(await readBy(home)).toBeNull();
	await decide(lou, again, 'release', 'mended');
	expect(await readBy(home)).toContain('sang');
});

test('a story of one whose stories went out before waits, where all who keep it now are new', async () => {
	const home = await makeHome(site);
	await shared(home);
	await decide(kim, (await waiting(home)) ?? '', 'release', 'as_it_may_be');
	// In another memory box, which Wren has left to Mae and Noa before anything of it went out.
	const [mae, noa] = [await site.person('Mae'), await site.person('Noa')];
	const box = await beginBox(site, home.wren);
	for (const who of [mae, noa]) await join(site, box, home.wren, who);
	const put = (text: string, values: unknown[]) =>
		site.owner.query(`insert into lamplight.${text}`, values);
	await site.owner.query(
		'update lamplight.keeper set left_at = now() where box_id = $1 and member_id = $2',
		[box, home.wren.id]
	);
	const goesOut = async (agreed: Person[]) => {
		const [story, version] = [randomUUID(), randomUUID()];
		await put(`story (id, box_id, writer_id, scope) values ($1, $2, $3, 'box')`, [
			...[story, box, home.wren.id]
		]);
		await put(
			`story_version (id, story_id, number, title, body, byline, own_words, findable)
				values ($1, $2, 1, 'Theirs', 'A third time.', 'Mae and Noa', false, false)`,
			[version, story]
		);
		await put(
			`share (story_id, box_id, version_id, to_family, to_peers, to_anyone, agreed_by)
				values ($1, $2, $3, false, true, false, $4)`,
			[story, box, version, agreed.map(({ id }) => id)]
		);
		return waiting({ ...home, story: story as never });
	};
	const first = await goesOut([mae, noa]);
	expect(first).not.toBeNull();
	await decide(kim, first ?? '', 'release', 'as_it_may_be');
	expect(await goesOut([mae, noa])).toBeNull();
});

test('the host may turn it off; and nobody waits for moderators who are not there', async () => {
	await lookFirst(false);
	const home = await makeHome(site);
	await shared(home);
	expect(await readBy(home)).toContain('hello');
	await lookFirst(true);
	const other = await makeHome(site);
	await site.owner.query(
		'update lamplight.moderator set ended_at = now() where member_id = any ($1)',
		[[kim.id, lou.id]]
	);
	await shared(other);
	expect(await readBy(other)).toContain('hello');
});
