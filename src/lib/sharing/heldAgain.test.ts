/**
 * What everyone let go leaves every shared version at once, and does not come back into it when
 * somebody takes it back: only a new agreement brings it out again.
 */
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { sql } from 'kysely';
import type { KeepsakeId } from '#lib/rules/facts.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { NotFound, NotRight } from '#lib/server/failures.ts';
import { decideHold } from '#lib/keepsakes/hold.server.ts';
import { sharedPart, showKeepsake } from '#lib/stories/shown.server.ts';
import { askForStory } from '#lib/stories/readStory.server.ts';
import {
	actor,
	choosing,
	edit,
	join,
	makeHome,
	pageFor,
	photograph,
	textFor,
	type Home
} from '../../../tests/database/home.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { answerProposal, bringBack, coverForAll, proposeShare } from './actions.server.ts';

const site = await openTestSite();

type Shared = Home & { picture: string; revision: number };

/** Wren and Tom shared a photograph with anyone, covered or shown as it comes. */
async function sharedPhotograph(covered = true): Promise<Shared> {
	const home = await makeHome(site);
	const picture = await photograph(site, home.wren, home.box);
	const revision = await edit(site, home.wren, home.story, `Tom.\n\n![](keepsake:${picture})`);
	const it = { ...home, picture, revision };
	const question = await ask(it, covered);
	await answerProposal(actor(site, home.tom), home.box, question, 'yes');
	return it;
}

async function ask({ wren, box, story, picture, revision }: Shared, covered = true) {
	const keepsakes = { [picture]: { covered, coverWords: 'The three of us.' } };
	const choices = choosing(['anyone'], { revision, keepsakes });
	return (await proposeShare(actor(site, wren), box, story, choices)).proposalId;
}

function decide(who: Person, verb: 'letGo' | 'takeBack', { box, picture }: Shared) {
	return asViewer(site.pools.web, who.session, async (tx, viewer) => {
		if (!viewer) throw new NotFound();
		const keepsake = picture as KeepsakeId;
		await decideHold(tx, verb, { viewer, box, keepsake, now: site.now() });
	});
}

async function letGoByBoth(it: Shared) {
	await decide(it.wren, 'letGo', it);
	await decide(it.tom, 'letGo', it);
}

const asking = (who: Person | null, visit: string | null = null) => ({
	lamplight: site,
	session: who?.session ?? null,
	visit
});

/** What this reader has of it: in the text, as bytes, and by asking to see it. */
async function seenBy(who: Person | null, { story, picture }: Shared) {
	const visit = randomUUID();
	const tried = (work: Promise<unknown>) =>
		work.then(
			() => true,
			(error: unknown) => {
				if (error instanceof NotFound) return false;
				throw error;
			}
		);
	const inText = (await textFor(site, who, story))?.includes('keepsake') ?? false;
	const bytesUnasked = await tried(sharedPart(asking(who, visit), story, picture, 'large'));
	const shown = await tried(showKeepsake(asking(who), story, picture, () => visit));
	const bytes = await tried(sharedPart(asking(who, visit), story, picture, 'large'));
	return { inText, bytesUnasked, shown, bytes };
}

const nothing = { inText: false, bytesUnasked: false, shown: false, bytes: false };
const covered = { inText: true, bytesUnasked: false, shown: true, bytes: true };

