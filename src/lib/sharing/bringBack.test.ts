import { describe, expect, test } from 'vitest';
import { asking } from '../../../tests/database/asking.ts';
import { actor, choosing, edit, join, makeHome, textFor } from '../../../tests/database/home.ts';
import { openTestSite } from '../../../tests/database/site.ts';
import { answerProposal, bringBack } from './actions.server.ts';

const site = await openTestSite();
const { ask, shared } = asking(site);

describe('bringing back', () => {
	test.each(['wren', 'tom'] as const)('takes %s alone, and is at once', async (who) => {
		const home = await makeHome(site);
		await shared(home);
		expect(await bringBack(actor(site, home[who]), home.box, home.story, null)).toBe('everything');
		expect(await textFor(site, null, home.story)).toBeNull();
		expect(await bringBack(actor(site, home[who]), home.box, home.story, null)).toBe('nothing');
	});

	test('can be from one audience, while another keeps what was agreed', async () => {
		const home = await makeHome(site);
		const granny = await site.person('Granny');
		await join(site, home.box, home.wren, granny, 'guest');
		await shared(home, choosing(['family', 'anyone']));
		expect(await bringBack(actor(site, home.tom), home.box, home.story, 'anyone')).toBe(
			'one-audience'
		);
		expect(await textFor(site, null, home.story)).toBeNull();
		expect(await textFor(site, granny, home.story)).toContain('We said hello');
	});

	test('also takes back one’s yes to what is still asked', async () => {
		const home = await makeHome(site);
		const robin = await site.person('Robin');
		await shared(home);
		await join(site, home.box, home.wren, robin);
		const revision = await edit(site, home.wren, home.story, 'Second words about Tom.');
		const second = await ask(home, choosing(['anyone'], { revision }));
		await answerProposal(actor(site, home.tom), home.box, second, 'yes');
		await bringBack(actor(site, home.tom), home.box, home.story, null);
		expect(await answerProposal(actor(site, robin), home.box, second, 'yes')).toBe('waiting');
		expect(await textFor(site, null, home.story)).toBeNull();
	});

	test('follows a “no” that crossed the last yes on its way', async () => {
		const home = await makeHome(site);
		const robin = await site.person('Robin');
		await join(site, home.box, home.wren, robin);
		const proposal = await ask(home);
		await answerProposal(actor(site, home.tom), home.box, proposal, 'yes');
		await answerProposal(actor(site, robin), home.box, proposal, 'yes');
		expect(await answerProposal(actor(site, home.tom), home.box, proposal, 'no')).toBe('undone');
		expect(await textFor(site, null, home.story)).toBeNull();
	});
});
