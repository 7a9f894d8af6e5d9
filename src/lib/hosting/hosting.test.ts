import { expect, test } from 'vitest';
import { asViewer, type SignedIn, type Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { changeSettings, endWelcome, keepName, notNow, welcome } from './actions.server.ts';
import { peers, siteSettings } from './queries.server.ts';

const site = await openTestSite();
const ash = await site.person('Ash');
await site.owner.query('insert into lamplight.host (member_id) values ($1)', [ash.id]);

const as = <T>(person: Person, work: (tx: Tx, viewer: SignedIn | null) => Promise<T>) =>
	asViewer(site.pools.web, person.session, work);
const isPeer = (person: Person) => as(person, async (_tx, me) => me?.peer);
const waiting = () => as(ash, async (tx) => (await peers(tx)).asking.map(({ id }) => id));

async function asking(name: string, words = ''): Promise<Person> {
	const person = await site.person(name);
	await as(person, (tx) =>
		tx.insertInto('peerRequest').values({ memberId: person.id, words }).execute()
	);
	return person;
}

async function lettersTo(person: Person): Promise<string[]> {
	const { rows } = await site.owner.query(
		`select payload ->> 'template' as template from graphile_worker._private_jobs
		where payload #>> '{to,member}' = $1`,
		[person.id]
	);
	return rows.map(({ template }) => template);
}

test('a host sees who asks, with their words, and welcomes them; a letter tells them, once', async () => {
	const wren = await asking('Wren', 'In March.');
	const seen = await as(ash, async (tx) => (await peers(tx)).asking);
	expect(seen).toMatchObject([{ id: wren.id, name: 'Wren', words: 'In March.' }]);
	await as(ash, (tx, me) => welcome(tx, me, wren.id));
	await as(ash, (tx, me) => welcome(tx, me, wren.id));
	expect(await isPeer(wren)).toBe(true);
	expect(await waiting()).toEqual([]);
	expect(await lettersTo(wren)).toEqual(['peer_welcome']);
});

test('“not now” sets it aside without a word, and they may ask again', async () => {
	const wren = await asking('Wren');
	await as(ash, (tx, me) => notNow(tx, me, wren.id));
	expect(await waiting()).not.toContain(wren.id);
	expect(await isPeer(wren)).toBe(false);
	expect(await lettersTo(wren)).toEqual([]);
	await as(wren, (tx) => tx.insertInto('peerRequest').values({ memberId: wren.id }).execute());
	expect(await waiting()).toContain(wren.id);
});

test('a welcome that is ended holds no longer, at once', async () => {
	const wren = await asking('Wren');
	await as(ash, (tx, me) => welcome(tx, me, wren.id));
	await as(ash, (tx, me) => endWelcome(tx, me, wren.id));
	expect(await isPeer(wren)).toBe(false);
});

test('nobody but a host welcomes, ends or sets anything, by the page or behind it', async () => {
	const [wren, tom] = [await asking('Wren'), await site.person('Tom')];
	const settings = { keepSafeOpen: false, boxBytes: null, screenLearns: false };
	for (const verb of [welcome, notNow, endWelcome]) {
		await expect(as(tom, (tx, me) => verb(tx, me, wren.id))).rejects.toThrow(NotFound);
		await expect(as(wren, (tx, me) => verb(tx, me, wren.id))).rejects.toThrow(NotFound);
	}
	await expect(as(tom, (tx, me) => changeSettings(tx, me, settings))).rejects.toThrow(NotFound);
	// With the page's own check taken away, the database denies.
	const asHost = (me: SignedIn | null) => (me ? { ...me, host: true } : null);
	await expect(as(wren, (tx, me) => changeSettings(tx, asHost(me), settings))).rejects.toThrow();
	await as(wren, (tx, me) => welcome(tx, asHost(me), wren.id)).catch(() => undefined);
	expect(await isPeer(wren)).toBe(false);
	expect(await as(tom, (tx) => peers(tx))).toEqual({ asking: [], welcomed: [] });
});

test('a host names the site, and closes the door of “just keep these safe”; anybody reads it', async () => {
	const first = { siteName: '', keepSafeOpen: true, boxBytes: null, screenLearns: false };
	expect(await siteSettings(site.pools.web)).toEqual(first);
	await as(ash, (tx, me) => keepName(tx, me, { siteName: 'The Quiet Room', timeZone: 'UTC' }));
	const closed = { keepSafeOpen: false, boxBytes: 5e9, screenLearns: true };
	await as(ash, (tx, me) => changeSettings(tx, me, closed));
	// What is set elsewhere stays as it is.
	expect(await siteSettings(site.pools.web)).toEqual({ siteName: 'The Quiet Room', ...closed });
	await site.siteName.refresh();
	expect(site.siteName.known()).toBe('The Quiet Room');
	await as(ash, (tx, me) => keepName(tx, me, { siteName: '', timeZone: 'UTC' }));
	await as(ash, (tx, me) => changeSettings(tx, me, first));
	expect(await siteSettings(site.pools.web)).toEqual(first);
});
