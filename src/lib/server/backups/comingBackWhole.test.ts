/** Bringing back as a whole: as it was, broken off in the middle, asked for by a page, after whatever was lived. */
import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { lookAtInvitation } from '#lib/accounts/invitations.server.ts';
import { sharedPart } from '#lib/stories/shown.server.ts';
import { storiesForAnyone } from '#lib/stories/queries.server.ts';
import { verifyLog } from '#lib/watching/actions.server.ts';
import { broughtBack, everybody, worldOf } from '../../../../tests/database/comingBack.ts';
import { lettersIn, textFor } from '../../../../tests/database/home.ts';
import { anyAct, castOf, live, refused } from '../../../../tests/database/readersLife.ts';
import { openTestSite } from '../../../../tests/database/site.ts';
import { emptyFolder } from '../../../../tests/postgres/trial.ts';
import { noteComingBack } from '../database/comingBack.ts';
import { migrate } from '../database/migrate.ts';
import { NotFound } from '../failures.ts';
import { openFolderPlace } from './folderPlace.ts';
import { restoreNewest, take } from './testing.ts';

test('where the host says that nothing happened since, everything is as it was', async () => {
	const before = await openTestSite();
	const world = await worldOf(before);
	const site = await broughtBack(before, everybody(world), true);
	const { granny, ines, seen } = world;
	for (const who of [null, granny, ines]) {
		expect(await textFor(site, who, seen)).toContain('Tom held him.');
	}
	expect((await lookAtInvitation(site, null, 'guest')).face).not.toBeNull();
	expect(await lettersIn(site)).toHaveLength(4);
	expect((await verifyLog(site)).faults).toEqual([]);
	const { rows } = await site.owner.query(
		`select about->'as_it_was' as said from lamplight.log_entry where act = 'place_restored'`
	);
	expect(rows).toEqual([{ said: true }]);
});

test('a restore that breaks off before the end is ended by the next start, before anybody reads', async () => {
	const site = await openTestSite();
	await worldOf(site);
	const place = await openFolderPlace(await emptyFolder());
	await take(site, place);
	const { behind, ownerUrl } = await restoreNewest(place);
	const client = await behind.connect();
	await noteComingBack(client, { takenAt: new Date().toISOString(), asItWas: false });
	await client.query('alter table public.lamplight_coming_back owner to lamplight');
	client.release();
	const out = async () =>
		(await behind.query('select from lamplight.share where ended_at is null')).rowCount;
	expect(await out()).toBe(2);
	await migrate(ownerUrl, 'only-for-tests');
	expect(await out()).toBe(0);
	await migrate(ownerUrl, 'only-for-tests');
	const { rows } = await behind.query('select as_it_was from lamplight.restored order by back_at');
	expect(rows).toEqual([{ as_it_was: true }, { as_it_was: false }]);
});

test('no page and no job can make a site come back', async () => {
	const site = await openTestSite();
	for (const pool of [site.pools.web, site.pools.worker]) {
		const attempt = sql`select come_back(now(), false)`.execute(pool);
		await expect(attempt).rejects.toThrow(/permission denied|done by a restore/);
	}
});

describe('whatever a family and its readers did before', () => {
	test('nothing is out after it, and nothing that stood in somebody’s way is gone', async () => {
		const site = await openTestSite();
		const stands = (table: string, ended: string) =>
			site.owner
				.query(
					`select array_agg(t.id order by t.id) as ids from lamplight.${table} t where ${ended} is null`
				)
				.then(({ rows }) => rows[0].ids as string[] | null);
		await fc.assert(
			fc.asyncProperty(fc.array(anyAct, { minLength: 3, maxLength: 20 }), async (acts) => {
				const world = await castOf(site, 'photograph');
				for (const act of acts) await Promise.resolve(live(site, world, act)).catch(refused);
				const [blocks, suspensions] = [
					await stands('block', 'lifted_at'),
					await stands('suspension', 'lifted_at')
				];
				const { rows: down } = await site.owner.query(
					`select id from lamplight.takedown where lifted_at is null and reason <> 'first_look'`
				);
				await site.owner.query(`select lamplight.come_back(now() - interval '1 hour', false)`);
				const { rows: keepers } = await site.owner.query(
					'select member_id from lamplight.keeper where box_id = $1 and left_at is null and died_at is null',
					[world.box]
				);
				const kept = keepers.map(({ member_id }) => member_id as string);
				const outside = Object.values(world.people).filter(({ id }) => !kept.includes(id));
				for (const who of [null, ...outside]) {
					for (const story of world.stories) {
						expect(await textFor(site, who, story)).toBeNull();
						const asking = { lamplight: site, session: who?.session ?? null, visit: null };
						await expect(sharedPart(asking, story, world.picture, 'large')).rejects.toThrow(
							NotFound
						);
					}
				}
				expect(await storiesForAnyone(site)).toEqual([]);
				expect(await stands('block', 'lifted_at')).toEqual(blocks);
				expect(await stands('suspension', 'lifted_at')).toEqual(suspensions);
				const { rows: still } = await site.owner.query(
					`select id from lamplight.takedown where lifted_at is null and reason <> 'first_look'`
				);
				expect(still).toEqual(expect.arrayContaining(down));
			}),
			{ numRuns: 25 }
		);
	});
});
