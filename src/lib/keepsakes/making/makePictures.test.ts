import sharp from 'sharp';
import { afterAll, describe, expect, test, vi } from 'vitest';
import type { BoxId, KeepsakeId } from '#lib/rules/facts.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { originalAddress, pictureAddress } from '#lib/server/files/address.ts';
import { createPictureMaker, type PictureMaker } from '#lib/server/pictures/pictureMaker.ts';
import { makeFamily } from '../../../../tests/database/family.ts';
import { openTestSite } from '../../../../tests/database/site.ts';
import { putIn, sha256Of, someBytes } from '../arriving/testing.ts';
import { makePicturesOf } from './makePictures.server.ts';
import { trySoon } from './trySoon.server.ts';
import { keepsakeFace } from '../queries.server.ts';

const site = await openTestSite();
const { wren, box } = await makeFamily(site);
const who = { session: wren.session, device: null };
let colour = 0;

/** A drawn photograph of its own, taken with the camera held upright. */
function drawn(): Promise<Buffer> {
	const background = { r: 40, g: 120, b: ++colour };
	return sharp({ create: { width: 900, height: 600, channels: 3, background } })
		.composite([{ input: Buffer.from('<svg><circle cx="50" cy="50" r="40"/></svg>') }])
		.jpeg()
		.withMetadata({ orientation: 6 })
		.toBuffer();
}

async function kept(content: Buffer) {
	const { id } = await putIn(site, who, content, { box });
	const { rows } = await site.owner.query(
		'select keepsake_id from lamplight.upload where id = $1',
		[id]
	);
	return rows[0].keepsake_id as KeepsakeId;
}

function face(keepsake: KeepsakeId) {
	return asViewer(site.pools.web, wren.session, async (tx, viewer) => {
		if (!viewer) throw new NotFound();
		return keepsakeFace(tx, viewer, box as BoxId, keepsake, new Date());
	});
}

async function jobsFor(keepsake: string): Promise<number> {
	const { rows } = await site.owner.query(
		`select count(*)::integer as n from graphile_worker._private_jobs j
		where j.payload ->> 'keepsake' = $1`,
		[keepsake]
	);
	return rows[0].n;
}

describe('a photograph that was put in', () => {
	test('is being made ready, and then is shown upright in three sizes', async () => {
		const content = await drawn();
		const keepsake = await kept(content);
		expect(await face(keepsake)).toMatchObject({ making: true, picture: null });
		expect(await jobsFor(keepsake)).toBe(1);
		await makePicturesOf(site, keepsake);
		const { making, picture } = await face(keepsake);
		expect(making).toBe(false);
		expect(picture).toMatchObject({ width: 600, height: 900 });
		expect(picture?.srcset.split(', ')).toHaveLength(3);
		const { rows } = await site.owner.query(
			'select sha256 from lamplight.picture where keepsake_id = $1',
			[keepsake]
		);
		for (const { sha256 } of rows) {
			expect(await site.files.stat(pictureAddress(box, sha256Of(content), sha256))).not.toBeNull();
		}
	});

	test('has its pictures made once, however often they are asked for', async () => {
		const keepsake = await kept(await drawn());
		await makePicturesOf(site, keepsake);
		const first = await face(keepsake);
		await makePicturesOf(site, keepsake);
		expect(await face(keepsake)).toEqual(first);
	});

	test('and cannot be shown, is kept, and that is said', async () => {
		const content = (await drawn()).subarray(0, 300);
		const keepsake = await kept(content);
		await makePicturesOf(site, keepsake);
		expect(await face(keepsake)).toMatchObject({ making: false, cannotShow: true, picture: null });
		const { stream } = await site.files.open(originalAddress(box, sha256Of(content)));
		expect(sha256Of(Buffer.concat(await stream.toArray()))).toBe(sha256Of(content));
	});

	test('is no picture at all: it is a file, and nothing is made of it', async () => {
		const keepsake = await kept(someBytes(300));
		expect(await jobsFor(keepsake)).toBe(0);
		expect(await face(keepsake)).toMatchObject({ kind: 'file', making: false, picture: null });
	});
});

