import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { BoxId, KeepsakeId } from '#lib/rules/facts.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { originalAddress } from '#lib/server/files/address.ts';
import { makeFamily } from '../../../tests/database/family.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { putIn, someBytes } from './arriving/testing.ts';
import { decideHold, openAll, show } from './hold.server.ts';
import { deleteReleased } from './leaving/deleteReleased.server.ts';
import { keepsakeFace, originalBytes, pictureBytes } from './queries.server.ts';
import { changeWords, putInWords, sayAbout } from './write.server.ts';

const site = await openTestSite();
const now = () => new Date();

type Where = { box: BoxId; keepsake: KeepsakeId };

/** Wren and Tom keep a box with one photograph, put in by Wren, shown; its pictures are made. */
async function photograph() {
	const family = await makeFamily(site);
	const box = family.box as BoxId;
	const content = someBytes(1000);
	const sha256 = createHash('sha256').update(content).digest('hex');
	await putIn(site, { session: family.wren.session, device: null }, content, { box, sha256 });
	const { rows } = await site.owner.query(
		`update lamplight.keepsake set kind = 'photograph', pictures_made_at = now()
		where sha256 = $1 returning id`,
		[sha256]
	);
	const keepsake = rows[0].id as KeepsakeId;
	await site.owner.query(
		`insert into lamplight.picture (keepsake_id, size, sha256, media_type, bytes, width, height)
		values ($1, 'small', $2, 'image/webp', 1, 4, 3)`,
		[keepsake, sha256]
	);
	return { ...family, box, keepsake, sha256 };
}

function decide(person: Person, verb: Parameters<typeof decideHold>[1], where: Where) {
	return asViewer(site.pools.web, person.session, async (tx, viewer) => {
		if (!viewer) throw new NotFound();
		await decideHold(tx, verb, { viewer, ...where, now: now() });
	});
}

function face(person: Person, { box, keepsake }: Where) {
	return asViewer(site.pools.web, person.session, async (tx, viewer) => {
		if (!viewer) throw new NotFound();
		return keepsakeFace(tx, viewer, box, keepsake, now());
	});
}

function showIt(person: Person, where: Where) {
	return asViewer(site.pools.web, person.session, async (tx, viewer) => {
		if (!viewer) throw new NotFound();
		await show(tx, { viewer, ...where, now: now() });
	});
}

/** Whether this person can have the bytes: of the picture, and of the original. */
async function bytes(person: Person, { box, keepsake }: Where): Promise<[boolean, boolean]> {
	const has = (work: typeof originalBytes) =>
		asViewer(site.pools.web, person.session, async (tx, viewer) => {
			if (!viewer) throw new NotFound();
			await work(tx, viewer, box, keepsake, now());
		}).then(
			() => true,
			(error: unknown) => {
				if (error instanceof NotFound) return false;
				throw error;
			}
		);
	return [
		await has((tx, viewer, b, k, at) => pictureBytes(tx, viewer, b, k, 'small', at)),
		await has(originalBytes)
	];
}

describe('a photograph put in', () => {
	test('is shown to whoever put it in, and covered for the other until they open it', async () => {
		const it = await photograph();
		expect((await face(it.wren, it)).covered).toBeNull();
		expect((await face(it.tom, it)).covered).toEqual({ why: 'not-opened' });
		expect(await bytes(it.wren, it)).toEqual([true, true]);
		expect(await bytes(it.tom, it)).toEqual([false, false]);
		await showIt(it.tom, it);
		expect(await bytes(it.tom, it)).toEqual([true, true]);
	});

	test('and kept covered stays so until its giver opens it', async () => {
		const it = await makeFamily(site);
		const content = someBytes(500);
		const said = { box: it.box, covered: 'yes' };
		const { id } = await putIn(site, { session: it.wren.session, device: null }, content, said);
		const { rows } = await site.owner.query('select * from lamplight.upload where id = $1', [id]);
		const where = { box: it.box as BoxId, keepsake: rows[0].keepsake_id as KeepsakeId };
		expect((await face(it.wren, where)).covered).toEqual({ why: 'not-opened' });
		await showIt(it.wren, where);
		expect((await face(it.wren, where)).covered).toBeNull();
	});

	test.each(['a stranger to the box', 'another keeper, of what is only one’s own'])(
		'is missing for %s',
		async (who) => {
			const it = await photograph();
			const other = who === 'a stranger to the box' ? await site.person('Sam') : it.tom;
			await site.owner.query(`update lamplight.keepsake set scope = 'mine' where id = $1`, [
				it.keepsake
			]);
			await expect(face(other, it)).rejects.toThrow(NotFound);
			await expect(showIt(other, it)).rejects.toThrow(NotFound);
			expect(await bytes(other, it)).toEqual([false, false]);
		}
	);
});

describe('putting away', () => {
	test('covers it for one keeper, and the other never learns of it', async () => {
		const it = await photograph();
		await showIt(it.tom, it);
		const before = await face(it.tom, it);
		await decide(it.wren, 'putAway', it);
		expect((await face(it.wren, it)).covered).toMatchObject({ why: 'put-away' });
		expect(await bytes(it.wren, it)).toEqual([false, false]);
		expect(await face(it.tom, it)).toEqual(before);
		expect(await bytes(it.tom, it)).toEqual([true, true]);
	});

	test('ends when its keeper asks for it', async () => {
		const it = await photograph();
		await decide(it.wren, 'putAway', it);
		await showIt(it.wren, it);
		expect((await face(it.wren, it)).covered).toBeNull();
	});
});

