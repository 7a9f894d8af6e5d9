import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { NotFound } from '#lib/server/failures.ts';
import { makeFamily, type Family } from '../../../tests/database/family.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { coverAgain, sharedPart, showKeepsake } from './shown.server.ts';
import { readStory, type Asking } from './readStory.server.ts';
import type { KeepsakeSeen, Reading } from './reading.ts';

const site = await openTestSite();

const asking = (who: Person | null, visit: string | null = null): Asking => ({
	lamplight: site,
	session: who?.session ?? null,
	visit
});
const read = async (family: Family, who: Person | null, visit: string | null = null) =>
	(await readStory(asking(who, visit), family.story)).reading;
const photographIn = ({ blocks }: Reading): KeepsakeSeen | undefined =>
	blocks.flatMap((block) => (block.kind === 'keepsake' ? [block.keepsake] : []))[0];
const put = (text: string, values: unknown[]) => site.owner.query(text, values);

const peer = await site.person('Noor');
await put('insert into lamplight.peer_welcome (member_id) values ($1)', [peer.id]);

async function guestOf(family: Family): Promise<Person> {
	const guest = await site.person('Iris');
	await put(
		`insert into lamplight.guest (box_id, member_id, name, invited_by) values ($1, $2, 'Iris', $3)`,
		[family.box, guest.id, family.wren.id]
	);
	return guest;
}

describe('a story is read', () => {
	test('by a stranger only where it is for anyone; the photograph is covered', async () => {
		const family = await makeFamily(site, ['anyone']);
		const reading = await read(family, null);
		expect(reading).toEqual({
			title: 'Hello',
			byline: 'Wren and Tom',
			audiences: ['anyone'],
			lived: {},
			others: [],
			subjects: [],
			blocks: [
				{ kind: 'html', html: '<p>And goodbye.</p>' },
				{
					kind: 'keepsake',
					number: 1,
					keepsake: {
						show: 'covered',
						kind: 'photograph',
						id: family.photograph,
						by: 'family',
						coverWords: 'The three of us.',
						inBox: null
					}
				}
			]
		});
		for (const audiences of [['peers'], ['family']] as const) {
			const other = await makeFamily(site, [...audiences]);
			await expect(read(other, null)).rejects.toThrow(NotFound);
		}
	});

	test('by a peer where it is for peers, and by a guest of that box where it is for family', async () => {
		const family = await makeFamily(site, ['peers', 'family']);
		const guest = await guestOf(family);
		expect((await read(family, peer)).audiences).toEqual(['peers']);
		expect((await read(family, guest)).audiences).toEqual(['family']);
		const elsewhere = await makeFamily(site, ['family']);
		await expect(read(elsewhere, guest)).rejects.toThrow(NotFound);
		await put('update lamplight.guest set withdrawn_at = now() where member_id = $1', [guest.id]);
		await expect(read(family, guest)).rejects.toThrow(NotFound);
	});

	test('by a member who is suspended or blocked as by a stranger, without a sign of it', async () => {
		const forPeers = await makeFamily(site, ['peers']);
		const forAnyone = await makeFamily(site, ['peers', 'anyone']);
		const [suspended, blocked] = [await site.person('Sam'), await site.person('Bo')];
		for (const { id } of [suspended, blocked]) {
			await put('insert into lamplight.peer_welcome (member_id) values ($1)', [id]);
		}
		await put(`insert into lamplight.suspension (member_id, reason) values ($1, 'made up')`, [
			suspended.id
		]);
		for (const { tom } of [forPeers, forAnyone]) {
			await put('insert into lamplight.block (blocker_id, member_id) values ($1, $2)', [
				tom.id,
				blocked.id
			]);
		}
		const asStranger = await read(forAnyone, null);
		for (const who of [suspended, blocked]) {
			await expect(read(forPeers, who)).rejects.toThrow(NotFound);
			expect(await read(forAnyone, who)).toEqual(asStranger);
		}
		await expect(read(forPeers, peer)).resolves.toBeDefined();
	});

	test('by its keepers as their own: all it is shared with, photographs as they have them', async () => {
		const family = await makeFamily(site, ['peers', 'family']);
		await put('update lamplight.hold set opened_at = now() where keepsake_id = $1', [
			family.photograph
		]);
		await put(
			'update lamplight.hold set put_away_at = now() where keepsake_id = $1 and member_id = $2',
			[family.photograph, family.tom.id]
		);
		const [wrens, toms] = [await read(family, family.wren), await read(family, family.tom)];
		expect(wrens.audiences).toEqual(['family', 'peers']);
		expect(photographIn(wrens)).toMatchObject({
			show: 'full',
			pictures: `/box/${family.box}/picture/${family.photograph}`
		});
		expect(photographIn(toms)).toMatchObject({ show: 'covered', by: 'you' });
	});

	test('by nobody once it was brought back, taken down, or let go', async () => {
		for (const end of [
			`update lamplight.share set ended_at = now() where story_id = $1`,
			`insert into lamplight.takedown (story_id, reason) values ($1, 'made up')`,
			`update lamplight.story set let_go_at = now() where id = $1`
		]) {
			const family = await makeFamily(site, ['peers', 'anyone']);
			await put(end, [family.story]);
			await expect(read(family, null)).rejects.toThrow(NotFound);
			await expect(read(family, peer)).rejects.toThrow(NotFound);
		}
	});

	test('by nobody outside where a keeper with whom it was agreed has left', async () => {
		const family = await makeFamily(site, ['anyone']);
		await put('update lamplight.keeper set left_at = now() where member_id = $1', [family.tom.id]);
		await expect(read(family, null)).rejects.toThrow(NotFound);
	});

	test('by nobody outside where one who kept it then never agreed', async () => {
		const family = await makeFamily(site, ['anyone']);
		await put('update lamplight.share set agreed_by = array[$1::uuid] where id = $2', [
			family.wren.id,
			family.share
		]);
		await expect(read(family, null)).rejects.toThrow(NotFound);
	});

	test('by the same failure where it does not exist, or its id cannot be one', async () => {
		for (const id of [randomUUID(), 'no-such', '', "'; drop table story"]) {
			await expect(readStory(asking(null), id)).rejects.toThrow(NotFound);
			await expect(readStory(asking(peer), id)).rejects.toThrow(NotFound);
		}
	});
});