describe('when the process that makes pictures dies', () => {
	const pictures = createPictureMaker();
	afterAll(() => pictures.close());
	const lost = () => {
		throw Object.assign(new Error('lost'), { name: 'PictureWorkerLost', crashed: true });
	};
	/** Dies on every photograph that a family gives, and makes what it is tried with. */
	const dying: PictureMaker = {
		...pictures,
		makePictures: async (path, to) =>
			path.endsWith('/dot') ? pictures.makePictures(path, to) : lost()
	};
	/** On a machine where none gets anywhere. */
	const unwell: PictureMaker = { ...pictures, makePictures: async () => lost() };

	test('the job fails, is tried again, and the next one makes them', async () => {
		const keepsake = await kept(await drawn());
		const other = await kept(await drawn());
		await expect(makePicturesOf({ ...site, pictures: dying }, keepsake)).rejects.toThrow('lost');
		expect((await face(keepsake)).making).toBe(true);
		await makePicturesOf(site, other);
		await makePicturesOf(site, keepsake);
		expect((await face(keepsake)).picture).not.toBeNull();
	});

	test('each time, and others are made, the photograph is kept without pictures in the end', async () => {
		const keepsake = await kept(await drawn());
		const attempt = () => makePicturesOf({ ...site, pictures: dying }, keepsake);
		await expect(attempt()).rejects.toThrow('lost');
		await expect(attempt()).rejects.toThrow('lost');
		await attempt();
		expect(await face(keepsake)).toMatchObject({ making: false, cannotShow: true });
		const { rows } = await site.owner.query(
			'select cannot_show from lamplight.keepsake where id = $1',
			[keepsake]
		);
		expect(rows).toEqual([{ cannot_show: 'lost' }]);
	});

	test('over and over while the machine is unwell, it is not the photograph’s fault', async () => {
		const keepsake = await kept(await drawn());
		for (let time = 0; time < 9; time++) {
			const attempt = makePicturesOf({ ...site, pictures: unwell }, keepsake);
			await expect(attempt).rejects.toThrow('lost');
		}
		expect((await face(keepsake)).making).toBe(true);
		await makePicturesOf(site, keepsake);
		expect((await face(keepsake)).picture).not.toBeNull();
	});

	test('of what others did to it, nine times in a bad hour, that hour passes', async () => {
		const keepsake = await kept(await drawn());
		for (let minute = 0; minute < 54; minute += 6) {
			const now = () => new Date(Date.UTC(2026, 10, 25, 3, minute));
			const makePictures: PictureMaker['makePictures'] = async (path, to) => {
				if (path.endsWith('/dot')) return pictures.makePictures(path, to);
				const made = pictures.makePictures(path, to);
				process.kill(await working(pictures), 'SIGKILL');
				return made;
			};
			const killed = { ...site, now, pictures: { ...pictures, makePictures } };
			await expect(makePicturesOf(killed, keepsake)).rejects.toThrow('lost');
		}
		await makePicturesOf(site, keepsake);
		expect((await face(keepsake)).picture).not.toBeNull();
	});
});

async function working(maker: PictureMaker): Promise<number> {
	return vi.waitFor(
		() => {
			const pid = maker.pid();
			if (pid === undefined) throw new Error('not at work yet');
			return pid;
		},
		{ interval: 1, timeout: 30_000 }
	);
}

test('what failed while the machine was at fault is tried again within minutes, not hours', async () => {
	const [waiting, soon] = [await kept(await drawn()), await kept(await drawn())];
	const fail = (keepsake: string, attempts: number, wait: string) =>
		site.owner.query(
			`update graphile_worker._private_jobs set attempts = $2, run_at = now() + $3::interval
			where payload ->> 'keepsake' = $1`,
			[keepsake, attempts, wait]
		);
	await fail(waiting, 9, '2 hours');
	await fail(soon, 2, '7 seconds');
	await trySoon(site);
	const { rows } = await site.owner.query(
		`select payload ->> 'keepsake' as keepsake, attempts, run_at <= now() as due
		from graphile_worker._private_jobs where payload ->> 'keepsake' = any($1)`,
		[[waiting, soon]]
	);
	expect(rows).toHaveLength(2);
	expect(rows).toContainEqual({ keepsake: waiting, attempts: 0, due: true });
	expect(rows).toContainEqual({ keepsake: soon, attempts: 2, due: false });
});
