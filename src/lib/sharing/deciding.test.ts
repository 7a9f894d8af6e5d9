import { describe, expect, test } from 'vitest';
import type { Audience } from '#lib/rules/facts.ts';
import { NotFound } from '#lib/server/failures.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { leaveBox } from '../people/actions.server.ts';
import {
	answerProposal,
	bringBack,
	coverForAll,
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

	/** A story about Tom with Wren's photograph in it, and what she chooses for it. */
	async function withPhotograph(home: Home) {
		const picture = await photograph(site, home.wren, home.box);
		const revision = await edit(site, home.wren, home.story, `Tom\n\n![](keepsake:${picture})`);
		const choose = (covered: boolean, more: Audience[] = ['anyone']) =>
			choosing(more, { revision, keepsakes: { [picture]: { covered } } });
		return { picture, choose };
	}
	const coversTo = (home: Home, giver: Person, named: Person) =>
		decideForMe(actor(site, giver), home.box, named.id, 'uncover');

	test('takes a cover off where that was left to the same keeper too, also by itself later', async () => {
		const home = await makeHome(site);
		const { choose } = await withPhotograph(home);
		await leaveTo(home, home.tom, home.wren);
		await ask(home, choose(false));
		expect(await isOut(home)).toBe(false);
		await coversTo(home, home.tom, home.wren);
		expect(await isOut(home)).toBe(true);
	});

	test('for covers alone shares nothing', async () => {
		const home = await makeHome(site);
		const { choose } = await withPhotograph(home);
		await coversTo(home, home.tom, home.wren);
		await ask(home, choose(false));
		expect(await isOut(home)).toBe(false);
	});

	test('needs nothing more for a photograph that is shown without a cover already', async () => {
		const home = await makeHome(site);
		const { choose } = await withPhotograph(home);
		const first = await ask(home, choose(false));
		await answerProposal(actor(site, home.tom), home.box, first, 'yes');
		await leaveTo(home, home.tom, home.wren);
		await ask(home, { ...choose(false, ['anyone', 'peers']), byline: 'Wren and Tom' });
		const { rows } = await site.owner.query(
			'select to_peers from lamplight.share where story_id = $1 and ended_at is null',
			[home.story]
		);
		expect(rows).toEqual([{ to_peers: true }]);
	});

	test('ends for covers when the giver lays one back', async () => {
		const home = await makeHome(site);
		const { picture, choose } = await withPhotograph(home);
		await leaveTo(home, home.tom, home.wren);
		await coversTo(home, home.tom, home.wren);
		await ask(home, choose(false));
		await coverForAll(actor(site, home.tom), home.box, home.story, picture);
		await ask(home, { ...choose(false), byline: 'Wren and Tom' });
		const { rows } = await site.owner.query(
			`select bool_and(vk.covered) as covered from lamplight.share s
			join lamplight.version_keepsake vk on vk.version_id = s.version_id
			where s.story_id = $1 and s.ended_at is null`,
			[home.story]
		);
		expect(rows).toEqual([{ covered: true }]);
	});

	test('takes no cover off: that is asked of each', async () => {
		const home = await makeHome(site);
		await leaveTo(home, home.tom, home.wren);
		const picture = await photograph(site, home.wren, home.box);
		const revision = await edit(site, home.wren, home.story, `Tom\n\n![](keepsake:${picture})`);
		const keepsakes = { [picture]: { covered: false } };
		await ask(home, choosing(['anyone'], { revision, keepsakes }));
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
