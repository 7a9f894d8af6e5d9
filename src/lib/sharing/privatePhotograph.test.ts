import { expect, test } from 'vitest';
import { asViewer } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import {
	actor,
	choosing,
	edit,
	makeHome,
	pageFor,
	photograph
} from '../../../tests/database/home.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { answerProposal, proposeShare, takeBackProposal } from './actions.server.ts';
import { proposedPart } from './queries.server.ts';

const site = await openTestSite();

/** Wren asks to share a story with a photograph that only she had. */
async function asked() {
	const home = await makeHome(site);
	const keepsake = await photograph(site, home.wren, home.box, 'mine');
	const revision = await edit(site, home.wren, home.story, `Tom\n\n![](keepsake:${keepsake})`);
	const { proposalId: proposal } = await proposeShare(
		actor(site, home.wren),
		home.box,
		home.story,
		choosing(['peers'], { revision })
	);
	return { ...home, keepsake, proposal };
}

type Asked = Awaited<ReturnType<typeof asked>>;

function picture({ box, proposal, keepsake }: Asked, who: Person) {
	return asViewer(site.pools.web, who.session, async (tx, viewer) => {
		if (!viewer) throw new NotFound();
		return proposedPart(tx, viewer, box, { proposal, keepsake, part: 'large' }, site.now());
	});
}

test('a photograph kept to oneself can be seen by the other while it is asked about', async () => {
	const home = await asked();
	const { asked: page } = await pageFor(site, home.tom, home.box, home.proposal);
	expect(page?.keepsakes).toMatchObject([
		{ id: home.keepsake, covered: true, href: null, here: { show: 'full' } }
	]);
	expect(await picture(home, home.tom)).toMatchObject({ mediaType: 'image/webp' });
});

test('it is the giver’s alone again as soon as the question is taken back', async () => {
	const home = await asked();
	await takeBackProposal(actor(site, home.wren), home.box, home.proposal);
	await expect(picture(home, home.tom)).rejects.toThrow(NotFound);
});

test('nobody else sees it: no other family, and no reader before everyone agreed', async () => {
	const [home, other] = [await asked(), await makeHome(site)];
	await expect(picture(home, other.wren)).rejects.toThrow(NotFound);
	await expect(picture(home, await site.person('Mallory'))).rejects.toThrow(NotFound);
	await answerProposal(actor(site, home.tom), home.box, home.proposal, 'not_yet');
	const peer = await site.person('Ines');
	await site.owner.query('insert into lamplight.peer_welcome (member_id) values ($1)', [peer.id]);
	await expect(picture(home, peer)).rejects.toThrow(NotFound);
});
