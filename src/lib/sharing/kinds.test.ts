/** Films, recordings, papers and photographs that move, in a story that is shared. */
import { expect, describe, test } from 'vitest';
import { NotFound } from '#lib/server/failures.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { readStory } from '#lib/stories/readStory.server.ts';
import { sharedPart, showKeepsake } from '#lib/stories/shown.server.ts';
import {
	actor,
	choosing,
	kept,
	makeHome,
	pageFor,
	partsOf,
	plays,
	write,
	type Home
} from '../../../tests/database/home.ts';
import { openTestSite } from '../../../tests/database/site.ts';
import { answerProposal, proposeShare } from './actions.server.ts';
import { proposedPart } from './queries.server.ts';
import type { Placing } from './schema.ts';
import { sharePage } from './sharePage.server.ts';

const site = await openTestSite();
type Kind = keyof typeof partsOf;

const behind = (text: string, values: unknown[]) => site.owner.query(text, values);
const parts = ['large', 'play', 'page-1', 'page-2'];
const asking = (visit: string | null = null) => ({ lamplight: site, session: null, visit });

/** A story with one thing in it, not asked about yet. */
async function withOne(kind: Kind, scope = 'box') {
	const home = await makeHome(site);
	const keepsake = await kept(site, home.wren, home.box, kind, scope);
	const body = `Tom held him.\n\n![](keepsake:${keepsake})`;
	return { ...home, keepsake, story: await write(site, home.wren, home.box, 'Seen', body) };
}
type One = Home & { keepsake: string };

/** Shares it with anyone, agreed to by both. */
async function share(one: One, placing: Partial<Placing> = {}) {
	const choices = choosing(['anyone'], { keepsakes: { [one.keepsake]: placing } });
	const asked = await proposeShare(actor(site, one.wren), one.box, one.story, choices);
	await answerProposal(actor(site, one.tom), one.box, asked.proposalId, 'yes');
	return asked.proposalId;
}

async function read(one: One, visit: string | null = null) {
	const { reading } = await readStory(asking(visit), one.story);
	return reading.blocks.flatMap((each) => (each.kind === 'keepsake' ? [each.keepsake] : []))[0];
}

/** The parts whose bytes a stranger may have. */
async function bytes(one: One, visit: string | null = null) {
	const had = [];
	for (const part of parts) {
		const found = await sharedPart(asking(visit), one.story, one.keepsake, part).catch((error) => {
			if (!(error instanceof NotFound)) throw error;
		});
		if (found) had.push(part);
	}
	return had;
}

describe.each(['film', 'recording', 'paper'] as const)('a %s in a shared story', (kind) => {
	test('is covered until a reader asks for it, and not one byte is to be had before', async () => {
		const one = await withOne(kind);
		await share(one, { coverWords: 'His first snow.', said: 'Listen.', caption: 'At home' });
		expect(await read(one)).toEqual({
			...{ show: 'covered', id: one.keepsake, kind, by: 'family' },
			...{ coverWords: 'His first snow.', inBox: null }
		});
		expect(await bytes(one)).toEqual([]);

		await showKeepsake(asking(), one.story, one.keepsake, () => 'a visit');
		const seen = await read(one, 'a visit');
		expect(seen).toMatchObject({ show: 'full', caption: 'At home', said: 'Listen.' });
		expect(seen).toMatchObject({ coverable: true });
		expect(await bytes(one, 'a visit')).toEqual(partsOf[kind]);
		const below = `/shown/${one.story}/${one.keepsake}`;
		if (kind === 'paper') {
			const pages = [1, 2].map((number) => ({ src: `${below}/page-${number}` }));
			expect(seen).toMatchObject({ play: null, pages });
		} else {
			expect(seen).toMatchObject({ play: { src: `${below}/play`, seconds: 2 }, pages: [] });
		}
		// Another visit has asked for nothing.
		expect(await bytes(one, 'another visit')).toEqual([]);
		expect(await read(one, 'another visit')).toMatchObject({ show: 'covered' });
	});

	test('keeps the words that were agreed to, whatever is written in the memory box later', async () => {
		const one = await withOne(kind);
		await share(one, { covered: false, said: 'Listen.' });
		await behind(`update lamplight.keepsake set said = 'Changed' where id = $1`, [one.keepsake]);
		expect(await read(one)).toMatchObject({ said: 'Listen.' });
	});

	test('that was “only me” can be looked at by the keeper who is asked, and by nobody else', async () => {
		const one = await withOne(kind, 'mine');
		const choices = choosing(['anyone'], { keepsakes: { [one.keepsake]: {} } });
		const { proposalId: proposal } = await proposeShare(
			actor(site, one.wren),
			one.box,
			one.story,
			choices
		);
		const part = partsOf[kind].at(-1) ?? '';
		const ask = (session: string) =>
			asViewer(site.pools.web, session, (tx, viewer) => {
				if (!viewer) throw new NotFound();
				const asked = { proposal, keepsake: one.keepsake, part };
				return proposedPart(tx, viewer, one.box, asked, site.now());
			});
		expect(await ask(one.tom.session)).toMatchObject({ mediaType: expect.any(String) });
		const other = await site.person('Ines');
		await expect(ask(other.session)).rejects.toThrow(NotFound);
		const page = await pageFor(site, one.tom, one.box, proposal);
		expect(page.asked?.keepsakes).toMatchObject([{ kind, href: null, here: { kind } }]);
	});
});

