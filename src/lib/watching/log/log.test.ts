import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { asMember, asViewer } from '#lib/server/database/viewer.ts';
import { brokenLog } from '../../../../tests/database/brokenLog.ts';
import { watchingJobs } from '../jobs.server.ts';
import { openTestSite, type Person, type TestSite } from '../../../../tests/database/site.ts';
import { verifyLog } from './verifyLog.server.ts';

async function hosted(): Promise<{ site: TestSite; ash: Person }> {
	const site = await openTestSite();
	const ash = await site.person('Ash');
	await site.owner.query('insert into lamplight.host (member_id) values ($1)', [ash.id]);
	return { site, ash };
}
const set = (site: TestSite, ash: Person, key: string) =>
	asViewer(site.pools.web, ash.session, (tx) =>
		tx
			.insertInto('siteSetting')
			.values({ key, value: JSON.stringify(Math.random()), changedBy: ash.id })
			.onConflict((on) =>
				on.column('key').doUpdateSet((row) => ({ value: row.ref('excluded.value') }))
			)
			.execute()
	);
const keepHead = (site: TestSite) => watchingJobs['keep_log_head']?.({}, site);
const faults = async (site: TestSite) => (await verifyLog(site)).faults;

/** A site whose log has six entries and whose head is written down outside. */
async function logged() {
	const { site, ash } = await hosted();
	for (const key of ['one', 'two', 'three', 'four', 'five']) await set(site, ash, key);
	await keepHead(site);
	expect(await verifyLog(site)).toMatchObject({ faults: [], head: { number: 6 } });
	return { site, ash };
}

describe('the log', () => {
	test('is changed in one entry: it is found', async () => {
		const { site } = await logged();
		await site.owner.query(brokenLog.changed);
		expect(await faults(site)).toEqual([{ number: 3, what: 'changed' }]);
	});
	test('loses one entry: it is found', async () => {
		const { site } = await logged();
		await site.owner.query(brokenLog.removed);
		expect(await faults(site)).toEqual([{ number: 4, what: 'broken' }]);
	});
	test('has one put in between: it is found', async () => {
		const { site } = await logged();
		await site.owner.query(brokenLog.inserted);
		const found = await faults(site);
		expect(found).toContainEqual({ number: 4, what: 'changed' });
		expect(found).toContainEqual({ number: 5, what: 'broken' });
	});
	test('is cut at its end: it is found, however whole the rest is', async () => {
		const { site, ash } = await logged();
		await site.owner.query(brokenLog.cut);
		expect(await faults(site)).toEqual([{ number: 6, what: 'cut' }]);
		// Nor does it help to go on as if nothing had been.
		await set(site, ash, 'later');
		await set(site, ash, 'later_still');
		expect(await faults(site)).toEqual([{ number: 6, what: 'rewritten' }]);
	});
	test('is rewritten as a whole: it is found, also when its new head is written down', async () => {
		const { site } = await logged();
		await site.owner.query(brokenLog.rewritten);
		expect(await faults(site)).toEqual([{ number: 6, what: 'rewritten' }]);
		await keepHead(site);
		expect(await faults(site)).toEqual([{ number: 6, what: 'rewritten' }]);
	});
	test('stays one chain, however many write to it at once', async () => {
		const { site, ash } = await hosted();
		await Promise.all(Array.from({ length: 60 }, (_, at) => set(site, ash, `key_${at % 7}`)));
		const { faults: none, head } = await verifyLog(site);
		expect(none).toEqual([]);
		expect(head?.number).toBe(61);
	});
	test('keeps nothing of what was taken back before it was done', async () => {
		const { site, ash } = await hosted();
		const undone = asViewer(site.pools.web, ash.session, async (tx) => {
			await tx.insertInto('siteSetting').values({ key: 'one', value: '1' }).execute();
			await sql`select 1 / 0`.execute(tx);
		});
		await expect(undone).rejects.toThrow();
		expect((await verifyLog(site)).head?.number).toBe(1);
	});
});

describe('of the log, Postgres', () => {
	test('lets no page and no job change or remove an entry, or make one', async () => {
		const { site, ash } = await logged();
		const attempts = [
			sql`update log_entry set act = 'x'`,
			sql`delete from log_entry`,
			sql`truncate log_entry`,
			sql`insert into log_entry (number, at, act, about, before, hash)
				values (7, now(), 'x', '{}', ${'0'.repeat(64)}, ${'0'.repeat(64)})`,
			sql`insert into log_waiting (act, about) values ('x', '{}')`,
			sql`alter table log_waiting disable trigger all`
		];
		for (const attempt of attempts) {
			const page = asViewer(site.pools.web, ash.session, (tx) => attempt.execute(tx));
			await expect(page).rejects.toThrow(/permission denied|must be owner/);
			await expect(attempt.execute(site.pools.worker)).rejects.toThrow(
				/permission denied|must be owner/
			);
		}
		const append = sql`select append_log('x', '{}')`;
		await expect(asMember(site.pools.worker, ash.id, (tx) => append.execute(tx))).rejects.toThrow(
			/permission denied/
		);
		expect(await faults(site)).toEqual([]);
	});
	test('takes ids, numbers and codes, and no name and no words', async () => {
		const { site } = await hosted();
		const append = (about: object) =>
			site.owner.query('insert into lamplight.log_waiting (act, about) values ($1, $2)', [
				'x',
				JSON.stringify(about)
			]);
		for (const about of [{ who: 'Wren' }, { words: 'so sorry' }, { a: ['b'] }, { a: { b: 'c' } }]) {
			await expect(append(about)).rejects.toThrow(/is_ids_and_codes|log_waiting_about_check/);
		}
		await append({ matter: '00000000-0000-4000-8000-000000000000', kind: 'report', many: 3 });
	});
	test('writes down every change that a host alone may make, whatever table it stands in', async () => {
		const { site } = await hosted();
		const { rows } = await site.owner.query<{ table: string; logged: boolean }>(
			`select distinct p.tablename as table, exists (
				select from pg_trigger t join pg_proc f on f.oid = t.tgfoid
				where t.tgrelid = format('lamplight.%I', p.tablename)::regclass and f.proname ~ '^log_'
			) as logged
			from pg_policies p
			where p.schemaname = 'lamplight' and p.cmd <> 'SELECT'
				and concat(p.qual, p.with_check) like '%is_host()%'
			order by 1`
		);
		expect(rows.map(({ table }) => table)).toEqual(
			expect.arrayContaining(['help_line', 'mail_way', 'moderator', 'site_setting'])
		);
		// A letter that a host sends to themselves, to see whether letters go out, changes nothing.
		expect(rows.filter(({ logged }) => !logged).map(({ table }) => table)).toEqual(['mail_try']);
	});
	test('shows it to hosts, and to nobody else', async () => {
		const { site, ash } = await logged();
		const tom = await site.person('Tom');
		const seen = (who: Person) =>
			asViewer(site.pools.web, who.session, (tx) =>
				tx.selectFrom('logEntry').select(['act', 'actorId']).orderBy('number').execute()
			);
		expect(await seen(ash)).toHaveLength(6);
		expect((await seen(ash))[1]).toEqual({ act: 'setting_changed', actorId: ash.id });
		expect(await seen(tom)).toEqual([]);
	});
});
