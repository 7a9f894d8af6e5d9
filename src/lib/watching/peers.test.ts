import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { askToBeWelcomed } from '#lib/accounts/actions.server.ts';
import { asViewer, type SignedIn, type Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { lettersIn } from '../../../tests/database/home.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { watching } from '../../../tests/database/watching.ts';
import { asWatcher, invitePeer, takeUpWelcome, welcomePeer } from './actions.server.ts';
import { lookAtWelcome, peersAsking } from './queries.server.ts';

const site = await openTestSite();
const { as, moderator } = watching(site);
const kim = await moderator('Kim');

const within = <T>(who: Person, work: (tx: Tx, viewer: SignedIn) => Promise<T>) =>
	asViewer(site.pools.web, who.session, (tx, viewer) => {
		if (!viewer) throw new Error('Nobody is signed in.');
		return work(tx, viewer);
	});
const isPeer = (who: Person) => within(who, async (_tx, me) => me.peer);
const ask = (who: Person) => within(who, (tx, me) => askToBeWelcomed(tx, me, 'In March.'));
const peersBy = (way: string) =>
	site.owner.query(
		`insert into lamplight.site_setting (key, value) values ('peers_by', $1)
		on conflict (key) do update set value = $1`,
		[JSON.stringify(way)]
	);

test('a moderator welcomes whoever asked, and a letter tells them; nobody welcomes themselves', async () => {
	const wren = await site.person('Wren');
	await ask(wren);
	await expect(within(wren, (tx) => welcomePeer(tx, wren.id))).rejects.toThrow();
	expect(await within(wren, peersAsking)).toEqual([]);
	expect(await asWatcher(as(kim), peersAsking)).toMatchObject([
		{ id: wren.id, words: 'In March.' }
	]);
	await asWatcher(as(kim), (tx) => welcomePeer(tx, wren.id));
	await asWatcher(as(kim), (tx) => welcomePeer(tx, wren.id));
	expect(await isPeer(wren)).toBe(true);
	const letters = await lettersIn(site);
	expect(letters.filter(({ member }) => member === wren.id)).toHaveLength(1);
	await ask(kim);
	await expect(asWatcher(as(kim), (tx) => welcomePeer(tx, kim.id))).rejects.toThrow(NotFound);
	expect(await isPeer(kim)).toBe(false);
});

test('by invitation: the link welcomes one person, once, and where it is the way nobody else', async () => {
	const [wren, tom] = [await site.person('Wren'), await site.person('Tom')];
	const link = await asWatcher(as(kim), (tx) => invitePeer(tx, 'http://lamplight.test'));
	const token = link.split('/').at(-1) ?? '';
	expect(await lookAtWelcome(as(null), token)).toEqual({ viewer: null, stands: true });
	await expect(takeUpWelcome(as(null), token)).rejects.toThrow(NotFound);
	expect(await takeUpWelcome(as(wren), token)).toBe(true);
	expect(await isPeer(wren)).toBe(true);
	expect(await takeUpWelcome(as(tom), token)).toBe(false);
	expect(await takeUpWelcome(as(tom), randomUUID())).toBe(false);
	expect(await isPeer(tom)).toBe(false);
	await expect(within(tom, (tx) => invitePeer(tx, 'x'))).rejects.toThrow();
	await peersBy('invitation');
	await expect(ask(tom)).rejects.toThrow(NotFound);
	const directly = within(tom, (tx) =>
		tx.insertInto('peerRequest').values({ memberId: tom.id }).execute()
	);
	await expect(directly).rejects.toThrow(/row-level security/);
	await peersBy('welcome');
});

test('an invitation stands no longer than whoever handed it out may welcome people', async () => {
	const [mo, ines] = [await moderator('Mo'), await site.person('Ines')];
	const link = await asWatcher(as(mo), (tx) => invitePeer(tx, 'http://lamplight.test'));
	const token = link.split('/').at(-1) ?? '';
	await site.owner.query(
		'update lamplight.moderator set ended_at = now(), ended_by = $2 where member_id = $1',
		[mo.id, kim.id]
	);
	expect(await lookAtWelcome(as(null), token)).toMatchObject({ stands: false });
	expect(await takeUpWelcome(as(ines), token)).toBe(false);
	expect(await isPeer(ines)).toBe(false);
});

test('by their own word, where the host takes it and nowhere else', async () => {
	const [wren, tom] = [await site.person('Wren'), await site.person('Tom')];
	const say = (who: Person) => within(who, (tx) => sql`select welcome_oneself()`.execute(tx));
	await say(wren);
	expect(await isPeer(wren)).toBe(false);
	await peersBy('word');
	await ask(wren);
	expect(await isPeer(wren)).toBe(true);
	await site.owner.query(
		`insert into lamplight.suspension (member_id, reason) values ($1, 'other')`,
		[tom.id]
	);
	await say(tom);
	expect(await isPeer(tom)).toBe(false);
	await peersBy('welcome');
});
