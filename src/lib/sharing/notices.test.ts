import { expect, test } from 'vitest';
import { m } from '#lib/paraglide/messages.js';
import { asViewer } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { inviteGuest } from '../people/actions.server.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { actor, choosing, makeHome, type Home } from '../../../tests/database/home.ts';
import { answerProposal, bringBack, proposeShare } from './actions.server.ts';
import { notices } from './notices.server.ts';
import { sayNotice } from './sayNotice.ts';
import { waitingProposals } from './waiting.server.ts';

const site = await openTestSite();

function toldTo(who: Person, { box }: Home) {
	return asViewer(site.pools.web, who.session, async (tx, viewer) => {
		if (!viewer) throw new NotFound();
		return notices(tx, box, viewer, site.now());
	});
}

test('what changed names the story and the person, for whoever may see it', async () => {
	const home = await makeHome(site, { title: 'The morning', body: 'TOM could not sleep.' });
	const { wren, tom, box, story } = home;
	const made = await proposeShare(actor(site, wren), box, story, choosing(['anyone']));
	await answerProposal(actor(site, tom), box, made.proposalId, 'yes');
	await bringBack(actor(site, tom), box, story, null);
	const said = await toldTo(wren, home);
	const title = m.sharing_quoted({ title: 'The morning' });
	// That it was shared is no longer so, and is not said beside it.
	expect(said.map(sayNotice)).toEqual([m.sharing_notice_brought_back({ name: 'Tom', title })]);
	expect(said.map((each) => each.story?.id)).toEqual([story]);
	const again = await proposeShare(actor(site, wren), box, story, choosing(['anyone']));
	await answerProposal(actor(site, tom), box, again.proposalId, 'yes');
	expect((await toldTo(wren, home)).map(sayNotice)).toEqual([m.sharing_notice_shared({ title })]);
	await bringBack(actor(site, wren), box, story, null);
	expect((await toldTo(wren, home)).map(sayNotice)).toEqual([
		m.sharing_notice_brought_back({ name: 'Tom', title })
	]);
});

test('what is its writer’s alone again is told without its title, and leads nowhere', async () => {
	const home = await makeHome(site, { title: 'Mine alone', body: 'I could not sleep.' });
	const { wren, tom, box, story } = home;
	await proposeShare(actor(site, wren), box, story, choosing(['anyone']));
	await bringBack(actor(site, wren), box, story, null);
	const [said] = await toldTo(tom, home);
	expect(said?.story).toBeNull();
	expect(said && sayNotice(said)).toBe(
		m.sharing_notice_brought_back({ name: 'Wren', title: m.sharing_a_story() })
	);
});

test('an invitation that everyone agreed to is told with the name of whoever was invited', async () => {
	const home = await makeHome(site);
	const { wren, tom, box } = home;
	await inviteGuest(actor(site, wren), box, 'Grandma Iris', 'iris@example.org');
	const [open] = await asViewer(site.pools.web, tom.session, async (tx, viewer) => {
		if (!viewer) throw new NotFound();
		return waitingProposals(tx, box, viewer, site.now());
	});
	await answerProposal(actor(site, tom), box, open?.id ?? '', 'yes');
	expect((await toldTo(wren, home)).map(sayNotice)).toEqual([
		m.sharing_notice_invited({ who: 'Grandma Iris' })
	]);
});
