import { describe, expect, test } from 'vitest';
import { NotRight } from '#lib/server/failures.ts';
import { asking } from '../../../tests/database/asking.ts';
import {
	actor,
	choosing,
	edit,
	makeHome,
	pageFor,
	photograph,
	textFor
} from '../../../tests/database/home.ts';
import { openTestSite } from '../../../tests/database/site.ts';
import { answerProposal, coverForAll, proposeShare } from './actions.server.ts';

const site = await openTestSite();
const { ask, shared } = asking(site);

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
				keepsakes: {
					[covered]: { coverWords: 'The three of us.' },
					[open]: { caption: 'His feet', covered: false }
				}
			})
		);
		const seenAsPeers = async () => {
			const { asked } = await pageFor(site, home.tom, home.box, proposal, 'peers');
			return asked?.reading?.blocks.flatMap((block) =>
				block.kind === 'keepsake' ? [block.keepsake] : []
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
		const keepsakes = { [picture]: { covered: false } };
		await shared(home, choosing(['anyone'], { revision, keepsakes }));
		await coverForAll(actor(site, home.tom), home.box, home.story, picture);
		const { rows } = await site.owner.query(
			'select covered from lamplight.version_keepsake where keepsake_id = $1',
			[picture]
		);
		expect(rows).toEqual([{ covered: true }]);
	});
});
