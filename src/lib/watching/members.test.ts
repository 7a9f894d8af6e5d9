import { expect, test } from 'vitest';
import { askToBeWelcomed } from '#lib/accounts/actions.server.ts';
import { asViewer, type SignedIn, type Tx } from '#lib/server/database/viewer.ts';
import { NotFound, NotRight } from '#lib/server/failures.ts';
import { wordsOf } from '#lib/server/mail/words.ts';
import { endingJobs } from '#lib/ending/jobs.server.ts';
import { lettersIn, makeHome, textFor } from '../../../tests/database/home.ts';
import { makeFamily } from '../../../tests/database/family.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { watching } from '../../../tests/database/watching.ts';
import {
	appealSuspension,
	asHost,
	asWatcher,
	endModerator,
	keepSuspension,
	keepWatchSettings,
	liftSuspension,
	nameModerator,
	removeMember,
	suspendMember,
	verifyLog
} from './actions.server.ts';
import {
	asCsv,
	asJsonLines,
	logPage,
	memberAt,
	moderatorsOf,
	ownStanding,
	readLog,
	suspensionsAppealed,
	watchSettings
} from './queries.server.ts';

const site = await openTestSite();
const { as, moderator, lookFirst } = watching(site);
await lookFirst(false);
const ash = await site.person('Ash');
await site.owner.query('insert into lamplight.host (member_id) values ($1)', [ash.id]);
const kim = await moderator('Kim');

const host = <T>(work: (tx: Tx, viewer: SignedIn) => Promise<T>) => asHost(as(ash), work);
const me = <T>(who: Person, work: (tx: Tx, viewer: SignedIn) => Promise<T>) =>
	asViewer(site.pools.web, who.session, (tx, viewer) => {
		if (!viewer) throw new Error('Nobody is signed in.');
		return work(tx, viewer);
	});
const lettersTo = async (who: Person) =>
	(await lettersIn(site)).filter(({ member }) => member === who.id).map(({ template }) => template);

test('a host names a moderator by the address they sign in with, and ends it; nobody else does', async () => {
	const pat = await site.person('Pat');
	await expect(host((tx, mine) => nameModerator(tx, mine, 'nobody@example.org'))).rejects.toThrow(
		NotRight
	);
	await host((tx, mine) => nameModerator(tx, mine, pat.email));
	await host((tx, mine) => nameModerator(tx, mine, pat.email));
	expect((await host(moderatorsOf)).map(({ name }) => name)).toEqual(['Kim', 'Pat']);
	expect(await me(pat, async (_tx, mine) => mine.moderator)).toBe(true);
	await host((tx, mine) => endModerator(tx, mine, pat.id, new Date()));
	expect(await me(pat, async (_tx, mine) => mine.moderator)).toBe(false);
	for (const who of [kim, pat]) {
		await expect(asHost(as(who), moderatorsOf)).rejects.toThrow(NotFound);
		await expect(me(who, (tx) => memberAt(tx, ash.email))).rejects.toThrow(NotRight);
		await expect(me(who, (tx, mine) => nameModerator(tx, mine, who.email))).rejects.toThrow();
		const direct = me(who, (tx, mine) =>
			tx.insertInto('moderator').values({ memberId: mine.id, grantedBy: mine.id }).execute()
		);
		await expect(direct).rejects.toThrow(/row-level security/);
	}
});

test('a suspended member counts as a stranger, keeps what is theirs, and is told why', async () => {
	const home = await makeHome(site);
	const shared = await makeFamily(site, ['peers']);
	await site.owner.query('insert into lamplight.peer_welcome (member_id) values ($1)', [
		home.wren.id
	]);
	const reads = () => textFor(site, home.wren, shared.story as never);
	expect(await reads()).toContain('goodbye');
	await asWatcher(as(kim), (tx) => suspendMember(tx, home.wren.id, 'unkind'));
	await asWatcher(as(kim), (tx) => suspendMember(tx, home.wren.id, 'unkind'));
	expect(await reads()).toBeNull();
	expect(await me(home.wren, async (_tx, mine) => mine.boxes.map(({ id }) => id))).toEqual([
		home.box
	]);
	expect(await me(home.wren, ownStanding)).toMatchObject({ reason: 'unkind', endsAt: null });
	expect(await lettersTo(home.wren)).toEqual(['standing_changed']);
	await asWatcher(as(kim), (tx) => liftSuspension(tx, home.wren.id));
	expect(await reads()).toContain('goodbye');
	expect(await me(home.wren, ownStanding)).toBeNull();
});

