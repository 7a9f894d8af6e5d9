import { expect, test } from 'vitest';
import { asViewer } from '#lib/server/database/viewer.ts';
import { openTestSite } from '../../../tests/database/site.ts';
import { proposeShare } from './actions.server.ts';
import { audienceSummary, waitingProposals } from './queries.server.ts';
import { actor, choosing, makeHome, textFor, type Home } from '../../../tests/database/home.ts';

const site = await openTestSite({ web: 1, strangers: 1, auth: 1, worker: 1 });

test('families who take turns on one connection never meet in it', async () => {
	const homes: Home[] = [];
	for (const name of ['Robin', 'Wilder', 'Noor']) {
		const home = await makeHome(site, { title: name, body: `${name}, and Tom held him.` });
		await proposeShare(actor(site, home.wren), home.box, home.story, choosing(['peers']));
		homes.push(home);
	}
	const titles = ['Robin', 'Wilder', 'Noor'];
	await Promise.all(
		Array.from({ length: 60 }, async (_, turn) => {
			const mine = homes[turn % 3] as Home;
			const other = homes[(turn + 1) % 3] as Home;
			const who = turn % 2 ? mine.wren : mine.tom;
			const seen = await asViewer(site.pools.web, who.session, async (tx, viewer) => {
				if (!viewer) throw new Error('Everybody here is signed in.');
				return {
					waiting: await waitingProposals(tx, mine.box, viewer, site.now()),
					summary: await audienceSummary(tx, mine.box, viewer, site.now()),
					versions: await tx.selectFrom('storyVersion').select('title').execute(),
					answers: await tx.selectFrom('consent').select('memberId').execute()
				};
			});
			expect(seen.waiting.map(({ about }) => about)).toEqual([titles[turn % 3]]);
			expect(seen.summary.others).toEqual([turn % 2 ? 'Tom' : 'Wren']);
			expect(seen.versions).toEqual([{ title: titles[turn % 3] }]);
			expect(seen.answers).toEqual([{ memberId: mine.wren.id }]);
			expect(await textFor(site, who, other.story)).toBeNull();
			const { rows } = await site.pools.pages.query('select id from story_version');
			expect(rows).toEqual([]);
		})
	);
});
