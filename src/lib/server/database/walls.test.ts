import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeFamily, type Family } from '../../../../tests/database/family.ts';
import { openTestSite } from '../../../../tests/database/site.ts';
import { asViewer } from './viewer.ts';

const site = await openTestSite({ web: 1, strangers: 1, auth: 1, worker: 1 });
let family: Family;
beforeAll(async () => {
	family = await makeFamily(site);
});

/** Tables that hold nothing of a family. */
const open = ['site_setting'];

describe('the second wall, with every check of the application taken away', () => {
	it('is forced on every table', async () => {
		const { rows } = await site.owner.query<{ name: string }>(
			`select relname as name from pg_class
				where relnamespace = 'lamplight'::regnamespace and relkind = 'r'
					and not (relrowsecurity and relforcerowsecurity)`
		);
		expect(rows).toEqual([]);
	});

	it('shows a stranger what is shared with anyone, and no other row of any table', async () => {
		const { rows } = await site.owner.query<{ name: string }>(
			`select tablename as name from pg_tables where schemaname = 'lamplight'`
		);
		const seen: Record<string, number> = {};
		for (const { name } of rows) {
			const found = await site.pools.strangers
				.query(`select * from ${name}`)
				.catch((error: { code: string }) => {
					expect(error.code).toBe('42501');
					return { rows: [] };
				});
			if (found.rows.length > 0 && !open.includes(name)) seen[name] = found.rows.length;
		}
		expect(seen).toEqual({ share: 1, story: 1, story_version: 1, version_keepsake: 1 });
	});

	it('keeps every e-mail address and session from the pages', async () => {
		for (const table of ['"user"', '"session"', '"verification"', '"account"', '"passkey"']) {
			await expect(site.pools.pages.query(`select * from auth.${table}`)).rejects.toThrow(
				/permission denied/
			);
		}
	});

	it('lets no page become another role', async () => {
		for (const role of ['lamplight_facts', 'lamplight_worker', 'lamplight_auth']) {
			await expect(site.pools.pages.query(`set role ${role}`)).rejects.toThrow(/permission denied/);
		}
		await expect(site.pools.pages.query('select act_as($1)', [family.wren.id])).rejects.toThrow(
			/permission denied/
		);
	});

	it('takes no id that would be a path to a file elsewhere', async () => {
		const { wren, box } = family;
		const about = { memberId: wren.id, fileName: 'robin.jpg', bytes: 1 };
		for (const id of ['../secret', 'a/b', '..', '']) {
			const archive = asViewer(site.pools.web, wren.session, (tx) =>
				tx
					.insertInto('putBack')
					.values({ id, ...about })
					.execute()
			);
			await expect(archive).rejects.toThrow(/check constraint/);
			const upload = asViewer(site.pools.web, wren.session, (tx) =>
				tx
					.insertInto('upload')
					.values({ id, boxId: box, ...about })
					.execute()
			);
			await expect(upload).rejects.toThrow(/check constraint/);
		}
	});

	it('opens nothing by an insert: a share comes from agreement alone', async () => {
		const insert = asViewer(site.pools.web, family.wren.session, (tx) =>
			tx
				.insertInto('share')
				.values({
					storyId: family.story,
					boxId: family.box,
					versionId: family.version,
					toFamily: false,
					toPeers: false,
					toAnyone: true,
					agreedBy: [family.wren.id]
				})
				.execute()
		);
		await expect(insert).rejects.toThrow(/permission denied/);
	});

	it('lets nobody make themselves keeper, guest, host or peer', async () => {
		const mallory = await site.person('Mallory');
		const attempts = [
			sql`insert into keeper (box_id, member_id) values (${family.box}, ${mallory.id})`,
			sql`insert into guest (box_id, member_id, name) values (${family.box}, ${mallory.id}, 'M')`,
			sql`insert into host (member_id) values (${mallory.id})`,
			sql`insert into peer_welcome (member_id, welcomed_by) values (${mallory.id}, ${mallory.id})`
		];
		for (const attempt of attempts) {
			await expect(
				asViewer(site.pools.web, mallory.session, (tx) => attempt.execute(tx))
			).rejects.toThrow(/permission denied|row-level security/);
		}
	});

	it('shows each keeper their own holds alone', async () => {
		const { wren, tom, photograph } = family;
		await asViewer(site.pools.web, tom.session, (tx) =>
			tx
				.updateTable('hold')
				.set({ putAwayAt: new Date() })
				.where('keepsakeId', '=', photograph)
				.execute()
		);
		const seen = await asViewer(site.pools.web, wren.session, (tx) =>
			tx.selectFrom('hold').select(['memberId', 'putAwayAt']).execute()
		);
		expect(seen).toEqual([{ memberId: wren.id, putAwayAt: null }]);
	});
});

describe('viewers taking turns on one connection', () => {
	it('never see what the one before them saw', async () => {
		const other = await makeFamily(site, ['family']);
		const people = [family.wren, other.wren, family.tom, other.tom];
		const boxOf = new Map([
			[family.wren.id, family.box],
			[family.tom.id, family.box],
			[other.wren.id, other.box],
			[other.tom.id, other.box]
		]);
		const turns = Array.from({ length: 60 }, (_, turn) => people[turn % people.length]!);
		await Promise.all(
			turns.map(async (person, turn) => {
				if (turn % 3 === 0) {
					const { rows } = await site.pools.pages.query('select id from box');
					expect(rows).toEqual([]);
				}
				const boxes = await asViewer(site.pools.web, person.session, (tx) =>
					tx.selectFrom('box').select('id').execute()
				);
				expect(boxes).toEqual([{ id: boxOf.get(person.id) }]);
			})
		);
	});

	it('leave nobody behind after a transaction that failed', async () => {
		const broken = asViewer(site.pools.web, family.wren.session, async (tx) => {
			await tx.selectFrom('box').select('id').execute();
			await sql`select 1 / 0`.execute(tx);
		});
		await expect(broken).rejects.toThrow(/division by zero/);
		const { rows } = await site.pools.pages.query('select id from box');
		expect(rows).toEqual([]);
	});
});
