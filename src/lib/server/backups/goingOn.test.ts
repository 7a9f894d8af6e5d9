/** How a family and those who look after a place go on once it was brought back from a backup. */
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { expireDeposits } from '#lib/deposits/expire.server.ts';
import { endingJobs } from '#lib/ending/jobs.server.ts';
import { deleteReleased } from '#lib/keepsakes/leaving/deleteReleased.server.ts';
import { peopleOf } from '#lib/people/queries.server.ts';
import { answerProposal, proposeShare } from '#lib/sharing/actions.server.ts';
import { notices } from '#lib/sharing/notices.server.ts';
import { sharePage } from '#lib/sharing/queries.server.ts';
import { sayNotice } from '#lib/sharing/sayNotice.ts';
import { nameModerator, verifyLog } from '#lib/watching/actions.server.ts';
import {
	as,
	broughtBack,
	everybody,
	worldOf,
	type World
} from '../../../../tests/database/comingBack.ts';
import { actor, choosing, edit, textFor } from '../../../../tests/database/home.ts';
import { openTestSite, type TestSite } from '../../../../tests/database/site.ts';

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
			const told = await as(site, who, (tx, viewer) => notices(tx, box, viewer, site.now()));
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
		await expect(
			as(site, mo, (tx, viewer) => notices(tx, box, viewer, site.now()))
		).resolves.toEqual([]);
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
