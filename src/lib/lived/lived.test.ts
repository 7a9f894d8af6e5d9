import { expect, test } from 'vitest';
import {
	actor,
	choosing,
	makeHome,
	pageFor,
	textFor,
	type Home
} from '../../../tests/database/home.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import {
	answerProposal,
	bringBack,
	narrowGoing,
	proposeShare
} from '#lib/sharing/actions.server.ts';
import { readStory } from '#lib/stories/readStory.server.ts';
import { sayLivedFacts } from './actions.server.ts';
import { livedIn } from './queries.server.ts';
import type { Said } from './schema.ts';

const site = await openTestSite();

const says = ({ box }: Home, who: Person, said: Said) =>
	asViewer(site.pools.web, who.session, async (tx, viewer) => {
		if (!viewer) throw new NotFound();
		await sayLivedFacts(tx, viewer, box, said);
	});
const has = ({ box }: Home, who: Person | null) =>
	asViewer(site.pools.web, who?.session ?? null, (tx) => livedIn(tx, box));
const about = ({ box }: Home) =>
	site.owner.query(
		`update lamplight.box set weeks = 19, born_on = '2017-03', happened = 'born sleeping' where id = $1`,
		[box]
	);

async function reads(who: Person | null, { story }: Home) {
	const asking = { lamplight: site, session: who?.session ?? null, visit: null };
	return (await readStory(asking, story)).reading;
}

test('what was lived is kept to those who keep the memory box, and of oneself to oneself', async () => {
	const home = await makeHome(site);
	await about(home);
	await says(home, home.wren, { cause: ['cord'], faith: 'none', writing: 'mother' });
	const common = { word: 'born sleeping', weeks: '19', when: '2017', cause: ['cord'] };
	expect(await has(home, home.wren)).toEqual({ ...common, faith: 'none', writing: 'mother' });
	expect(await has(home, home.tom)).toEqual(common);
	expect(await has(home, await site.person('Ines'))).toEqual({});
	expect(await has(home, null)).toEqual({});
});

test('each says for themselves who they are, and both the same of what is common', async () => {
	const home = await makeHome(site);
	await says(home, home.wren, { babies: 'twins', writing: 'mother' });
	await says(home, home.tom, { writing: 'father' });
	expect(await has(home, home.wren)).toEqual({ writing: 'mother' });
	expect(await has(home, home.tom)).toEqual({ writing: 'father' });
});

test('nothing of it goes out but what was chosen, as roughly as was chosen, by everybody’s yes', async () => {
	const home = await makeHome(site, { body: 'I could not sleep.' });
	await about(home);
	await says(home, home.wren, { cause: ['cord'] });
	const going = { shown: { weeks: 'rough', when: 'rough' }, findable: true } as const;
	const { proposalId, outcome } = await proposeShare(
		...[actor(site, home.wren), home.box, home.story],
		choosing(['anyone'], { going })
	);
	// Her own words alone would have needed nobody else.
	expect(outcome).toBe('waiting');
	await answerProposal(actor(site, home.tom), home.box, proposalId, 'yes');
	const { lived } = await reads(null, home);
	expect(lived).toEqual({ weeks: '~20', when: '~some-years' });
	const { rows } = await site.owner.query(
		'select lived::text from lamplight.share where story_id = $1',
		[home.story]
	);
	expect(rows[0].lived).not.toMatch(/19|2017|cord|sleeping/);
});

test('one keeper takes one fact back at once, and it comes out again only by everybody’s yes', async () => {
	const home = await makeHome(site);
	await about(home);
	const going = { shown: { weeks: 'exact', word: 'exact' } } as const;
	const wish = choosing(['anyone'], { going });
	const ask = () => proposeShare(actor(site, home.wren), home.box, home.story, wish);
	const { proposalId } = await ask();
	await answerProposal(actor(site, home.tom), home.box, proposalId, 'yes');
	await narrowGoing(actor(site, home.tom), home.box, home.story, {
		setting: 'lived',
		what: 'weeks'
	});
	expect((await reads(null, home)).lived).toEqual({ word: 'born sleeping' });
	expect((await reads(home.wren, home)).lived).toEqual({ word: 'born sleeping' });
	expect((await ask()).outcome).toBe('waiting');
	expect((await reads(null, home)).lived).toEqual({ word: 'born sleeping' });
	await bringBack(actor(site, home.tom), home.box, home.story, null);
	expect(await textFor(site, null, home.story)).toBeNull();
});

test('who is asked sees exactly what would be shown', async () => {
	const home = await makeHome(site);
	await about(home);
	const { proposalId } = await proposeShare(
		...[actor(site, home.wren), home.box, home.story],
		choosing(['peers'], { going: { shown: { weeks: 'rough' }, subjects: ['faith'] } })
	);
	const page = await pageFor(site, home.tom, home.box, proposalId);
	expect(page.asked?.reading).toMatchObject({ lived: { weeks: '~20' }, subjects: ['faith'] });
});
