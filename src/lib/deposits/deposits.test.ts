import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { NotFound, NotRight } from '#lib/server/failures.ts';
import { originalAddress } from '#lib/server/files/address.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { sql } from 'kysely';
import { openTestSite } from '../../../tests/database/site.ts';
import { putIn, sha256Of, someBytes } from '#lib/keepsakes/arriving/testing.ts';
import { beginDeposit, depositInHand } from './actions.server.ts';
import { expireDeposits } from './expire.server.ts';
import { remindOfDeposits, tellOfDeposit } from './tell.server.ts';

const site = await openTestSite();
let places = 0;

/** Somebody leaves one photograph for an address. */
async function leave(email: string, clientAddress = `10.0.0.${++places}`) {
	const device = randomBytes(18).toString('base64url');
	await beginDeposit(site, { email, device, clientAddress });
	const content = someBytes(500);
	await putIn(site, { session: null, device }, content, {});
	const deposit = (await depositInHand(site, device)) ?? '';
	const { rows } = await site.owner.query('select * from lamplight.deposit where id = $1', [
		deposit
	]);
	return { device, deposit, box: rows[0].box_id as string, sha256: sha256Of(content) };
}

/** The names of the letters that wait to be sent about a deposit. */
async function letters(deposit: string): Promise<string[]> {
	const { rows } = await site.owner.query(
		`select j.payload ->> 'template' as template from graphile_worker._private_jobs j
		where j.payload #>> '{params,deposit}' = $1 order by j.id`,
		[deposit]
	);
	return rows.map(({ template }) => template);
}

async function count(table: string, box: string): Promise<number> {
	const column = table === 'box' ? 'id' : 'box_id';
	const { rows } = await site.owner.query(
		`select count(*)::integer as n from lamplight.${table} where ${column} = $1`,
		[box]
	);
	return rows[0].n;
}

function inDays(days: number): Lamplight {
	return { ...site, now: () => new Date(Date.now() + days * 86_400_000) };
}

test('photographs left without an account are kept, and told of once', async () => {
	const it = await leave('one@example.org');
	expect(await site.files.stat(originalAddress(it.box, it.sha256))).not.toBeNull();
	await tellOfDeposit(site, it.deposit);
	await tellOfDeposit(site, it.deposit);
	expect(await letters(it.deposit)).toEqual(['deposit_received']);
});

test('the sixth letter of a day to one address is not sent; what was left is kept', async () => {
	const all = [];
	for (let each = 0; each < 6; each++) all.push(await leave('often@example.org'));
	for (const { deposit } of all) await tellOfDeposit(site, deposit);
	const sent = await Promise.all(all.map(({ deposit }) => letters(deposit)));
	expect(sent.flat()).toHaveLength(5);
	for (const { box } of all) expect(await count('keepsake', box)).toBe(1);
});

test('from one place there are at most twenty a day', async () => {
	const begin = () =>
		beginDeposit(site, {
			email: 'ward@example.org',
			device: randomBytes(18).toString('hex'),
			clientAddress: '192.0.2.7'
		});
	for (let each = 0; each < 20; each++) await begin();
	await expect(begin()).rejects.toThrow(NotRight);
});

test('a host can close this door', async () => {
	await site.owner.query(
		`insert into lamplight.site_setting (key, value) values ('keep_safe_open', 'false')`
	);
	await expect(leave('closed@example.org')).rejects.toThrow(NotFound);
	await site.owner.query(`delete from lamplight.site_setting where key = 'keep_safe_open'`);
});

test('the device of a deposit may use it for a day, and it sees nothing of what is kept', async () => {
	const it = await leave('device@example.org');
	await site.owner.query(
		`update lamplight.deposit set made_at = now() - interval '25 hours' where id = $1`,
		[it.deposit]
	);
	expect(await depositInHand(site, it.device)).toBeNull();
});

test('whoever shows that the address is theirs keeps it, covered until they open it', async () => {
	const wren = await site.person('Wren');
	const it = await leave(wren.email);
	const boxes = await asViewer(site.pools.web, wren.session, async (tx) => {
		await sql`select claim_deposits()`.execute(tx);
		return (await tx.selectFrom('box').select('id').execute()).map(({ id }) => id);
	});
	expect(boxes).toEqual([it.box]);
	const { rows } = await site.owner.query(
		`select k.put_in_by, h.opened_at from lamplight.keepsake k
		join lamplight.hold h on h.keepsake_id = k.id where k.box_id = $1`,
		[it.box]
	);
	expect(rows).toEqual([{ put_in_by: wren.id, opened_at: null }]);
	const late = someBytes(600);
	await putIn(site, { session: null, device: it.device }, late, {});
	const { rows: after } = await site.owner.query(
		'select put_in_by from lamplight.keepsake where sha256 = $1',
		[sha256Of(late)]
	);
	expect(after).toEqual([{ put_in_by: wren.id }]);
});

test('what nobody claims is reminded of twice, kept a year, and then really deleted', async () => {
	const it = await leave('year@example.org');
	for (const days of [29, 31, 40, 334, 336, 350]) await remindOfDeposits(inDays(days));
	expect(await letters(it.deposit)).toEqual(['deposit_reminder', 'deposit_last']);
	await expireDeposits(inDays(364));
	expect(await count('keepsake', it.box)).toBe(1);
	await expireDeposits(inDays(367));
	for (const table of ['keepsake', 'original', 'upload', 'deposit', 'box']) {
		expect([table, await count(table, it.box)]).toEqual([table, 0]);
	}
	expect(await site.files.stat(originalAddress(it.box, it.sha256))).toBeNull();
});

test('what was claimed does not expire', async () => {
	const tom = await site.person('Tom');
	const it = await leave(tom.email);
	await asViewer(site.pools.web, tom.session, (tx) => sql`select claim_deposits()`.execute(tx));
	await remindOfDeposits(inDays(31));
	await expireDeposits(inDays(400));
	expect(await count('keepsake', it.box)).toBe(1);
	expect(await letters(it.deposit)).toEqual([]);
});
