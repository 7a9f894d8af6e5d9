/**
 * A backup does not know what was brought back, ended or taken down after it was taken. So nothing that
 * was let out then is out after a restore, and nobody who was let in is in.
 */
import { createHash, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { lookAtInvitation } from '#lib/accounts/invitations.server.ts';
import { calendarFeed } from '#lib/days/queries.server.ts';
import { expireDeposits } from '#lib/deposits/expire.server.ts';
import { digestLink } from '#lib/digests/links.ts';
import { digestWords } from '#lib/digests/send.server.ts';
import { endingJobs } from '#lib/ending/jobs.server.ts';
import { deliverLetter } from '#lib/letters/deliver.server.ts';
import { facesOf } from '#lib/keepsakes/queries.server.ts';
import { openAll } from '#lib/keepsakes/actions.server.ts';
import { deleteReleased } from '#lib/keepsakes/leaving/deleteReleased.server.ts';
import { peopleOf } from '#lib/people/queries.server.ts';
import type { StoryId } from '#lib/rules/facts.ts';
import { answerProposal, proposeShare } from '#lib/sharing/actions.server.ts';
import { notices } from '#lib/sharing/notices.server.ts';
import { sharePage } from '#lib/sharing/queries.server.ts';
import { sayNotice } from '#lib/sharing/sayNotice.ts';
import { sharedPart } from '#lib/stories/shown.server.ts';
import { storiesForAnyone } from '#lib/stories/queries.server.ts';
import { nameModerator, goOnFrom, verifyLog } from '#lib/watching/actions.server.ts';
import { lookAtWelcome, peersAsking } from '#lib/watching/queries.server.ts';
import {
	actor,
	choosing,
	edit,
	lettersIn,
	makeHome,
	photograph,
	textFor,
	write
} from '../../../../tests/database/home.ts';
import { anyAct, castOf, live, refused } from '../../../../tests/database/readersLife.ts';
import { openTestSite, type Person, type TestSite } from '../../../../tests/database/site.ts';
import { emptyFolder } from '../../../../tests/postgres/trial.ts';
import { noteComingBack } from '../database/comingBack.ts';
import { migrate } from '../database/migrate.ts';
import { openPools } from '../database/pools.ts';
import { asViewer, type SignedIn, type Tx } from '../database/viewer.ts';
import { NotFound } from '../failures.ts';
import { openFolderPlace } from './folderPlace.ts';
import { readManifest, findBackup } from './manifest.ts';
import { restoreNewest, take } from './testing.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

const token = (text: string) => createHash('sha256').update(text).digest('hex');

/** Everything by which something can be out or somebody in, all at once. */
async function worldOf(site: TestSite) {
	const put = (text: string, values: unknown[] = []) => site.owner.query(text, values);
	const home = await makeHome(site);
	const { wren, tom, box } = home;
	const [granny, ines, mo, ash, bo] = [
		await site.person('Granny'),
		await site.person('Ines'),
		await site.person('Mo'),
		await site.person('Ash'),
		await site.person('Bo')
	];
	const picture = await photograph(site, wren, box);
	const seen = await write(site, wren, box, 'Robin', `Tom held him.\n\n![](keepsake:${picture})`);
	const shareIt = async (story: StoryId, more: Parameters<typeof choosing>[1]) => {
		const choices = choosing(['family', 'peers', 'anyone'], more);
		const { proposalId } = await proposeShare(actor(site, wren), box, story, choices);
		await answerProposal(actor(site, tom), box, proposalId, 'yes');
	};
	await put('insert into lamplight.peer_welcome (member_id) values ($1)', [ines.id]);
	await put('insert into lamplight.host (member_id) values ($1)', [ash.id]);
	const open = { [picture]: { covered: false } };
	await shareIt(seen, { going: { findable: true, answers: 'letters' }, keepsakes: open });
	await shareIt(home.story, { going: { findable: true } });
	await put('insert into lamplight.moderator (member_id) values ($1), ($2)', [mo.id, ash.id]);
	await put(`insert into lamplight.takedown (story_id, reason) values ($1, 'unkind')`, [
		home.story
	]);

	await put(
		`insert into lamplight.invitation (kind, box_id, token_hash, name, email, expires_at, used_at, used_by)
		values ('guest', $1, 'used', 'Granny', 'granny@example.org', now(), now(), $2)`,
		[box, granny.id]
	);
	await put(`insert into lamplight.guest (box_id, member_id, name) values ($1, $2, 'Granny')`, [
		box,
		granny.id
	]);
	for (const kind of ['guest', 'keeper', 'host']) {
		await put(
			`insert into lamplight.invitation (kind, box_id, token_hash, invited_by, expires_at)
			values ($1, $2, $3, $4, now() + interval '9 days')`,
			[kind, kind === 'host' ? null : box, token(kind), wren.id]
		);
	}
	await put(
		`insert into lamplight.peer_invitation (token_hash, invited_by, expires_at)
		values ($1, $2, now() + interval '9 days')`,
		[token('peer'), ash.id]
	);
	const asked = await write(site, wren, box, 'Asked', 'Tom sang to him.');
	const question = await proposeShare(actor(site, wren), box, asked, choosing(['family']));
	await put(
		`insert into lamplight.delegation (box_id, giver_id, named_id, kind) values ($1, $2, $3, 'share')`,
		[box, tom.id, wren.id]
	);
	const [calendar, digest] = [randomUUID(), randomUUID()];
	await put('insert into lamplight.day_calendar (id, member_id) values ($1, $2)', [
		calendar,
		wren.id
	]);
	await put(
		`insert into lamplight.digest (member_id, every, key, confirmed_at, told_until)
		values ($1, 'week', $2, now(), now() - interval '9 days')`,
		[ines.id, digest]
	);
	await put('insert into lamplight.block (blocker_id, member_id) values ($1, $2)', [
		wren.id,
		bo.id
	]);
	await put(`insert into lamplight.suspension (member_id, reason) values ($1, 'unkind')`, [bo.id]);
	// Ines wrote, Wren has it and answered: the answer was let through and is on its way.
	const [letter, answer] = [randomUUID(), randomUUID()];
	const sent = `insert into lamplight.letter (id, root_id, story_id, box_id, from_id, to_id, body, screen, screened_at, verdict, verdict_at)
		values ($1, $2, $3, $4, $5, $6, 'I lit a candle.', 'pass', now(), 'passed_on', now())`;
	await put(sent, [letter, letter, seen, box, ines.id, null]);
	await put(sent, [answer, letter, seen, box, wren.id, ines.id]);
	await put(
		`insert into lamplight.letter_delivery (letter_id, member_id, stage, delivered_at)
		values ($1, $2, 'delivered', now()), ($3, $4, 'due', null)`,
		[letter, wren.id, answer, ines.id]
	);
	await put(`insert into lamplight.letter_way (member_id, way) values ($1, 'straight')`, [wren.id]);
	await put(
		'insert into lamplight.letter_trust (member_id, reader_id, agreed_at) values ($1, $2, now())',
		[tom.id, granny.id]
	);
	// Waits to be deleted, and long since: whoever took it back did so after the backup.
	const removed = await photograph(site, wren, box);
	await put(
		`update lamplight.keepsake set released_at = now() - interval '40 days' where id = $1`,
		[removed]
	);
	await put(
		`insert into lamplight.closing (member_id, asked_at, ends_at)
		values ($1, now() - interval '31 days', now() - interval '1 day')`,
		[granny.id]
	);
	const deposited = randomUUID();
	await put('insert into lamplight.box (id) values ($1)', [deposited]);
	await put(
		`insert into lamplight.deposit (box_id, email, device_hash, expires_at)
		values ($1, 'late@example.org', 'x', now() - interval '1 day')`,
		[deposited]
	);
	await put(
		`insert into lamplight.keepsake (box_id, scope, kind, words) values ($1, 'box', 'words', 'A hat')`,
		[deposited]
	);
	await as(site, wren, (tx, viewer) => openAll(tx, { viewer, box, now: site.now() }));
	await put('delete from graphile_worker._private_jobs');
	for (const template of ['letter_came', 'peer_welcome', 'digest', 'deposit_reminder']) {
		await put(`select jobs.enqueue('send_mail', $1)`, [
			JSON.stringify({ template, to: { member: ines.id }, id: template, params: {} })
		]);
	}
	return {
		...home,
		seen,
		asked,
		question,
		picture,
		removed,
		calendar,
		digest,
		answer,
		deposited,
		granny,
		ines,
		mo,
		ash,
		bo
	};
}

function as<T>(site: TestSite, who: Person, work: (tx: Tx, viewer: SignedIn) => Promise<T>) {
	return asViewer(site.pools.web, who.session, (tx, viewer) => {
		if (!viewer) throw new NotFound();
		return work(tx, viewer);
	});
}

/** The site as it comes back from a backup; everybody signs in again. */
async function broughtBack(site: TestSite, people: Person[], asItWas: boolean) {
	const place = await openFolderPlace(await emptyFolder());
	await take(site, place);
	const { behind, files, ownerUrl } = await restoreNewest(place, null, { asItWas });
	const pools = openPools(ownerUrl, 'only-for-tests');
	afterAll(() => pools.close());
	const settings = { ...site.settings, dataDir: await emptyFolder(), databaseUrl: ownerUrl };
	const { log } = await readManifest(place, await findBackup(place), null);
	await goOnFrom(settings.dataDir, log, new Date());
	for (const { id, session } of people) {
		await behind.query(
			`insert into auth."session" ("token", "userId", "expiresAt") values ($1, $2, now() + interval '1 day')`,
			[session, id]
		);
	}
	return { ...site, pools, files, settings, owner: behind } satisfies TestSite;
}

type World = Awaited<ReturnType<typeof worldOf>>;
const everybody = ({ wren, tom, granny, ines, mo, ash, bo }: World) => [
	wren,
	tom,
	granny,
	ines,
	mo,
	ash,
	bo
];

describe('after a restore', () => {
	let world: World;
	let site: TestSite;
	let before: TestSite;
	beforeAll(async () => {
		before = await openTestSite();
		world = await worldOf(before);
		site = await broughtBack(before, everybody(world), false);
	});
	const rows = async (text: string, values: unknown[] = []) =>
		(await site.owner.query(text, values)).rows;

	test('nobody outside reads, finds or sees anything of what was shared', async () => {
		const { granny, ines, mo, bo, seen, story, picture } = world;
		expect(await textFor(before, ines, seen)).toContain('Tom held him.');
		expect(await textFor(before, granny, seen)).toContain('Tom held him.');
		expect(await storiesForAnyone(before)).not.toEqual([]);
		for (const who of [null, granny, ines, mo, bo]) {
			for (const each of [seen, story]) expect(await textFor(site, who, each)).toBeNull();
			const asking = { lamplight: site, session: who?.session ?? null, visit: null };
			await expect(sharedPart(asking, seen, picture, 'large')).rejects.toThrow(NotFound);
		}
		expect(await storiesForAnyone(site)).toEqual([]);
	});

	test('those who keep it have all of it, each photograph covered until they look', async () => {
		const { wren, box, picture } = world;
		const face = () =>
			as(site, wren, (tx, viewer) => facesOf(tx, viewer, box, [picture], site.now()));
		expect(await face()).toMatchObject([{ id: picture, covered: { why: 'not-opened' } }]);
		await as(site, wren, (tx, viewer) => openAll(tx, { viewer, box, now: site.now() }));
		expect(await face()).toMatchObject([{ id: picture, covered: null }]);
	});

	test.each(['guest', 'keeper', 'host'])(
		'the link of a %s’s invitation opens nothing',
		async (kind) => {
			expect((await lookAtInvitation(before, null, kind)).face).toMatchObject({ kind });
			expect((await lookAtInvitation(site, null, kind)).face).toBeNull();
		}
	);

	test('links that welcome, calendars and letters home are ended', async () => {
		const { ines, ash, calendar, digest } = world;
		const door = (lamplight: TestSite) => ({ lamplight, session: ash.session });
		expect((await lookAtWelcome(door(before), 'peer')).stands).toBe(true);
		expect((await lookAtWelcome(door(site), 'peer')).stands).toBe(false);
		expect(await rows('select from lamplight.day_calendar where id = $1', [calendar])).toEqual([]);
		await expect(calendarFeed(site, `${calendar}.x.ics`)).rejects.toThrow(NotFound);
		const letter = {
			template: 'digest',
			params: { digest, since: new Date(0).toISOString() }
		} as const;
		const queued = { ...letter, id: 'x', to: { member: ines.id } };
		expect(JSON.stringify(await digestWords(before, queued))).toContain(
			digestLink(site.settings, 'stop', digest)
		);
		expect(await digestWords(site, queued)).toBeNull();
	});

	test('a yes that was said before shares nothing when the other says theirs', async () => {
		const { tom, granny, box, question, asked } = world;
		const late = answerProposal(actor(site, tom), box, question.proposalId, 'yes');
		await late.catch(refused);
		expect(await textFor(site, granny, asked)).toBeNull();
		expect(await rows('select from lamplight.share where ended_at is null')).toEqual([]);
		expect(await rows('select from lamplight.delegation where ended_at is null')).toEqual([]);
	});

	test('what stood in somebody’s way stands', async () => {
		const { wren, bo, story } = world;
		expect(
			await rows(
				'select from lamplight.block where blocker_id = $1 and member_id = $2 and lifted_at is null',
				[wren.id, bo.id]
			)
		).toHaveLength(1);
		expect(
			await rows('select from lamplight.takedown where story_id = $1 and lifted_at is null', [
				story
			])
		).toHaveLength(1);
		expect(
			await rows('select from lamplight.suspension where member_id = $1 and lifted_at is null', [
				bo.id
			])
		).toHaveLength(1);
	});

	test('a letter that was let through waits for a moderator, whatever way it was on', async () => {
		const { answer, granny } = world;
		await deliverLetter(site, answer);
		expect(
			await rows('select stage from lamplight.letter_delivery where letter_id = $1', [answer])
		).toEqual([{ stage: 'moderator' }]);
		expect(
			await rows('select from lamplight.matter where letter_id = $1 and closed_at is null', [
				answer
			])
		).toHaveLength(1);
		expect(
			await rows('select from lamplight.letter_trust where reader_id = $1 and ended_at is null', [
				granny.id
			])
		).toEqual([]);
	});

	test('of the mail that waited only a deposit’s is sent', async () => {
		expect(await lettersIn(before)).toHaveLength(4);
		expect((await lettersIn(site)).map(({ template }) => template)).toEqual(['deposit_reminder']);
	});

	test('nobody is a moderator but a host, and whoever was welcome asks again', async () => {
		const { ash, ines } = world;
		expect(await rows('select member_id from lamplight.moderator where ended_at is null')).toEqual([
			{ member_id: ash.id }
		]);
		const asking = await as(site, ash, (tx) => peersAsking(tx));
		expect(asking.map(({ id }) => id)).toEqual([ines.id]);
	});

	test('what waited to be deleted waits its time again', async () => {
		const { removed, granny, deposited } = world;
		await deleteReleased(site);
		await endingJobs['end_what_is_over']?.(null, site);
		await expireDeposits(site);
		expect(await rows('select from lamplight.keepsake where id = $1', [removed])).toHaveLength(1);
		expect(await rows('select from auth."user" where id = $1', [granny.id])).toHaveLength(1);
		expect(await rows('select from lamplight.box where id = $1', [deposited])).toHaveLength(1);
		await expireDeposits(before);
		expect(
			(await before.owner.query('select from lamplight.box where id = $1', [deposited])).rowCount
		).toBe(0);
	});

	test('the log says so, and is whole from the backup on', async () => {
		const { faults, head } = await verifyLog(site);
		expect({ faults, reaches: head !== null }).toEqual({ faults: [], reaches: true });
		const said = await rows(
			`select actor_id, about from lamplight.log_entry where act = 'place_restored'`
		);
		expect(said).toEqual([
			{ actor_id: null, about: { taken_at: expect.any(Number), as_it_was: false } }
		]);
	});

	test('each who keeps a memory box is told, and what they may share again', async () => {
		const { wren, tom, box, seen, story, mo } = world;
		for (const who of [wren, tom]) {
			const told = await as(site, who, (tx, viewer) => notices(tx, box, viewer));
			expect(told.slice(0, 3).map(({ kind }) => kind)).toEqual([
				'came_back',
				'was_shared',
				'was_shared'
			]);
			expect(
				told
					.slice(1, 3)
					.map((each) => each.story?.id)
					.sort()
			).toEqual([seen, story].sort());
			expect(told[0] && sayNotice(told[0])).toMatch(
				/^This place was brought back from a copy of \d/
			);
			expect(told[1] && sayNotice(told[1])).toContain('was shared before that');
		}
		await expect(as(site, mo, (tx, viewer) => notices(tx, box, viewer))).resolves.toEqual([]);
	});

	test('it is shared again by what was chosen before and a yes; a moderator looks first once more', async () => {
		const { wren, tom, granny, ash, mo, box, seen, picture } = world;
		const page = await as(site, wren, (tx, viewer) =>
			sharePage(tx, viewer, box, seen, { chosen: null, now: site.now() })
		);
		expect(page).toMatchObject({
			standing: null,
			writing: { audiences: ['family', 'peers', 'anyone'] }
		});
		const people = () => as(site, wren, (tx, viewer) => peopleOf(tx, viewer, box, site.now()));
		expect(await people()).toMatchObject({
			guests: [],
			guestsBefore: [{ name: 'Granny', email: 'granny@example.org' }]
		});
		const again = async (revision = 1) => {
			const more = { revision, keepsakes: { [picture]: {} } };
			const choices = choosing(['family', 'anyone'], more);
			const { proposalId } = await proposeShare(actor(site, wren), box, seen, choices);
			await answerProposal(actor(site, tom), box, proposalId, 'yes');
		};
		await again();
		// Mo was a moderator until then: nothing goes out unseen before somebody is one again.
		expect(await textFor(site, null, seen)).toBeNull();
		await as(site, ash, (tx, viewer) => nameModerator(tx, viewer, mo.email));
		const [matter] = await rows(
			`select id from lamplight.matter where kind = 'first_story' and story_id = $1 and closed_at is null`,
			[seen]
		);
		await as(site, mo, (tx) => sql`select take_matter(${matter.id})`.execute(tx));
		await as(site, mo, (tx) =>
			sql`select decide_matter(${matter.id}, 'release', 'fine', '')`.execute(tx)
		);
		expect(await textFor(site, null, seen)).toContain('Tom held him.');
		expect(await textFor(site, granny, seen)).toContain('Tom held him.');
		// Once is enough.
		await again(
			await edit(site, wren, seen, `Tom held him, and sang.\n\n![](keepsake:${picture})`)
		);
		expect(await textFor(site, null, seen)).toContain('and sang');
	});
});

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