describe('a covered photograph', () => {
	const bytes = (family: Family, who: Person | null, visit: string | null, size = 'medium') =>
		sharedPart(asking(who, visit), family.story, family.photograph, size);
	const show = (family: Family, who: Person | null, visit: string) =>
		showKeepsake(asking(who), family.story, family.photograph, () => visit);

	test('is shown to whoever asks, for this visit, and covered again when they wish', async () => {
		const family = await makeFamily(site, ['anyone']);
		await expect(bytes(family, null, 'mine')).rejects.toThrow(NotFound);
		expect(await show(family, null, 'mine')).toBe(1);
		expect(photographIn(await read(family, null, 'mine'))).toMatchObject({
			show: 'full',
			pictures: `/shown/${family.story}/${family.photograph}`,
			coverable: true
		});
		await expect(bytes(family, null, 'mine')).resolves.toMatchObject({ mediaType: 'image/webp' });
		for (const visit of ['another', null]) {
			expect(photographIn(await read(family, null, visit))?.show).toBe('covered');
			await expect(bytes(family, null, visit)).rejects.toThrow(NotFound);
		}
		await coverAgain(asking(null, 'mine'), family.story, family.photograph);
		expect(photographIn(await read(family, null, 'mine'))?.show).toBe('covered');
		await expect(bytes(family, null, 'mine')).rejects.toThrow(NotFound);
	});

	test('is covered again after twelve hours', async () => {
		const family = await makeFamily(site, ['anyone']);
		await show(family, null, 'long');
		const ago = (text: string) =>
			put(
				`update lamplight.shown set shown_at = now() - interval '${text}' where visit_hash = 'long'`,
				[]
			);
		await ago('11 hours 59 minutes');
		expect(photographIn(await read(family, null, 'long'))?.show).toBe('full');
		await ago('12 hours');
		expect(photographIn(await read(family, null, 'long'))?.show).toBe('covered');
		await expect(bytes(family, null, 'long')).rejects.toThrow(NotFound);
	});

	test('is covered again in a new version', async () => {
		const family = await makeFamily(site, ['anyone']);
		await show(family, null, 'versions');
		const next = randomUUID();
		await put(
			`insert into lamplight.story_version (id, story_id, number, title, body, byline, own_words)
				select $1, story_id, 2, title, body, byline, own_words from lamplight.story_version where id = $2`,
			[next, family.version]
		);
		await put(
			`insert into lamplight.version_keepsake (version_id, keepsake_id, position, cover_words)
				values ($1, $2, 1, '')`,
			[next, family.photograph]
		);
		await put('update lamplight.share set version_id = $1 where id = $2', [next, family.share]);
		expect(photographIn(await read(family, null, 'versions'))?.show).toBe('covered');
		await expect(bytes(family, null, 'versions')).rejects.toThrow(NotFound);
	});

	test('is uncovered for nobody who may not read the story, and begins no visit for them', async () => {
		const family = await makeFamily(site, ['peers']);
		const begun: string[] = [];
		const visit = () => {
			begun.push('begun');
			return 'none';
		};
		const asks = (who: Person | null) =>
			showKeepsake(asking(who), family.story, family.photograph, visit);
		await expect(asks(null)).rejects.toThrow(NotFound);
		await expect(asks(await site.person('Unwelcomed'))).rejects.toThrow(NotFound);
		expect(begun).toEqual([]);
		expect(await asks(peer)).toBe(1);
		await expect(bytes(family, peer, 'none')).resolves.toBeDefined();
		await expect(bytes(family, null, 'none')).rejects.toThrow(NotFound);
	});

	test('is shown at once where the keepers agreed to that', async () => {
		const family = await makeFamily(site, ['anyone']);
		await put('update lamplight.version_keepsake set covered = false where version_id = $1', [
			family.version
		]);
		expect(photographIn(await read(family, null))).toMatchObject({
			show: 'full',
			coverable: false
		});
		await expect(bytes(family, null, null)).resolves.toBeDefined();
	});

	test('leaves the story when nobody keeps it any more, shown or not', async () => {
		const family = await makeFamily(site, ['anyone']);
		await show(family, null, 'gone');
		await put('update lamplight.hold set let_go_at = now() where keepsake_id = $1', [
			family.photograph
		]);
		await put('update lamplight.keepsake set released_at = now() where id = $1', [
			family.photograph
		]);
		for (const who of [null, peer, family.wren]) {
			expect(photographIn(await read(family, who, 'gone'))).toBeUndefined();
		}
		await expect(bytes(family, null, 'gone')).rejects.toThrow(NotFound);
	});

	test('has no bytes by an id that is none, or a size that is none', async () => {
		const family = await makeFamily(site, ['anyone']);
		await show(family, null, 'sizes');
		await expect(bytes(family, null, 'sizes', 'original')).rejects.toThrow(NotFound);
		for (const [story, keepsake] of [
			['x', family.photograph],
			[family.story, 'x'],
			[randomUUID(), family.photograph]
		] as const) {
			await expect(sharedPart(asking(null, 'sizes'), story, keepsake, 'medium')).rejects.toThrow(
				NotFound
			);
		}
	});
});

test('a reader is never told who keeps it, or where: no id but those of the story and its photograph', async () => {
	const family = await makeFamily(site, ['anyone']);
	const told = JSON.stringify(await read(family, null));
	for (const id of [family.box, family.wren.id, family.tom.id, family.version, family.share]) {
		expect(told).not.toContain(id);
	}
});
