import { beforeAll, expect, test } from 'vitest';
import { bringBack } from '#lib/sharing/actions.server.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { asking } from '../../../tests/database/asking.ts';
import {
	actor,
	choosing,
	join,
	makeHome,
	textFor,
	write,
	type Home
} from '../../../tests/database/home.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { watching } from '../../../tests/database/watching.ts';
import { decisionsOn } from './queries.server.ts';

const site = await openTestSite();
const { moderator, lookFirst, queue, decide } = watching(site);
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
