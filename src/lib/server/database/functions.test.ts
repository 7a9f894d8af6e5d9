/** The functions of the second wall, as somebody reads them who would like to get through. */
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { makeFamily } from '../../../../tests/database/family.ts';
import { openTestSite } from '../../../../tests/database/site.ts';

const site = await openTestSite();

type Routine = { name: string; owner: string; definer: boolean; path: string | null };

const { rows: routines } = await site.owner.query<Routine & { web: boolean; everybody: boolean }>(
	`select p.oid::regprocedure::text as name, pg_get_userbyid(p.proowner) as owner,
		p.prosecdef as definer,
		(select s from unnest(p.proconfig) s where s like 'search_path=%') as path,
		has_function_privilege('lamplight_web', p.oid, 'execute') as web,
		exists (
			select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
			where a.grantee = 0
		) as everybody
	from pg_proc p where p.pronamespace = 'lamplight'::regnamespace`
);

describe('the functions that look past the walls', () => {
	test('belong to the role that signs in nowhere, and look for names in one schema', () => {
		const definers = routines.filter(({ definer }) => definer);
		expect(definers.length).toBeGreaterThan(40);
		for (const { name, owner, path } of definers) {
			expect({ name, owner, path }).toEqual({
				name,
				owner: 'lamplight_facts',
				path: expect.stringMatching(/^search_path=lamplight(, jobs)?, pg_temp$/)
			});
		}
	});

	test('are for nobody but the roles of this site', () => {
		expect(routines.filter(({ everybody }) => everybody)).toEqual([]);
	});

	test('take from the pages no member, no row and no answer to judge by but the viewer’s own', () => {
		// What a page hands over can be made up: rows of tables above all, and who is meant.
		const spoofable = routines.filter(
			({ name, definer, web }) =>
				definer && web && /\((.*\b(proposal|share|keepsake|member)\b)/.test(name)
		);
		expect(spoofable.map(({ name }) => name)).toEqual([]);
	});

	test('of consent and of blocks answer no page, whatever it hands over', async () => {
		const { tom, box, story } = await makeFamily(site);
		const made = `(null::lamplight.share)`;
		const attempts: [string, unknown[]][] = [
			['select * from own_answers($1, $2)', [tom.id, box]],
			['select * from left_to($1, $2, $3)', [tom.id, box, 'share']],
			['select has_died($1, $2)', [tom.id, box]],
			['select is_suspended($1)', [tom.id]],
			['select * from blocks_on_viewer()', []],
			['select blocked_boxes()', []],
			[`select reaches_viewer(${made})`, []],
			[`select blocks_viewer(${made})`, []],
			['select is_taken_down($1)', [story]],
			['select everyone_agrees($1)', [randomUUID()]],
			['call grant_functions()', []]
		];
		for (const [text, values] of attempts) {
			const attempt = site.pools.pages.query(text, values);
			await expect(attempt, text).rejects.toThrow(/permission denied/);
		}
	});

	test('are not led astray by what somebody lays before them in a schema of their own', async () => {
		const { story } = await makeFamily(site, ['family']);
		const client = await site.pools.strangers.connect();
		try {
			await client.query('begin');
			await client.query(
				`create temp table guest as select null::uuid as box_id, null::uuid as member_id`
			);
			await client.query(`set local search_path = pg_temp, lamplight`);
			const { rows } = await client.query(
				'select lamplight.story_page(null, null, $1) as page, lamplight.viewer() as viewer',
				[story]
			);
			const page = { viewer: null, told: null, answering: null };
			expect(rows).toEqual([{ page, viewer: null }]);
		} finally {
			await client.query('rollback');
			client.release();
		}
	});
});
