import { describe, expect, test } from 'vitest';
import { NotFound } from '#lib/server/failures.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { leaveBox } from '../people/actions.server.ts';
import {
	answerProposal,
	bringBack,
	decideForMe,
	proposeShare,
	takeBackDelegation
} from './actions.server.ts';
import {
	actor,
	choosing,
	edit,
	join,
	lettersIn,
	makeHome,
	photograph,
	textFor,
	type Home
} from '../../../tests/database/home.ts';

const site = await openTestSite();

async function ask({ wren, box, story }: Home, choices = choosing(['anyone'])) {
	return (await proposeShare(actor(site, wren), box, story, choices)).proposalId;
}

function leaveTo(home: Home, giver: Person, named: Person) {
	return decideForMe(actor(site, giver), home.box, named.id, 'share');
}

const isOut = async (home: Home) => (await textFor(site, null, home.story)) !== null;

describe('“decide for me”', () => {
	test('lets the named keeper’s own wish be enough, and tells the giver at once', async () => {
		const home = await makeHome(site);
		await leaveTo(home, home.tom, home.wren);
		await ask(home);
		expect(await isOut(home)).toBe(true);
		const letters = (await lettersIn(site)).filter(({ member }) => member === home.tom.id);
		expect(letters.map(({ template }) => template)).toEqual(['decided_for_you']);
		const { rows } = await site.owner.query(
			'select kind from lamplight.notice where member_id = $1',
			[home.tom.id]
		);
		expect(rows).toEqual([{ kind: 'decided_for_you' }]);
	});

	test('said to an open question lets it go out then and there', async () => {
		const home = await makeHome(site);
		await ask(home);
		expect(await isOut(home)).toBe(false);
		await leaveTo(home, home.tom, home.wren);
		expect(await isOut(home)).toBe(true);
	});

	test('never chains: A to B and B to C is no word of C for A', async () => {
		const home = await makeHome(site);
		const robin = await site.person('Robin');
		await join(site, home.box, home.wren, robin);
		await leaveTo(home, home.tom, robin);
		await leaveTo(home, robin, home.wren);
		const proposal = await ask(home);
		expect(await isOut(home)).toBe(false);
		expect(await answerProposal(actor(site, robin), home.box, proposal, 'yes')).toBe('done');
	});

	test('is not the other’s word against one’s own “not yet” or “no”', async () => {
		for (const answer of ['not_yet', 'no'] as const) {
			const home = await makeHome(site);
			const robin = await site.person('Robin');
			await join(site, home.box, home.wren, robin);
			await leaveTo(home, home.tom, home.wren);
			const proposal = await ask(home);
			await answerProposal(actor(site, home.tom), home.box, proposal, answer);
			await answerProposal(actor(site, robin), home.box, proposal, 'yes');
			expect(await isOut(home)).toBe(false);
		}
	});

	test('ends when it is taken back', async () => {
		const home = await makeHome(site);
		await leaveTo(home, home.tom, home.wren);
		await takeBackDelegation(actor(site, home.tom), home.box, 'share');
		await ask(home);
		expect(await isOut(home)).toBe(false);
	});

	test('ends when a keeper joins', async () => {
		const home = await makeHome(site);
		await leaveTo(home, home.tom, home.wren);
		const robin = await site.person('Robin');
		await join(site, home.box, home.wren, robin);
		const proposal = await ask(home);
		expect(await answerProposal(actor(site, robin), home.box, proposal, 'yes')).toBe('waiting');
		expect(await isOut(home)).toBe(false);
	});

	test('ends when either leaves, and does not come to life again', async () => {
		const home = await makeHome(site);
		await leaveTo(home, home.tom, home.wren);
		await leaveBox(actor(site, home.tom), home.box);
		await join(site, home.box, home.wren, home.tom);
		await ask(home);
		expect(await isOut(home)).toBe(false);
	});

	test('yields to what the giver brought back themselves', async () => {
		const home = await makeHome(site);
		await leaveTo(home, home.tom, home.wren);
		await ask(home);
		await bringBack(actor(site, home.tom), home.box, home.story, null);
		const revision = await edit(site, home.wren, home.story, 'Second words about Tom.');
		await ask(home, choosing(['anyone'], { revision }));
		expect(await isOut(home)).toBe(false);
	});

	test('takes no cover off: that is always asked of each', async () => {
		const home = await makeHome(site);
		await leaveTo(home, home.tom, home.wren);
		const picture = await photograph(site, home.wren, home.box);
		const revision = await edit(site, home.wren, home.story, `Tom\n\n![](keepsake:${picture})`);
		const photographs = { [picture]: { covered: false } };
		await ask(home, choosing(['anyone'], { revision, photographs }));
		expect(await isOut(home)).toBe(false);
	});

	test('is given by each for themselves, and only to one who keeps it too', async () => {
		const home = await makeHome(site);
		const stranger = await site.person('Mallory');
		await expect(leaveTo(home, home.tom, home.tom)).rejects.toThrow(NotFound);
		await expect(leaveTo(home, home.tom, stranger)).rejects.toThrow(NotFound);
		await expect(leaveTo(home, stranger, home.tom)).rejects.toThrow(NotFound);
	});
});
