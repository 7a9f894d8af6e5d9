import { describe, expect, test } from 'vitest';
import { NotFound, NotRight } from '#lib/server/failures.ts';
import { asking } from '../../../tests/database/asking.ts';
import {
	actor,
	beginBox,
	choosing,
	edit,
	join,
	lettersIn,
	makeHome,
	pageFor,
	photograph,
	textFor,
	write
} from '../../../tests/database/home.ts';
import { openTestSite } from '../../../tests/database/site.ts';
import {
	answerProposal,
	bringBack,
	proposeShare,
	reopenProposal,
	takeBackProposal
} from './actions.server.ts';

const site = await openTestSite();
const { ask, shared } = asking(site);

describe('what two keep together', () => {
	test('stays with them until the other says yes, and then goes out at once', async () => {
		const home = await makeHome(site);
		const proposal = await ask(home);
		expect(await textFor(site, null, home.story)).toBeNull();
		expect(await answerProposal(actor(site, home.tom), home.box, proposal, 'yes')).toBe('done');
		expect(await textFor(site, null, home.story)).toContain('We said hello');
	});

	test('goes to the audiences that were agreed, and to nobody else', async () => {
		const home = await makeHome(site);
		const granny = await site.person('Granny');
		await join(site, home.box, home.wren, granny, 'guest');
		await shared(home, choosing(['family']));
		expect(await textFor(site, granny, home.story)).toContain('We said hello');
		expect(await textFor(site, null, home.story)).toBeNull();
		expect(await textFor(site, await site.person('Other'), home.story)).toBeNull();
	});

	test('is not shared by “not yet”, which can become a yes later', async () => {
		const home = await makeHome(site);
		const proposal = await ask(home);
		const tom = actor(site, home.tom);
		expect(await answerProposal(tom, home.box, proposal, 'not_yet')).toBe('waiting');
		expect(await textFor(site, null, home.story)).toBeNull();
		expect(await answerProposal(tom, home.box, proposal, 'yes')).toBe('done');
		expect(await textFor(site, null, home.story)).not.toBeNull();
	});

	test('is asked of the other by a word on the screen and one neutral letter', async () => {
		const home = await makeHome(site);
		await ask(home);
		const letters = await lettersIn(site);
		expect(letters.filter(({ member }) => member === home.tom.id)).toEqual([
			{ template: 'proposal_waits', member: home.tom.id, address: null }
		]);
		expect(letters.filter(({ member }) => member === home.wren.id)).toEqual([]);
	});

	test('is asked once, however often the button is pressed', async () => {
		const home = await makeHome(site);
		const [first, second] = [await ask(home), await ask(home)];
		expect(second).toBe(first);
	});

	test('cannot be answered by anybody who does not keep it, nor seen to be there', async () => {
		const [home, other] = [await makeHome(site), await makeHome(site)];
		const proposal = await ask(home);
		for (const stranger of [other.tom, await site.person('Mallory')]) {
			const mallory = actor(site, stranger);
			for (const box of [home.box, other.box]) {
				await expect(answerProposal(mallory, box, proposal, 'yes')).rejects.toThrow(NotFound);
				await expect(pageFor(site, stranger, box, proposal)).rejects.toThrow(NotFound);
				await expect(bringBack(mallory, box, home.story, null)).rejects.toThrow(NotFound);
				await expect(proposeShare(mallory, box, home.story, choosing(['anyone']))).rejects.toThrow(
					NotFound
				);
			}
		}
		const nobody = { lamplight: site, session: null };
		await expect(answerProposal(nobody, home.box, proposal, 'yes')).rejects.toThrow(NotFound);
		await expect(answerProposal(actor(site, home.tom), home.box, 'x', 'yes')).rejects.toThrow(
			NotFound
		);
	});
});

describe('after a no', () => {
	test('the one who asked cannot ask for as much again, and is told so kindly', async () => {
		const home = await makeHome(site);
		const proposal = await ask(home, choosing(['peers']));
		await answerProposal(actor(site, home.tom), home.box, proposal, 'no');
		const more = ask(home, choosing(['peers', 'anyone']));
		await expect(more).rejects.toThrow(NotRight);
		await expect(more).rejects.toThrow(/Only Tom can take it up again/);
		const revision = await edit(site, home.wren, home.story, 'Other words about Tom.');
		await expect(ask(home, choosing(['peers'], { revision }))).rejects.toThrow(NotRight);
	});

	test('less can be asked', async () => {
		const home = await makeHome(site);
		const proposal = await ask(home, choosing(['anyone']));
		await answerProposal(actor(site, home.tom), home.box, proposal, 'no');
		await expect(ask(home, choosing(['family']))).resolves.toBeTypeOf('string');
	});

	test('the one who said it can change it while it is asked', async () => {
		const home = await makeHome(site);
		const proposal = await ask(home);
		const tom = actor(site, home.tom);
		expect(await answerProposal(tom, home.box, proposal, 'no')).toBe('declined');
		expect(await answerProposal(tom, home.box, proposal, 'yes')).toBe('done');
	});

	test('the one who said it can take it up again when nobody asks any more', async () => {
		const home = await makeHome(site);
		const proposal = await ask(home);
		await answerProposal(actor(site, home.tom), home.box, proposal, 'no');
		await takeBackProposal(actor(site, home.wren), home.box, proposal);
		await expect(ask(home)).rejects.toThrow(NotRight);
		await expect(reopenProposal(actor(site, home.wren), home.box, proposal)).rejects.toThrow(
			NotRight
		);
		const { proposalId } = await reopenProposal(actor(site, home.tom), home.box, proposal);
		expect(await textFor(site, null, home.story)).toBeNull();
		await answerProposal(actor(site, home.wren), home.box, proposalId, 'yes');
		expect(await textFor(site, null, home.story)).not.toBeNull();
	});
});

test('whoever keeps a box alone shares what is in it by their own yes', async () => {
	const wren = await site.person('Wren');
	const box = await beginBox(site, wren);
	const picture = await photograph(site, wren, box);
	const story = await write(site, wren, box, 'Hello', `Hello\n\n![](keepsake:${picture})`);
	const made = await proposeShare(actor(site, wren), box, story, choosing(['peers']));
	expect(made.outcome).toBe('done');
});