test('a suspended member asks once for another look; a host who did not decide it answers, and they are told', async () => {
	const wren = await site.person('Wren');
	await expect(me(wren, (tx, mine) => appealSuspension(tx, mine, 'x'))).rejects.toThrow(NotFound);
	await host((tx) => suspendMember(tx, wren.id, 'unkind'));
	await me(wren, (tx, mine) => appealSuspension(tx, mine, 'It was meant for somebody else.'));
	await expect(me(wren, (tx, mine) => appealSuspension(tx, mine, 'x'))).rejects.toThrow(NotFound);
	expect(await me(wren, ownStanding)).toMatchObject({ asked: true, answered: false });
	// The only host sees it, whoever decided; where there are two, another than did.
	expect(await host(suspensionsAppealed)).toMatchObject([
		{ id: wren.id, reason: 'unkind', words: 'It was meant for somebody else.' }
	]);
	const joan = await site.person('Joan');
	await site.owner.query('insert into lamplight.host (member_id) values ($1)', [joan.id]);
	expect(await host(suspensionsAppealed)).toEqual([]);
	for (const who of [kim, wren]) expect(await me(who, suspensionsAppealed)).toEqual([]);
	const [asked] = await asHost(as(joan), suspensionsAppealed);
	const which = asked?.suspension ?? '';
	for (const who of [ash, kim]) {
		await expect(asHost(as(who), (tx) => keepSuspension(tx, which))).rejects.toThrow(NotFound);
	}
	await asHost(as(joan), (tx) => keepSuspension(tx, which));
	expect(await me(wren, ownStanding)).toMatchObject({ asked: true, answered: true });
	expect(await asHost(as(joan), suspensionsAppealed)).toEqual([]);
	expect(await lettersTo(wren)).toContain('standing_changed');
	await site.owner.query('delete from lamplight.host where member_id = $1', [joan.id]);
	// Suspended anew, they may ask anew; and lifted, nothing waits any more.
	await host((tx) => liftSuspension(tx, wren.id));
	await host((tx) => suspendMember(tx, wren.id, 'other'));
	await me(wren, (tx, mine) => appealSuspension(tx, mine, ''));
	await host((tx) => liftSuspension(tx, wren.id));
	expect(await host(suspensionsAppealed)).toEqual([]);
	expect(await me(wren, ownStanding)).toBeNull();
});

test('hosts who may answer get a letter that somebody asks, with no name, and none once it was answered', async () => {
	const [wren, joan] = [await site.person('Wren'), await site.person('Joan')];
	await site.owner.query('insert into lamplight.host (member_id) values ($1)', [joan.id]);
	await host((tx) => suspendMember(tx, wren.id, 'unkind'));
	const [before, others] = [await lettersTo(ash), await lettersTo(kim)];
	await me(wren, (tx, mine) => appealSuspension(tx, mine, 'A made-up reason.'));
	expect(await lettersTo(joan)).toEqual(['suspension_appealed']);
	expect([await lettersTo(ash), await lettersTo(kim)]).toEqual([before, others]);
	const letter = { template: 'suspension_appealed', params: { member: wren.id } } as const;
	const words = await wordsOf(site, letter);
	expect(words?.link.href).toContain('/host/watching');
	expect(JSON.stringify(words)).not.toMatch(/Wren|made-up/);
	await asHost(as(joan), (tx) => liftSuspension(tx, wren.id));
	expect(await wordsOf(site, letter)).toBeNull();
	await site.owner.query('delete from lamplight.host where member_id = $1', [joan.id]);
});

test('whoever is suspended does not ask to be welcomed, by the page or behind it', async () => {
	const wren = await site.person('Wren');
	await host((tx) => suspendMember(tx, wren.id, 'unkind'));
	await expect(me(wren, (tx, mine) => askToBeWelcomed(tx, mine, 'x'))).rejects.toThrow(NotFound);
	await host((tx) => liftSuspension(tx, wren.id));
	await me(wren, (tx, mine) => askToBeWelcomed(tx, mine, 'x'));
});