describe('removing from one’s own', () => {
	test('by one changes nothing for the other', async () => {
		const it = await photograph();
		await showIt(it.tom, it);
		await decide(it.wren, 'letGo', it);
		expect((await face(it.wren, it)).covered).toMatchObject({ why: 'let-go', until: null });
		expect(await bytes(it.tom, it)).toEqual([true, true]);
	});

	test('by everybody releases it: nobody has its bytes, and each can take it back', async () => {
		const it = await photograph();
		await showIt(it.tom, it);
		await decide(it.wren, 'letGo', it);
		await decide(it.tom, 'letGo', it);
		expect(await bytes(it.wren, it)).toEqual([false, false]);
		expect(await bytes(it.tom, it)).toEqual([false, false]);
		expect((await face(it.tom, it)).covered).toMatchObject({ why: 'let-go' });
		await decide(it.tom, 'takeBack', it);
		expect(await bytes(it.tom, it)).toEqual([true, true]);
		expect(await bytes(it.wren, it)).toEqual([false, false]);
	});

	test('is final after 30 days: rows, original and pictures are deleted', async () => {
		const it = await photograph();
		await decide(it.wren, 'letGo', it);
		await decide(it.tom, 'letGo', it);
		const after = (days: number) => new Date(Date.now() + days * 86_400_000);
		await deleteReleased({ ...site, now: () => after(29) });
		expect(await site.files.stat(originalAddress(it.box, it.sha256))).not.toBeNull();
		await deleteReleased({ ...site, now: () => after(31) });
		expect(await site.files.stat(originalAddress(it.box, it.sha256))).toBeNull();
		await expect(face(it.wren, it)).rejects.toThrow(NotFound);
	});

	test('and putting the same in again meanwhile keeps its bytes', async () => {
		const it = await photograph();
		const { stream } = await site.files.open(originalAddress(it.box, it.sha256));
		const content = Buffer.concat(await stream.toArray());
		await decide(it.wren, 'letGo', it);
		await decide(it.tom, 'letGo', it);
		await putIn(site, { session: it.tom.session, device: null }, content, { box: it.box });
		await deleteReleased({ ...site, now: () => new Date(Date.now() + 31 * 86_400_000) });
		expect(await site.files.stat(originalAddress(it.box, it.sha256))).not.toBeNull();
	});
});

describe('a keeper who joined later', () => {
	test('finds everything covered, and can show it all at once, but not what was put away', async () => {
		const it = await photograph();
		const ash = await site.person('Ash');
		await site.owner.query('insert into lamplight.keeper (box_id, member_id) values ($1, $2)', [
			it.box,
			ash.id
		]);
		expect((await face(ash, it)).covered).toEqual({ why: 'not-opened' });
		const first = { box: it.box, keepsake: it.photograph as KeepsakeId };
		await decide(ash, 'putAway', first);
		await asViewer(site.pools.web, ash.session, async (tx, viewer) => {
			if (viewer) await openAll(tx, { viewer, box: it.box, now: now() });
		});
		expect((await face(ash, it)).covered).toBeNull();
		expect((await face(ash, first)).covered).toMatchObject({ why: 'put-away' });
		expect((await face(it.tom, it)).covered).toEqual({ why: 'not-opened' });
	});
});

describe('words', () => {
	test('are seen by those they are for, and changed by whoever wrote them', async () => {
		const it = await makeFamily(site);
		const box = it.box as BoxId;
		const write = (scope: 'mine' | 'box') =>
			asViewer(site.pools.web, it.wren.session, async (tx, viewer) => {
				if (!viewer) throw new NotFound();
				return putInWords(tx, viewer, box, { words: 'In the car park.', scope });
			});
		const change = (person: Person, keepsake: string) =>
			asViewer(site.pools.web, person.session, async (tx, viewer) => {
				if (!viewer) throw new NotFound();
				const mine = { viewer, box, keepsake: keepsake as KeepsakeId, now: now() };
				await changeWords(tx, mine, 'Before we went in.');
			});
		const [mine, ours] = [await write('mine'), await write('box')];
		await expect(face(it.tom, { box, keepsake: mine as KeepsakeId })).rejects.toThrow(NotFound);
		const seen = await face(it.tom, { box, keepsake: ours as KeepsakeId });
		expect(seen).toMatchObject({ words: 'In the car park.', covered: null });
		await expect(change(it.tom, ours)).rejects.toThrow(NotFound);
		await change(it.wren, ours);
		const changed = await face(it.tom, { box, keepsake: ours as KeepsakeId });
		expect(changed.words).toBe('Before we went in.');
	});
});

describe('what is said of a photograph', () => {
	test('is not on a page, nor changed, while it is covered; its cover words are', async () => {
		const it = await photograph();
		const say = (person: Person, caption: string) =>
			asViewer(site.pools.web, person.session, async (tx, viewer) => {
				if (!viewer) throw new NotFound();
				const said = { caption, alt: 'Two feet', cover_words: 'His feet' };
				await sayAbout(tx, { viewer, ...it, now: now() }, said);
			});
		await say(it.wren, 'In ink');
		const covered = await face(it.tom, it);
		expect(covered).toMatchObject({ caption: '', alt: '', coverWords: 'His feet', picture: null });
		await say(it.tom, 'Overwritten unseen');
		expect((await face(it.wren, it)).caption).toBe('In ink');
	});
});