describe('a photograph that moves', () => {
	test('goes out still, its moment and its sound not to be had, unless that was chosen', async () => {
		const one = await withOne('photograph');
		await plays(site, one.keepsake);
		await share(one, { covered: false });
		expect(await read(one)).toMatchObject({ show: 'full', play: null });
		expect(await bytes(one)).toEqual(['large']);
		await share(one, { covered: false, moving: true });
		expect(await read(one)).toMatchObject({ play: { seconds: 2 } });
		expect(await bytes(one)).toEqual(['large', 'play']);
	});

	test('that got its film after everyone agreed goes out as they agreed to it', async () => {
		const one = await withOne('photograph');
		await share(one, { covered: false, moving: true });
		await plays(site, one.keepsake);
		expect(await read(one)).toMatchObject({ show: 'full', play: null });
		expect(await bytes(one)).toEqual(['large']);
	});

	test('moves with the film that came beside it', async () => {
		const one = await withOne('photograph');
		const half = await kept(site, one.wren, one.box, 'film');
		await behind('update lamplight.keepsake set part_of = $1 where id = $2', [one.keepsake, half]);
		await share(one, { covered: false, moving: true });
		expect(await read(one)).toMatchObject({ play: { seconds: 2 } });
		expect(await bytes(one)).toEqual(['large', 'play']);
	});

	test('is asked about anew before it may move, and that is said to whoever is asked', async () => {
		const one = await withOne('photograph');
		await plays(site, one.keepsake);
		await share(one, { covered: false });
		const choices = choosing(['anyone'], {
			keepsakes: { [one.keepsake]: { covered: false, moving: true } }
		});
		const wren = actor(site, one.wren);
		const { proposalId } = await proposeShare(wren, one.box, one.story, choices);
		const { asked } = await pageFor(site, one.tom, one.box, proposalId);
		expect(asked?.changes?.keepsakes.moving).toEqual([{ id: one.keepsake, kind: 'photograph' }]);
		expect(await bytes(one)).toEqual(['large']);
	});
});

test('its writer is offered each thing as what it is, with the words it has in the memory box', async () => {
	const one = await withOne('recording');
	await behind(`update lamplight.keepsake set said = 'Hush now.' where id = $1`, [one.keepsake]);
	const page = await asViewer(site.pools.web, one.wren.session, (tx, viewer) => {
		if (!viewer) throw new NotFound();
		return sharePage(tx, viewer, one.box, one.story, { chosen: null, now: site.now() });
	});
	expect(page.writing?.keepsakes).toMatchObject([
		{
			kind: 'recording',
			said: 'Hush now.',
			picture: null,
			canMove: false,
			covered: true,
			heard: null
		}
	]);
});
