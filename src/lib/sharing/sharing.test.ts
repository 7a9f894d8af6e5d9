import { describe, expect, test } from 'vitest';
import { NotFound, NotRight } from '#lib/server/failures.ts';
import { openTestSite } from '../../../tests/database/site.ts';
import {
	answerProposal,
	bringBack,
	proposeAgain,
	coverForAll,
	proposeShare,
	reopenProposal,
	takeBackProposal
} from './actions.server.ts';
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
	write,
	type Home
} from '../../../tests/database/home.ts';
import { leaveBox } from '../people/actions.server.ts';

const site = await openTestSite();

/** Wren asks Tom to share the story with these; gives the question's id. */
async function ask({ wren, box, story }: Home, audiences = choosing(['anyone'])) {
	const { proposalId } = await proposeShare(actor(site, wren), box, story, audiences);
	return proposalId;
}

async function shared(home: Home, choices = choosing(['anyone'])) {
	const proposal = await ask(home, choices);
	await answerProposal(actor(site, home.tom), home.box, proposal, 'yes');
	return proposal;
}

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

describe('one’s own words', () => {
	test('go out by their writer’s yes alone', async () => {
		const home = await makeHome(site, { body: 'I could not sleep for a year.' });
		const made = await proposeShare(
			actor(site, home.wren),
			home.box,
			home.story,
			choosing(['anyone'], { byline: 'Wren' })
		);
		expect(made.outcome).toBe('done');
		expect(await textFor(site, null, home.story)).toContain('could not sleep');
	});

	test.each([
		['the text', { body: 'TOM could not sleep.' }, ''],
		['the title, all in small letters,', { title: 'what tom said', body: 'nothing' }, ''],
		['the names shown', { body: 'We could not sleep.' }, 'Wren and Tom']
	])('are asked of the other when %s names them', async (_where, words, byline) => {
		const home = await makeHome(site, words);
		const made = await proposeShare(
			actor(site, home.wren),
			home.box,
			home.story,
			choosing(['anyone'], { byline })
		);
		expect(made.outcome).toBe('waiting');
		expect(await textFor(site, null, home.story)).toBeNull();
	});

	test('are asked of the other when a photograph is with them', async () => {
		const home = await makeHome(site, { body: 'x' });
		const picture = await photograph(site, home.wren, home.box);
		const revision = await edit(
			site,
			home.wren,
			home.story,
			`I could not sleep.\n\n![](keepsake:${picture})`
		);
		const made = await proposeShare(
			actor(site, home.wren),
			home.box,
			home.story,
			choosing(['anyone'], { revision })
		);
		expect(made.outcome).toBe('waiting');
	});
});

describe('a version', () => {
	test('is never changed by an edit while it is asked about', async () => {
		const home = await makeHome(site);
		const proposal = await ask(home);
		await edit(site, home.wren, home.story, 'Something else about Tom.');
		await answerProposal(actor(site, home.tom), home.box, proposal, 'yes');
		expect(await textFor(site, null, home.story)).toContain('We said hello');
	});

	test('is not published by a yes to the one before', async () => {
		const home = await makeHome(site);
		const first = await ask(home);
		const revision = await edit(site, home.wren, home.story, 'Second words about Tom.');
		const second = await ask(home, choosing(['anyone'], { revision }));
		const tom = actor(site, home.tom);
		await expect(answerProposal(tom, home.box, first, 'yes')).rejects.toThrow(NotRight);
		expect(await textFor(site, null, home.story)).toBeNull();
		await answerProposal(tom, home.box, second, 'yes');
		expect(await textFor(site, null, home.story)).toContain('Second words');
	});

	test('that was agreed stays out while a new one is asked', async () => {
		const home = await makeHome(site);
		await shared(home);
		const revision = await edit(site, home.wren, home.story, 'Second words about Tom.');
		const second = await ask(home, choosing(['anyone'], { revision }));
		expect(await textFor(site, null, home.story)).toContain('We said hello');
		const page = await pageFor(site, home.tom, home.box, second, 'anyone');
		expect(page.asked?.changes?.words).toEqual([
			{ part: 'gone', text: 'We said hello, and Tom held him.' },
			{ part: 'new', text: 'Second words about Tom.' }
		]);
	});

	test('that changed since it was looked at is not frozen unseen', async () => {
		const home = await makeHome(site);
		await edit(site, home.wren, home.story, 'Typed in another tab.');
		await expect(ask(home)).rejects.toThrow(NotRight);
	});

	test('is shown to the other as each audience would see it', async () => {
		const home = await makeHome(site);
		const [covered, open] = [
			await photograph(site, home.tom, home.box),
			await photograph(site, home.wren, home.box)
		];
		const revision = await edit(
			site,
			home.wren,
			home.story,
			`Hello\n\n![](keepsake:${covered})\n\n![](keepsake:${open})`
		);
		const proposal = await ask(
			home,
			choosing(['peers'], {
				revision,
				photographs: {
					[covered]: { coverWords: 'The three of us.' },
					[open]: { caption: 'His feet', covered: false }
				}
			})
		);
		const seenAsPeers = async () => {
			const { asked } = await pageFor(site, home.tom, home.box, proposal, 'peers');
			return asked?.reading?.blocks.flatMap((block) =>
				block.kind === 'photograph' ? [block.photograph] : []
			);
		};
		const forReaders = { show: 'covered', by: 'family', coverWords: 'The three of us.' };
		// What he has not opened himself is not shown to him by being asked.
		expect(await seenAsPeers()).toMatchObject([forReaders, { show: 'covered', by: 'you' }]);
		await site.owner.query('update lamplight.hold set opened_at = now() where member_id = $1', [
			home.tom.id
		]);
		const pictures = `/box/${home.box}/picture/${open}`;
		const shownToHim = { show: 'full', caption: 'His feet', pictures };
		expect(await seenAsPeers()).toMatchObject([forReaders, shownToHim]);
		const asFamily = await pageFor(site, home.tom, home.box, proposal, 'family');
		expect(asFamily.asked?.reading).toBeNull();
	});

	test('covers every photograph unless it was agreed otherwise', async () => {
		const home = await makeHome(site);
		const picture = await photograph(site, home.wren, home.box);
		const revision = await edit(site, home.wren, home.story, `Hello\n\n![](keepsake:${picture})`);
		await shared(home, choosing(['anyone'], { revision }));
		const { rows } = await site.owner.query(
			'select covered from lamplight.version_keepsake where keepsake_id = $1',
			[picture]
		);
		expect(rows).toEqual([{ covered: true }]);
	});

	test('can be covered again by either, for everybody', async () => {
		const home = await makeHome(site);
		const picture = await photograph(site, home.wren, home.box);
		const revision = await edit(site, home.wren, home.story, `Hello\n\n![](keepsake:${picture})`);
		const photographs = { [picture]: { covered: false } };
		await shared(home, choosing(['anyone'], { revision, photographs }));
		await coverForAll(actor(site, home.tom), home.box, home.story, picture);
		const { rows } = await site.owner.query(
			'select covered from lamplight.version_keepsake where keepsake_id = $1',
			[picture]
		);
		expect(rows).toEqual([{ covered: true }]);
	});
});

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

test('whoever keeps a box alone shares what is in it by their own yes', async () => {
	const wren = await site.person('Wren');
	const box = await beginBox(site, wren);
	const picture = await photograph(site, wren, box);
	const story = await write(site, wren, box, 'Hello', `Hello\n\n![](keepsake:${picture})`);
	const made = await proposeShare(actor(site, wren), box, story, choosing(['peers']));
	expect(made.outcome).toBe('done');
});
