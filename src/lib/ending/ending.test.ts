import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { expect, describe, test } from 'vitest';
import { deleteReleased } from '#lib/keepsakes/leaving/deleteReleased.server.ts';
import { putIn, someBytes } from '#lib/keepsakes/arriving/testing.ts';
import { leaveBox } from '#lib/people/actions.server.ts';
import type { BoxId } from '#lib/rules/facts.ts';
import { boxEndsAt } from '#lib/rules/holding.ts';
import { asViewer, type SignedIn, type Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { originalAddress } from '#lib/server/files/address.ts';
import { answerProposal, proposeShare } from '#lib/sharing/actions.server.ts';
import { letGoStory, takeStoryBack } from '#lib/stories/actions.server.ts';
import {
	actor,
	beginBox,
	choosing,
	join,
	makeHome,
	textFor,
	write
} from '../../../tests/database/home.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { closeAccount } from './closeAccount.server.ts';
import { endingJobs } from './jobs.server.ts';
import { keepAgain } from './keepAgain.server.ts';
import { atClosing, boxesLeft, closingTakenBack } from './queries.server.ts';

const site = await openTestSite();
const dayMs = 24 * 60 * 60 * 1000;

/** The hourly jobs, so many days from now. */
async function after(days: number) {
	const later = { ...site, now: () => new Date(Date.now() + days * dayMs) };
	await endingJobs['end_what_is_over']?.(null, later);
	await deleteReleased(later);
}

function as<T>(who: Person, work: (tx: Tx, viewer: SignedIn) => Promise<T>): Promise<T> {
	return asViewer(site.pools.web, who.session, (tx, viewer) => {
		if (!viewer) throw new NotFound();
		return work(tx, viewer);
	});
}

async function count(table: string, where: string, values: unknown[]): Promise<number> {
	const { rows } = await site.owner.query(
		`select count(*)::integer as n from ${table} where ${where}`,
		values
	);
	return rows[0].n;
}

async function keep(by: Person, box: string, scope = 'box') {
	const content = someBytes(900);
	const sha256 = createHash('sha256').update(content).digest('hex');
	await putIn(site, { session: by.session, device: null }, content, { box, sha256, scope });
	return { content, sha256, isStored: () => isStored(box, sha256) };
}

async function isStored(box: string, sha256: string): Promise<boolean> {
	return (await site.files.stat(originalAddress(box, sha256))) !== null;
}

async function signInAgain(who: Person): Promise<void> {
	await site.owner.query(
		`insert into auth."session" ("token", "userId", "expiresAt") values ($1, $2, now() + interval '1 day')`,
		[who.session, who.id]
	);
}

describe('a story that its writer lets go', () => {
	test('is there to be taken back for 30 days, and then nothing of it is left', async () => {
		const { wren, box, story } = await makeHome(site);
		const place = { box, story };
		await as(wren, (tx, me) => letGoStory(tx, me, place));
		await after(29);
		await as(wren, (tx, me) => takeStoryBack(tx, me, place));
		await after(31);
		expect(await count('lamplight.draft', 'story_id = $1', [story])).toBe(1);
		await as(wren, (tx, me) => letGoStory(tx, me, place));
		await after(31);
		for (const [table, column] of [
			['story', 'id'],
			['draft', 'story_id'],
			['draft_copy', 'story_id'],
			['story_version', 'story_id'],
			['share', 'story_id']
		]) {
			expect(await count(`lamplight.${table}`, `${column} = $1`, [story])).toBe(0);
		}
	});

	test('takes what was shared and asked of it along, and cannot be taken back too late', async () => {
		const { wren, tom, box, story } = await makeHome(site);
		await proposeShare(
			actor(site, wren),
			box,
			story,
			choosing(['anyone'], { byline: 'Wren and Tom' })
		);
		const { rows } = await site.owner.query(
			'select id from lamplight.proposal where story_id = $1 and closed_at is null',
			[story]
		);
		for (const { id } of rows) await answerProposal(actor(site, tom), box, id, 'yes');
		expect(await textFor(site, null, story)).not.toBeNull();
		await as(wren, (tx, me) => letGoStory(tx, me, { box, story }));
		expect(await textFor(site, null, story)).toBeNull();
		await site.owner.query(
			`update lamplight.story set let_go_at = now() - interval '31 days' where id = $1`,
			[story]
		);
		await expect(as(wren, (tx, me) => takeStoryBack(tx, me, { box, story }))).rejects.toThrow(
			NotFound
		);
		await after(0);
		expect(await count('lamplight.story', 'id = $1', [story])).toBe(0);
		expect(await count('lamplight.proposal', 'story_id = $1', [story])).toBe(0);
	});
});

describe('a box that its last keeper leaves', () => {
	test('waits, can be come back to as it was, and is else deleted with every byte', async () => {
		const wren = await site.person('Wren');
		const box = await beginBox(site, wren);
		const kept = await keep(wren, box);
		const story = await write(site, wren, box, 'Hello', 'We said hello.');
		await leaveBox(actor(site, wren), box);
		expect((await as(wren, (tx) => boxesLeft(tx))).map(({ id }) => id)).toEqual([box]);
		await after(29);
		expect(await kept.isStored()).toBe(true);
		await as(wren, (tx) => keepAgain(tx, box));
		expect(await as(wren, async (_tx, me) => me.boxes.map(({ id }) => id))).toEqual([box]);
		await after(40);
		expect(await kept.isStored()).toBe(true);

		await leaveBox(actor(site, wren), box);
		await after(31);
		expect(await kept.isStored()).toBe(false);
		expect(await count('lamplight.box', 'id = $1', [box])).toBe(0);
		expect(await count('lamplight.story', 'id = $1', [story])).toBe(0);
		await expect(as(wren, (tx) => keepAgain(tx, box))).rejects.toThrow(NotFound);
	});

	test('is nobody else’s to come back to, and not one that somebody still keeps', async () => {
		const { wren, tom, box } = await makeHome(site);
		await leaveBox(actor(site, tom), box);
		await expect(as(tom, (tx) => keepAgain(tx, box))).rejects.toThrow(NotFound);
		await after(31);
		expect(await count('lamplight.box', 'id = $1', [box])).toBe(1);
		await leaveBox(actor(site, wren), box);
		await expect(as(tom, (tx) => keepAgain(tx, box))).rejects.toThrow(NotFound);
		expect(await as(tom, (tx) => boxesLeft(tx))).toEqual([]);
	});

	test('keeps what somebody who left before put in as “only me”', async () => {
		const { wren, tom, box } = await makeHome(site);
		const [own, ours] = [await keep(tom, box, 'mine'), await keep(tom, box)];
		await leaveBox(actor(site, tom), box);
		await leaveBox(actor(site, wren), box);
		await after(31);
		expect([await own.isStored(), await ours.isStored()]).toEqual([true, false]);
		await signInAgain({ ...tom, session: `${tom.session}-again` });
		await closeAccount(site, tom.session);
		await after(31);
		await after(31);
		expect(await own.isStored()).toBe(false);
		expect(await count('lamplight.box', 'id = $1', [box])).toBe(0);
	});

	test('never ends while one who kept it has died, and ends in SQL when the rule says', async () => {
		const { wren, tom, box } = await makeHome(site);
		await site.owner.query('update lamplight.keeper set died_at = now() where member_id = $1', [
			tom.id
		]);
		await leaveBox(actor(site, wren), box);
		await after(400);
		expect(await count('lamplight.box', 'id = $1', [box])).toBe(1);
		for (const each of [box, (await left()).box]) {
			const { rows } = await site.owner.query(
				`select joined_at as "joinedAt", left_at as "leftAt", died_at as "diedAt",
					lamplight.is_unkept($1) as unkept, member_id as "memberId"
				from lamplight.keeper where box_id = $1`,
				[each]
			);
			const facts = { id: each, keepers: rows, guests: [], blocks: [], takedowns: [], matters: [] };
			expect(boxEndsAt(facts, new Date()) !== null).toBe(rows[0].unkept);
		}
	});

	async function left(): Promise<{ box: BoxId }> {
		const home = await makeHome(site);
		await leaveBox(actor(site, home.tom), home.box);
		await leaveBox(actor(site, home.wren), home.box);
		return home;
	}
});

describe('leaving', () => {
	test('keeps for the others what they put in for all, and for themselves what was only theirs', async () => {
		const { wren, tom, box } = await makeHome(site);
		const [own, ours] = [await keep(tom, box, 'mine'), await keep(tom, box)];
		await leaveBox(actor(site, tom), box);
		await after(31);
		expect([await own.isStored(), await ours.isStored()]).toEqual([true, true]);
		const seen = await as(wren, (tx) => tx.selectFrom('keepsake').select('sha256').execute());
		expect(seen).toEqual([{ sha256: ours.sha256 }]);
	});
});

describe('the same original twice', () => {
	test('is deleted with the last keepsake that holds it, not before', async () => {
		const { wren, tom, box } = await makeHome(site);
		const { content, sha256 } = await keep(wren, box);
		await putIn(site, { session: tom.session, device: null }, content, {
			box,
			sha256,
			scope: 'mine'
		});
		await site.owner.query(
			`update lamplight.keepsake set released_at = now() where box_id = $1 and scope = 'box'`,
			[box]
		);
		await after(31);
		expect(await isStored(box, sha256)).toBe(true);
		await site.owner.query('update lamplight.keepsake set released_at = now() where box_id = $1', [
			box
		]);
		await after(31);
		expect(await isStored(box, sha256)).toBe(false);
	});
});

describe('closing an account', () => {
	test('asks for a fresh sign-in, by the page and behind it', async () => {
		const wren = await site.person('Wren');
		await site.owner.query(
			`update auth."session" set "createdAt" = now() - interval '2 hours' where "userId" = $1`,
			[wren.id]
		);
		const seen = await as(wren, (tx, me) => atClosing(site, tx, me, wren.session));
		expect(seen.fresh).toBe(false);
		await expect(closeAccount(site, wren.session)).rejects.toThrow(NotFound);
		await expect(closeAccount(site, null)).rejects.toThrow(NotFound);
	});

	test('signs out everywhere and brings back what they had agreed to, at once', async () => {
		const { wren, tom, box, story } = await makeHome(site, { body: 'We said hello.' });
		await proposeShare(actor(site, wren), box, story, choosing(['anyone']));
		expect(await textFor(site, null, story)).not.toBeNull();
		await signInAgain({ ...wren, session: `${wren.session}-phone` });
		const until = await closeAccount(site, wren.session);
		expect(until.getTime()).toBeGreaterThan(Date.now() + 29.9 * dayMs);
		expect(await count('auth."session"', '"userId" = $1', [wren.id])).toBe(0);
		expect(await textFor(site, null, story)).toBeNull();
		const told = await as(tom, (tx) => tx.selectFrom('notice').select('kind').execute());
		expect(told.map(({ kind }) => kind)).toContain('brought_back');
	});

	test('lets nothing be shared meanwhile by a yes that they gave before', async () => {
		const { wren, tom, box, story } = await makeHome(site);
		const ash = await site.person('Ash');
		await join(site, box, wren, ash);
		await proposeShare(actor(site, wren), box, story, choosing(['anyone']));
		const { rows } = await site.owner.query(
			'select id from lamplight.proposal where story_id = $1',
			[story]
		);
		await answerProposal(actor(site, tom), box, rows[0].id, 'yes');
		await closeAccount(site, tom.session);
		await answerProposal(actor(site, ash), box, rows[0].id, 'yes');
		expect(await count('lamplight.share', 'story_id = $1 and ended_at is null', [story])).toBe(0);
	});

	test('is taken back by signing in again: everything is as it was, shared with nobody', async () => {
		const { wren, box } = await makeHome(site);
		const kept = await keep(wren, box, 'mine');
		await closeAccount(site, wren.session);
		await signInAgain(wren);
		await after(31);
		expect(await kept.isStored()).toBe(true);
		expect(await as(wren, async (_tx, me) => me.boxes.map(({ id }) => id))).toEqual([box]);
		expect(await as(wren, (tx, me) => closingTakenBack(tx, me, new Date()))).not.toBeNull();
	});

	test('ends after 30 days: the others keep what is theirs, and nothing says who it was', async () => {
		const { wren, tom, box, story } = await makeHome(site);
		const [own, ours] = [await keep(wren, box, 'mine'), await keep(wren, box)];
		await site.owner.query(
			`insert into auth."passkey" ("publicKey", "userId", "credentialID", "counter", "deviceType", "backedUp")
			values ('k', $1, 'c', 0, 'x', false)`,
			[wren.id]
		);
		await site.owner.query('insert into lamplight.peer_welcome (member_id) values ($1)', [wren.id]);
		await site.owner.query(
			`insert into auth."verification" ("identifier", "value", "expiresAt") values ('x', $1, now())`,
			[JSON.stringify({ email: wren.email })]
		);
		await closeAccount(site, wren.session);
		await after(29);
		expect(await own.isStored()).toBe(true);
		await after(31);
		expect([await own.isStored(), await ours.isStored()]).toEqual([false, true]);
		expect(await count('lamplight.story', 'id = $1', [story])).toBe(0);
		const { rows } = await site.owner.query(
			'select name, ended_at from lamplight.member where id = $1',
			[wren.id]
		);
		expect(rows[0]).toMatchObject({ name: '', ended_at: expect.any(Date) });
		for (const [table, column, value] of [
			['auth."user"', '"id"', wren.id],
			['auth."passkey"', '"userId"', wren.id],
			['auth."verification"', '"identifier"', 'x'],
			['lamplight.peer_welcome', 'member_id', wren.id]
		] as const) {
			expect(await count(table, `${column} = $1`, [value])).toBe(0);
		}
		expect(await as(tom, async (_tx, me) => me.boxes.map(({ id }) => id))).toEqual([box]);
		const told = await as(tom, (tx) => tx.selectFrom('notice').select('kind').execute());
		expect(told.map(({ kind }) => kind)).toContain('left');
	});

	test('of the only keeper deletes the box 30 days after they asked, with no trace of its rows', async () => {
		const wren = await site.person('Wren');
		const box = await beginBox(site, wren);
		const kept = await keep(wren, box);
		await closeAccount(site, wren.session);
		await after(29);
		expect(await kept.isStored()).toBe(true);
		await after(31);
		expect(await kept.isStored()).toBe(false);
		expect(await count('lamplight.box', 'id = $1', [box])).toBe(0);
	});

	test('of one and leaving of the other leave the box its own 30 days', async () => {
		const { wren, tom, box } = await makeHome(site);
		const kept = await keep(tom, box);
		await closeAccount(site, wren.session);
		await site.owner.query(
			`update lamplight.closing set asked_at = asked_at - interval '25 days', ends_at = ends_at - interval '25 days'
			where member_id = $1`,
			[wren.id]
		);
		await leaveBox(actor(site, tom), box);
		await after(6);
		expect(await kept.isStored()).toBe(true);
		await after(31);
		expect(await kept.isStored()).toBe(false);
	});

	test('cannot be ended, nor a box be emptied, by anybody who is signed in', async () => {
		const { wren, tom, box, story } = await makeHome(site);
		await closeAccount(site, tom.session);
		const later = new Date(Date.now() + 90 * dayMs);
		for (const query of [
			sql`select end_account(${tom.id}, ${later})`,
			sql`select forget_person(${tom.id})`,
			sql`select empty_box(${box}, ${later})`,
			sql`select delete_box(${box})`,
			sql`select delete_story(${story})`,
			sql`select withdraw_from(${box}, ${later})`,
			sql`delete from closing`,
			sql`select * from box_ending`
		]) {
			await expect(as(wren, (tx) => query.execute(tx))).rejects.toThrow(/permission denied/);
		}
	});
});
