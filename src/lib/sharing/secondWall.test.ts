import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Person } from '../../../tests/database/site.ts';
import { openTestSite } from '../../../tests/database/site.ts';
import { asViewer, type Tx } from '#lib/server/database/viewer.ts';
import { answerProposal, bringBack, proposeShare, takeBackProposal } from './actions.server.ts';
import {
	actor,
	choosing,
	join,
	makeHome,
	photograph,
	textFor,
	type Home
} from '../../../tests/database/home.ts';

const site = await openTestSite();

async function ask({ wren, box, story }: Home) {
	return (await proposeShare(actor(site, wren), box, story, choosing(['anyone']))).proposalId;
}

function as<T>(who: Person, work: (tx: Tx) => Promise<T>) {
	return asViewer(site.pools.web, who.session, work);
}

describe('with the application’s own checks taken away, Postgres', () => {
	test('does not enact what somebody has not agreed to', async () => {
		const home = await makeHome(site);
		const proposal = await ask(home);
		for (const who of [home.wren, home.tom]) {
			const enact = as(who, (tx) => sql`select enact(${proposal}, ${randomUUID()})`.execute(tx));
			await expect(enact).rejects.toThrow(/not everyone has agreed/);
		}
		expect(await textFor(site, null, home.story)).toBeNull();
	});

	test('does not enact for another box’s keeper', async () => {
		const [home, other] = [await makeHome(site), await makeHome(site)];
		const proposal = await ask(home);
		await as(home.tom, (tx) =>
			tx
				.insertInto('consent')
				.values({ proposalId: proposal, memberId: home.tom.id, answer: 'yes' })
				.execute()
		);
		const enact = as(other.wren, (tx) =>
			sql`select enact(${proposal}, ${randomUUID()})`.execute(tx)
		);
		await expect(enact).rejects.toThrow(/not found/);
	});

	test('does not enact a story of one box that is asked about in another', async () => {
		const home = await makeHome(site);
		await ask(home);
		const alone = randomUUID();
		await as(home.wren, (tx) => sql`select begin_box(${alone})`.execute(tx));
		const { rows } = await site.owner.query(
			'select id from lamplight.story_version where story_id = $1',
			[home.story]
		);
		const [proposal, version] = [randomUUID(), rows[0].id as string];
		await as(home.wren, async (tx) => {
			await tx
				.insertInto('proposal')
				.values({
					...{ id: proposal, boxId: alone, kind: 'share', storyId: home.story, versionId: version },
					...{ toAnyone: true, proposedBy: home.wren.id }
				})
				.execute();
			await tx
				.insertInto('consent')
				.values({ proposalId: proposal, memberId: home.wren.id, answer: 'yes' })
				.execute();
		});
		const enact = as(home.wren, (tx) =>
			sql`select enact(${proposal}, ${randomUUID()})`.execute(tx)
		);
		await expect(enact).rejects.toThrow(/not everyone has agreed/);
	});

	test('takes nobody’s answer from another', async () => {
		const home = await makeHome(site);
		const proposal = await ask(home);
		const forge = as(home.wren, (tx) =>
			tx
				.insertInto('consent')
				.values({ proposalId: proposal, memberId: home.tom.id, answer: 'yes' })
				.execute()
		);
		await expect(forge).rejects.toThrow(/row-level security/);
	});

	test('adds nothing to a version that is asked about', async () => {
		const home = await makeHome(site);
		await ask(home);
		const picture = await photograph(site, home.wren, home.box);
		const { rows } = await site.owner.query(
			'select id from lamplight.story_version where story_id = $1',
			[home.story]
		);
		for (const who of [home.wren, home.tom]) {
			const add = as(who, (tx) =>
				tx
					.insertInto('versionKeepsake')
					.values({ versionId: rows[0].id, keepsakeId: picture, position: 1, covered: false })
					.execute()
			);
			await expect(add).rejects.toThrow(/row-level security/);
		}
	});

	test('closes no question as agreed but by enacting it', async () => {
		const home = await makeHome(site);
		const proposal = await ask(home);
		const close = as(home.wren, (tx) =>
			tx
				.updateTable('proposal')
				.set({ closedAt: new Date(), closedAs: 'agreed' })
				.where('id', '=', proposal)
				.execute()
		);
		await expect(close).rejects.toThrow(/row-level security/);
	});

	test('lets a share be narrowed and never widened', async () => {
		const home = await makeHome(site);
		const proposal = await ask(home);
		await answerProposal(actor(site, home.tom), home.box, proposal, 'yes');
		await bringBack(actor(site, home.wren), home.box, home.story, null);
		const { rows } = await site.owner.query('select id from lamplight.share where story_id = $1', [
			home.story
		]);
		for (const [family, peers, anyone] of [
			[true, false, false],
			[false, false, true]
		]) {
			const widen = as(home.wren, (tx) =>
				sql`select narrow_share(${rows[0].id}, ${randomUUID()}, ${family}, ${peers}, ${anyone})`.execute(
					tx
				)
			);
			await expect(widen).rejects.toThrow(/would not narrow/);
		}
	});

	test('shows nobody else that a draft, its question or its answers are there', async () => {
		const [home, other] = [await makeHome(site), await makeHome(site)];
		await ask(home);
		for (const table of ['draft', 'story', 'storyVersion', 'proposal', 'consent'] as const) {
			const seen = await as(other.tom, (tx) => tx.selectFrom(table).selectAll().execute());
			expect(seen).toEqual([]);
		}
	});
});

describe('a yes and a withdrawal at the same moment', () => {
	test('never leave anything published, whichever is first', async () => {
		for (let turn = 0; turn < 12; turn++) {
			const home = await makeHome(site);
			const proposal = await ask(home);
			const [wren, tom] = [actor(site, home.wren), actor(site, home.tom)];
			const acts = [
				() => answerProposal(tom, home.box, proposal, 'yes'),
				() => takeBackProposal(wren, home.box, proposal)
			];
			if (turn % 2) acts.reverse();
			await Promise.allSettled(acts.map((act) => act()));
			expect(await textFor(site, null, home.story)).toBeNull();
		}
	});

	test('or a yes and another keeper’s no, leave nothing published', async () => {
		for (let turn = 0; turn < 8; turn++) {
			const home = await makeHome(site);
			const robin = await site.person('Robin');
			await join(site, home.box, home.wren, robin);
			const proposal = await ask(home);
			await answerProposal(actor(site, robin), home.box, proposal, 'yes');
			await Promise.all([
				answerProposal(actor(site, home.tom), home.box, proposal, 'yes'),
				answerProposal(actor(site, robin), home.box, proposal, 'no')
			]);
			expect(await textFor(site, null, home.story)).toBeNull();
		}
	});

	test('share once, when two say the last yes together', async () => {
		const home = await makeHome(site);
		const proposal = await ask(home);
		const tom = actor(site, home.tom);
		await Promise.allSettled([1, 2, 3].map(() => answerProposal(tom, home.box, proposal, 'yes')));
		const { rows } = await site.owner.query(
			'select count(*)::int as shares from lamplight.share where story_id = $1',
			[home.story]
		);
		expect(rows).toEqual([{ shares: 1 }]);
	});
});