test('no moderator suspends a host, another moderator or themselves, or asks anybody to leave', async () => {
	const pat = await moderator('Pat');
	for (const who of [ash, pat, kim]) {
		await expect(asWatcher(as(kim), (tx) => suspendMember(tx, who.id, 'other'))).rejects.toThrow(
			NotFound
		);
	}
	const wren = await site.person('Wren');
	await expect(asWatcher(as(kim), (tx) => removeMember(tx, wren.id, 'other'))).rejects.toThrow(
		NotFound
	);
	await expect(me(wren, (tx) => suspendMember(tx, pat.id, 'other'))).rejects.toThrow();
	await expect(me(wren, (tx) => liftSuspension(tx, pat.id))).rejects.toThrow();
});

test('whoever is asked to leave loses their account after 30 days, and others lose nothing', async () => {
	const home = await makeHome(site);
	await host((tx) => removeMember(tx, home.wren.id, 'unkind'));
	const standing = await me(home.wren, ownStanding);
	expect(standing?.endsAt).not.toBeNull();
	// Signing in does not take it back.
	await site.owner.query(
		`insert into auth."session" ("token", "userId", "expiresAt") values ($1, $2, now() + interval '1 day')`,
		[`again-${home.wren.id}`, home.wren.id]
	);
	expect((await me(home.wren, ownStanding))?.endsAt).toBe(standing?.endsAt);
	const later = { ...site, now: () => new Date(Date.now() + 31 * 86_400_000) };
	await endingJobs['end_what_is_over']?.({}, later);
	const { rows } = await site.owner.query('select ended_at from lamplight.member where id = $1', [
		home.wren.id
	]);
	expect(rows[0].ended_at).not.toBeNull();
	expect(await me(home.tom, async (_tx, mine) => mine.boxes.map(({ id }) => id))).toEqual([
		home.box
	]);
});

test('a host who lifts it in time gives the account back', async () => {
	const wren = await site.person('Wren');
	await host((tx) => removeMember(tx, wren.id, 'other'));
	await expect(asWatcher(as(kim), (tx) => liftSuspension(tx, wren.id))).rejects.toThrow(NotFound);
	await host((tx) => liftSuspension(tx, wren.id));
	expect(await me(wren, ownStanding)).toBeNull();
	const { rows } = await site.owner.query(
		'select taken_back_at from lamplight.closing where member_id = $1',
		[wren.id]
	);
	expect(rows[0].taken_back_at).not.toBeNull();
});

test('what a host sets is kept, logged by its key alone, and whom to talk to is for moderators', async () => {
	const settings = {
		...{
			hours: 'most evenings',
			dangerMinutes: 30,
			firstLook: false,
			peersBy: 'invitation' as const
		},
		support: 'Joan, 01234 567890'
	};
	await host((tx, mine) => keepWatchSettings(tx, mine, settings));
	expect(await host(watchSettings)).toEqual(settings);
	const tom = await site.person('Tom');
	const seen = (who: Person) =>
		me(who, (tx) => tx.selectFrom('moderatorSupport').select('words').execute());
	expect(await seen(kim)).toEqual([{ words: settings.support }]);
	expect(await seen(tom)).toEqual([]);
	const { lines } = await host((tx) => logPage(tx, null));
	const said = lines.map(({ act, about }) => `${act} ${about}`);
	expect(said).toContain('setting_changed setting moderator_support');
	expect(said.join()).not.toMatch(/Joan|evenings|Wren|Kim/);
	expect(await me(tom, (tx) => logPage(tx, null))).toEqual({ lines: [], older: null });
});

test('the log is taken away whole, as a table and as lines, and can be checked from them', async () => {
	const lines = await Array.fromAsync(asJsonLines(readLog(site.pools.worker)));
	const table = await Array.fromAsync(asCsv(readLog(site.pools.worker)));
	const { head, faults } = await verifyLog(site);
	expect(faults).toEqual([]);
	expect(lines).toHaveLength(head?.number ?? -1);
	expect(table).toHaveLength(lines.length + 1);
	expect(JSON.parse(lines.at(-1) ?? '{}')).toMatchObject({
		number: head?.number,
		hash: head?.hash
	});
	expect(table.at(-1)).toContain(head?.hash);
});