describe('a photograph that everyone let go and one took back', () => {
	test.each(['covered', 'shown at once'])('(%s) stays out of what was shared', async (how) => {
		const it = await sharedPhotograph(how === 'covered');
		const before = await seenBy(null, it);
		expect(before).toMatchObject({ inText: true, bytes: how === 'covered' || before.bytesUnasked });
		await letGoByBoth(it);
		expect(await seenBy(null, it)).toEqual(nothing);
		await decide(it.tom, 'takeBack', it);
		const member = await site.person('Ines');
		for (const who of [null, member]) expect(await seenBy(who, it)).toEqual(nothing);
		expect(await textFor(site, null, it.story)).toContain('Tom.');
	});

	test('is not told to the page of anybody outside, not even what lay on its cover', async () => {
		const it = await sharedPhotograph();
		await letGoByBoth(it);
		for (const step of ['gone', 'taken back']) {
			if (step === 'taken back') await decide(it.wren, 'takeBack', it);
			for (const who of [null, await site.person('Ines')]) {
				const told = await askForStory(asking(who), it.story);
				expect(told).toContain('Tom.');
				expect(told).not.toContain('The three of us.');
			}
		}
		expect(await askForStory(asking(it.wren), it.story)).toContain('The three of us.');
	});

	test('stays out of it for an audience fewer, and with its cover laid back', async () => {
		const it = await sharedPhotograph(false);
		await letGoByBoth(it);
		await decide(it.wren, 'takeBack', it);
		await coverForAll(actor(site, it.tom), it.box, it.story, it.picture);
		expect(await seenBy(null, it)).toEqual(nothing);
		const more = await sharedForTwo();
		await bringBack(actor(site, more.wren), more.box, more.story, 'peers');
		expect(await textFor(site, null, more.story)).toContain('Tom.');
		expect(await seenBy(null, more)).toEqual(nothing);
	});

	test('comes out again by a new question and everyone’s yes, the story unchanged', async () => {
		const it = await sharedPhotograph();
		await letGoByBoth(it);
		await decide(it.tom, 'takeBack', it);
		const question = await ask(it);
		expect(await seenBy(null, it)).toEqual(nothing);
		const page = await pageFor(site, it.tom, it.box, question);
		expect(page.asked?.changes?.keepsakes.added).toEqual([{ id: it.picture, kind: 'photograph' }]);
		expect(await answerProposal(actor(site, it.tom), it.box, question, 'yes')).toBe('done');
		expect(await seenBy(null, it)).toEqual(covered);
		await expect(ask(it)).rejects.toThrow(NotRight);
	});

	test('is asked about anew of those who had said yes to it before', async () => {
		const it = await sharedPhotograph();
		await bringBack(actor(site, it.wren), it.box, it.story, null);
		const robin = await site.person('Robin');
		await join(site, it.box, it.wren, robin);
		const question = await ask(it);
		await answerProposal(actor(site, it.tom), it.box, question, 'yes');
		await letGoByBoth(it);
		await decide(robin, 'letGo', it);
		await decide(it.wren, 'takeBack', it);
		expect(await answerProposal(actor(site, robin), it.box, question, 'yes')).toBe('waiting');
		for (const who of [it.tom, it.wren]) {
			expect(await textFor(site, null, it.story)).toBeNull();
			await answerProposal(actor(site, who), it.box, question, 'yes');
		}
		expect(await seenBy(null, it)).toEqual(covered);
	});

	test('while one still held it never left, and taking it back changes nothing', async () => {
		const it = await sharedPhotograph();
		await decide(it.wren, 'letGo', it);
		await decide(it.wren, 'takeBack', it);
		expect(await seenBy(null, it)).toEqual(covered);
	});

	test('cannot be taken back by one who never held it', async () => {
		const it = await sharedPhotograph();
		await letGoByBoth(it);
		const robin = await site.person('Robin');
		await join(site, it.box, it.wren, robin);
		await expect(decide(robin, 'takeBack', it)).rejects.toThrow(NotFound);
		const taken = await asViewer(site.pools.web, robin.session, (tx) =>
			sql<{ done: boolean }>`select take_back(${it.picture}) as done`.execute(tx)
		);
		expect(taken.rows).toEqual([{ done: false }]);
	});
});

/** The same, let go and taken back, for peers and anyone. */
async function sharedForTwo(): Promise<Shared> {
	const home = await makeHome(site);
	const picture = await photograph(site, home.wren, home.box);
	const revision = await edit(site, home.wren, home.story, `Tom.\n\n![](keepsake:${picture})`);
	const it = { ...home, picture, revision };
	const choices = choosing(['peers', 'anyone'], { revision });
	const made = await proposeShare(actor(site, it.wren), it.box, it.story, choices);
	await answerProposal(actor(site, it.tom), it.box, made.proposalId, 'yes');
	await letGoByBoth(it);
	await decide(it.tom, 'takeBack', it);
	return it;
}
