import { describe, expect, test } from 'vitest';
import { NotFound } from '#lib/server/failures.ts';
import { asking } from '../../../tests/database/asking.ts';
import {
	actor,
	choosing,
	join,
	makeHome,
	textFor,
	write,
	type Home
} from '../../../tests/database/home.ts';
import { openTestSite } from '../../../tests/database/site.ts';
import { leaveBox } from '../people/actions.server.ts';
import {
	answerProposal,
	bringBack,
	proposeAgain,
	proposeShare,
	takeBackProposal
} from './actions.server.ts';

const site = await openTestSite();
const { ask, shared } = asking(site);

describe('a keeper who joins', () => {
	test('while something is asked has to answer too', async () => {
		const home = await makeHome(site);
		const robin = await site.person('Robin');
		const proposal = await ask(home);
		await join(site, home.box, home.wren, robin);
		expect(await answerProposal(actor(site, home.tom), home.box, proposal, 'yes')).toBe('waiting');
		expect(await textFor(site, null, home.story)).toBeNull();
		expect(await answerProposal(actor(site, robin), home.box, proposal, 'yes')).toBe('done');
		expect(await textFor(site, null, home.story)).not.toBeNull();
	});

	test('after something was shared may bring it back at once', async () => {
		const home = await makeHome(site);
		const robin = await site.person('Robin');
		await shared(home);
		await join(site, home.box, home.wren, robin);
		expect(await textFor(site, null, home.story)).not.toBeNull();
		await bringBack(actor(site, robin), home.box, home.story, null);
		expect(await textFor(site, null, home.story)).toBeNull();
	});
});

describe('a keeper who leaves', () => {
	test('takes their yes with them: it goes back to keepers only', async () => {
		const home = await makeHome(site);
		await shared(home);
		await leaveBox(actor(site, home.tom), home.box);
		expect(await textFor(site, null, home.story)).toBeNull();
		expect(await textFor(site, home.tom, home.story)).toBeNull();
		await expect(bringBack(actor(site, home.tom), home.box, home.story, null)).rejects.toThrow(
			NotFound
		);
	});

	test('who wrote it: the others can ask for the same version anew', async () => {
		const home = await makeHome(site);
		const robin = await site.person('Robin');
		await join(site, home.box, home.wren, robin);
		const proposal = await ask(home);
		for (const who of [home.tom, robin]) {
			await answerProposal(actor(site, who), home.box, proposal, 'yes');
		}
		await leaveBox(actor(site, home.wren), home.box);
		expect(await textFor(site, null, home.story)).toBeNull();
		const { rows } = await site.owner.query(
			'select id from lamplight.story_version where story_id = $1',
			[home.story]
		);
		const wish = { version: rows[0].id as string, audiences: ['anyone' as const] };
		const tom = actor(site, home.tom);
		const { proposalId } = await proposeAgain(tom, home.box, home.story, wish);
		expect(await textFor(site, null, home.story)).toBeNull();
		await answerProposal(actor(site, robin), home.box, proposalId, 'yes');
		expect(await textFor(site, null, home.story)).toContain('We said hello');
	});

	test('takes their own words with them', async () => {
		const home = await makeHome(site, { body: 'I could not sleep.' });
		await proposeShare(actor(site, home.wren), home.box, home.story, choosing(['anyone']));
		const { rows } = await site.owner.query(
			'select id from lamplight.story_version where story_id = $1',
			[home.story]
		);
		await leaveBox(actor(site, home.wren), home.box);
		expect(await textFor(site, null, home.story)).toBeNull();
		const wish = { version: rows[0].id as string, audiences: ['anyone' as const] };
		await expect(proposeAgain(actor(site, home.tom), home.box, home.story, wish)).rejects.toThrow(
			NotFound
		);
	});

	test('takes their open questions with them, and the others can ask anew', async () => {
		const home = await makeHome(site);
		const robin = await site.person('Robin');
		await join(site, home.box, home.wren, robin);
		const proposal = await ask(home);
		await answerProposal(actor(site, home.tom), home.box, proposal, 'yes');
		await leaveBox(actor(site, robin), home.box);
		expect(await textFor(site, null, home.story)).toBeNull();
		await takeBackProposal(actor(site, home.wren), home.box, proposal);
		const again = await ask(home);
		await answerProposal(actor(site, home.tom), home.box, again, 'yes');
		expect(await textFor(site, null, home.story)).not.toBeNull();
	});
});

describe('a keeper who has died', () => {
	const dies = ({ box, tom }: Home) =>
		site.owner.query(
			'update lamplight.keeper set died_at = clock_timestamp() where box_id = $1 and member_id = $2',
			[box, tom.id]
		);

	test('leaves standing what they agreed to, and the others decide from then on', async () => {
		const home = await makeHome(site);
		await shared(home);
		await dies(home);
		expect(await textFor(site, null, home.story)).toContain('We said hello');
		const other = await write(site, home.wren, home.box, 'Later', 'Tom is with him now.');
		const made = await proposeShare(actor(site, home.wren), home.box, other, choosing(['peers']));
		expect(made.outcome).toBe('done');
	});

	test('is not overruled in what they said no to', async () => {
		const home = await makeHome(site);
		const proposal = await ask(home, choosing(['peers']));
		await answerProposal(actor(site, home.tom), home.box, proposal, 'no');
		await dies(home);
		await takeBackProposal(actor(site, home.wren), home.box, proposal);
		await expect(ask(home, choosing(['anyone']))).rejects.toThrow(/that stands/);
	});
});
