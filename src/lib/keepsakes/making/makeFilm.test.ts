import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { decideHold, show } from '#lib/keepsakes/actions.server.ts';
import { deleteReleased } from '#lib/keepsakes/leaving/deleteReleased.server.ts';
import type { BoxId, KeepsakeId } from '#lib/rules/facts.ts';
import { asViewer, type SignedIn, type Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { originalAddress, originalsOf, picturesOf } from '#lib/server/files/address.ts';
import { createFilmMaker } from '#lib/server/films/filmMaker.ts';
import { livePhotograph } from '#lib/server/films/testing/livePhotograph.ts';
import { made, picture, probed, tone } from '#lib/server/films/testing/ffmpeg.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { letterOf } from '#lib/server/pictures/testing/papers.ts';
import {
	hasSharedPhotos,
	sharedPhoto,
	sharedPhotosNote
} from '#lib/server/pictures/testing/sharedPhotos.ts';
import { makeFamily } from '../../../../tests/database/family.ts';
import { openTestSite, type Person } from '../../../../tests/database/site.ts';
import { putIn, someBytes } from '../arriving/testing.ts';
import { keepsakeFace, originalBytes, pageBytes, playBytes } from '../queries.server.ts';
import { makeFilmOf, makeWaiting } from './makeFilm.server.ts';
import { makePicturesOf } from './makePictures.server.ts';

const site = await openTestSite();
const { wren, tom, box: boxId } = await makeFamily(site);
const box = boxId as BoxId;
const folder = mkdtempSync(join(tmpdir(), 'lamplight-kinds-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

let files = 0;
/** A film of its own: no two are the same. */
function aFilm(...more: string[]): Buffer {
	const name = join(folder, `film-${++files}.mov`);
	const pitch = 300 + files;
	return readFileSync(made(name, ...picture('192x108', 0.4), ...tone(pitch, 0.4), ...more));
}
function aRecording(): Buffer {
	return readFileSync(made(join(folder, `sound-${++files}.mp3`), ...tone(300 + files, 0.5)));
}

async function kept(content: Uint8Array, by = wren, scope = 'box'): Promise<KeepsakeId> {
	const who = { session: by.session, device: null };
	const { id } = await putIn(site, who, content, { box, scope, name: 'from-the-phone' });
	const { rows } = await site.owner.query(
		'select keepsake_id from lamplight.upload where id = $1',
		[id]
	);
	return rows[0].keepsake_id;
}

/** Does what was asked for about this keepsake, as the jobs would, in the order it was asked. */
async function workOff(keepsake: string, as: Lamplight = site): Promise<string[]> {
	const done: string[] = [];
	for (;;) {
		const { rows } = await site.owner.query<{ id: string; task: string }>(
			`select j.id, t.identifier as task from graphile_worker._private_jobs j
			join graphile_worker._private_tasks t on t.id = j.task_id
			where j.payload->>'keepsake' = $1 order by j.id limit 1`,
			[keepsake]
		);
		const [job] = rows;
		if (!job) return done;
		await (job.task === 'make_film' ? makeFilmOf : makePicturesOf)(as, keepsake);
		await site.owner.query('delete from graphile_worker._private_jobs where id = $1', [job.id]);
		done.push(job.task);
	}
}

function looking<T>(by: Person, work: (tx: Tx, viewer: SignedIn) => Promise<T>): Promise<T> {
	return asViewer(site.pools.web, by.session, (tx, viewer) => {
		if (!viewer) throw new NotFound();
		return work(tx, viewer);
	});
}
const face = (keepsake: KeepsakeId, by = wren) =>
	looking(by, (tx, viewer) => keepsakeFace(tx, viewer, box, keepsake, new Date()));
const hold = (keepsake: KeepsakeId, verb: 'letGo' | 'putAway' | 'takeBack', by = wren) =>
	looking(by, (tx, viewer) => decideHold(tx, verb, { viewer, box, keepsake, now: new Date() }));

/** What this keeper's browser would play. */
async function played(keepsake: KeepsakeId, by = wren) {
	const { address, mediaType } = await looking(by, (tx, viewer) =>
		playBytes(tx, viewer, box, keepsake, new Date())
	);
	const path = join(folder, `played-${++files}`);
	const { stream } = await site.files.open(address);
	await writeFile(path, stream);
	return { mediaType, codecs: probed(path).streams.map(({ codec_name: name }) => name) };
}

describe('every kind is known by what it is, and made ready', () => {
	test('a film is played, and stands there as a picture until then', async () => {
		const keepsake = await kept(aFilm());
		expect(await face(keepsake)).toMatchObject({ kind: 'film', making: true, play: null });
		expect(await workOff(keepsake)).toEqual(['make_film']);
		const { play, picture: poster, making } = await face(keepsake);
		expect(play).toMatchObject({ width: 192, height: 108 });
		expect(poster).toMatchObject({ width: 192, height: 108 });
		expect(making).toBe(false);
		expect(await played(keepsake)).toEqual({ mediaType: 'video/mp4', codecs: ['h264', 'aac'] });
	});

	test('a recording is played', async () => {
		const keepsake = await kept(aRecording());
		await workOff(keepsake);
		const { kind, play, picture: poster } = await face(keepsake);
		expect({ kind, width: play?.width, poster }).toEqual({
			kind: 'recording',
			width: null,
			poster: null
		});
		expect(await played(keepsake)).toEqual({ mediaType: 'audio/mp4', codecs: ['aac'] });
	});

	test('a paper is read page by page', async () => {
		const keepsake = await kept(letterOf(2));
		await workOff(keepsake);
		const paper = await face(keepsake);
		expect(paper).toMatchObject({ kind: 'paper', pageCount: 2 });
		expect(paper.pages).toHaveLength(2);
		for (const number of ['1', '2']) {
			const { mediaType } = await looking(wren, (tx, viewer) =>
				pageBytes(tx, viewer, box, keepsake, number, new Date())
			);
			expect(mediaType).toBe('image/webp');
		}
		await expect(
			looking(wren, (tx, viewer) => pageBytes(tx, viewer, box, keepsake, '3', new Date()))
		).rejects.toThrow(NotFound);
	});

	test('anything else is a file, and nothing is made of it', async () => {
		const keepsake = await kept(someBytes(500));
		expect(await workOff(keepsake)).toEqual([]);
		expect(await face(keepsake)).toMatchObject({ kind: 'file', making: false, cannotShow: false });
	});

	test('what is damaged is kept, and that is said; the others are made', async () => {
		const broken = await kept(aFilm().subarray(0, 2000));
		const sound = await kept(aFilm());
		await workOff(broken);
		await workOff(sound);
		expect(await face(broken)).toMatchObject({ making: false, cannotShow: true, play: null });
		expect((await face(sound)).play).not.toBeNull();
	});

	test('one that crashes what makes it is given up after a while, and holds up no other', async () => {
		const lost = Object.assign(new Error('lost'), { name: 'ProgramLost', crashed: true });
		const dying = { ...site, films: { ...site.films, make: () => Promise.reject(lost) } };
		const keepsake = await kept(aFilm());
		await expect(makeFilmOf(dying, keepsake)).rejects.toThrow('lost');
		expect((await face(keepsake)).making).toBe(true);
		await expect(makeFilmOf(dying, keepsake)).rejects.toThrow('lost');
		await makeFilmOf(dying, keepsake);
		expect(await face(keepsake)).toMatchObject({ making: false, cannotShow: true });
	});

	test('made twice it is the same', async () => {
		const keepsake = await kept(aFilm());
		await workOff(keepsake);
		const first = await face(keepsake);
		await makeFilmOf(site, keepsake);
		expect(await face(keepsake)).toEqual(first);
	});
});

describe('what is covered gives not one byte', () => {
	test('of a film that was put away, to the one who did; the other keeper plays it', async () => {
		const keepsake = await kept(aFilm());
		await workOff(keepsake);
		await hold(keepsake, 'putAway');
		const { play, picture: poster, said } = await face(keepsake);
		expect({ play, poster, said }).toEqual({ play: null, poster: null, said: '' });
		await expect(played(keepsake)).rejects.toThrow(NotFound);
		await expect(played(keepsake, tom)).rejects.toThrow(NotFound);
		await looking(tom, (tx, viewer) => show(tx, { viewer, box, keepsake, now: new Date() }));
		expect(await played(keepsake, tom)).toHaveProperty('mediaType', 'video/mp4');
	});

	test('of a recording that is somebody else’s alone', async () => {
		const keepsake = await kept(aRecording(), wren, 'mine');
		await workOff(keepsake);
		await expect(played(keepsake, tom)).rejects.toThrow(NotFound);
		const rows = await looking(tom, (tx) =>
			tx.selectFrom('playable').where('keepsakeId', '=', keepsake).selectAll().execute()
		);
		expect(rows).toEqual([]);
	});
});

describe('where this machine cannot make films', () => {
	test('they are kept, that is said, and they are made by themselves when it can', async () => {
		const without = createFilmMaker({ find: async () => undefined });
		const keepsake = await kept(aFilm());
		await workOff(keepsake, { ...site, films: without });
		expect(await face(keepsake)).toMatchObject({ making: false, waits: true });
		await makeWaiting({ ...site, films: without });
		expect(await workOff(keepsake)).toEqual([]);
		await makeWaiting(site);
		expect(await workOff(keepsake)).toEqual(['make_film']);
		expect(await face(keepsake)).toMatchObject({ waits: false, cannotShow: false });
		expect(await played(keepsake)).toHaveProperty('mediaType', 'video/mp4');
	});
});

/** Older exiftools have another name for it in a photograph. */
const twinTags = ['-ContentIdentifier', '-MediaGroupUUID'];

describe('a photograph that moves', () => {
	async function halves() {
		const { photograph, film, id } = await livePhotograph(folder, ++files);
		return {
			photograph: readFileSync(photograph),
			film: readFileSync(film),
			paths: [photograph, film],
			id
		};
	}
	async function things(): Promise<number> {
		const { rows } = await site.owner.query(
			'select count(*)::integer as n from lamplight.keepsake where part_of is null and box_id = $1',
			[box]
		);
		return rows[0].n;
	}

	test('is made as a telephone makes it, by another reader’s word', async () => {
		const { paths, id } = await halves();
		const told = paths.map((path) =>
			execFileSync('exiftool', ['-s3', ...twinTags, path], { encoding: 'utf8' }).trim()
		);
		expect(told).toEqual([id, id]);
	});

	test.each(['photograph', 'film'] as const)(
		'is one thing when the %s came first',
		async (first) => {
			const both = await halves();
			const before = await things();
			const one = await kept(both[first]);
			await workOff(one);
			expect((await face(one)).kind).toBe(first);
			const other = await kept(both[first === 'film' ? 'photograph' : 'film']);
			await workOff(other);
			expect(await things()).toBe(before + 1);
			const [photograph, film] = first === 'film' ? [other, one] : [one, other];
			expect(await face(photograph)).toMatchObject({ kind: 'photograph', hasHalf: true });
			expect(await played(photograph)).toHaveProperty('mediaType', 'video/mp4');
			await expect(face(film)).rejects.toThrow(NotFound);
		}
	);

	test('keeps both originals, bit for bit', async () => {
		const both = await halves();
		const photograph = await kept(both.photograph);
		const film = await kept(both.film);
		await workOff(photograph);
		await workOff(film);
		for (const [half, content] of [
			[false, both.photograph],
			[true, both.film]
		] as const) {
			const { address } = await looking(wren, (tx, viewer) =>
				originalBytes(tx, viewer, box, photograph, new Date(), half)
			);
			const { stream } = await site.files.open(address);
			expect(Buffer.concat(await stream.toArray()).equals(content)).toBe(true);
		}
	});

	test('is one thing still when a half is put in once more', async () => {
		const both = await halves();
		const photograph = await kept(both.photograph);
		await workOff(photograph);
		await workOff(await kept(both.film));
		expect(await kept(both.film)).toBe(photograph);
		expect(await kept(both.photograph)).toBe(photograph);
	});

	test('is put away, let go, taken back and deleted as one thing', async () => {
		const both = await halves();
		const film = await kept(both.film);
		const photograph = await kept(both.photograph);
		await workOff(film);
		await workOff(photograph);
		const holds = async () => {
			const { rows } = await site.owner.query(
				`select keepsake_id, member_id, put_away_at is not null as away, let_go_at is not null as gone
				from lamplight.hold where keepsake_id = any ($1) order by member_id`,
				[[film, photograph]]
			);
			const of = (id: string) =>
				rows.filter((row) => row.keepsake_id === id).map(({ keepsake_id: _, ...row }) => row);
			expect(of(film)).toEqual(of(photograph));
			return of(film).find(({ member_id: member }) => member === wren.id);
		};
		await hold(photograph, 'putAway');
		expect(await holds()).toMatchObject({ away: true, gone: false });
		await hold(photograph, 'letGo');
		await hold(photograph, 'letGo', tom);
		expect(await holds()).toMatchObject({ gone: true });
		await hold(photograph, 'takeBack');
		expect(await holds()).toMatchObject({ gone: false });
		await hold(photograph, 'letGo');
		const later = new Date(Date.now() + 31 * 24 * 60 * 60 * 1000);
		const shas = await originalsNow([film, photograph]);
		expect(shas).toHaveLength(2);
		await deleteReleased({ ...site, now: () => later });
		expect(await originalsNow([film, photograph])).toEqual([]);
		for (const sha256 of shas) {
			expect(await site.files.stat(originalAddress(box, sha256))).toBeNull();
			expect(await site.files.list(picturesOf(box, sha256))[Symbol.asyncIterator]().next()).toEqual(
				{
					done: true,
					value: undefined
				}
			);
		}
		expect(originalsOf(box)).toContain(box);
	});

	test('stays two things where one half is somebody’s own', async () => {
		const both = await halves();
		const photograph = await kept(both.photograph, wren, 'mine');
		const film = await kept(both.film, tom);
		await workOff(photograph);
		await workOff(film);
		expect((await face(photograph)).hasHalf).toBe(false);
		expect((await face(film, tom)).kind).toBe('film');
	});

	async function originalsNow(ids: string[]): Promise<string[]> {
		const { rows } = await site.owner.query(
			'select sha256 from lamplight.keepsake where id = any ($1)',
			[ids]
		);
		return rows.map(({ sha256 }) => sha256);
	}

	test('with its film behind the picture, as other telephones make it, is played too', async () => {
		const { photograph } = await halves();
		const bare = readFileSync(
			made(join(folder, `inner-${++files}.mp4`), ...picture('160x90', 0.3))
		);
		const keepsake = await kept(Buffer.concat([photograph, Buffer.from('MotionPhoto_Data'), bare]));
		expect(await workOff(keepsake)).toEqual(['make_pictures', 'make_film']);
		expect((await face(keepsake)).picture).not.toBeNull();
		expect(await played(keepsake)).toEqual({ mediaType: 'video/mp4', codecs: ['h264'] });
	});

	test.skipIf(!hasSharedPhotos)(`of a real telephone is played (${sharedPhotosNote})`, async () => {
		const keepsake = await kept(readFileSync(sharedPhoto('motion/samsung-one-ui-6.heic')));
		expect(await workOff(keepsake)).toEqual(['make_pictures', 'make_film']);
		expect((await face(keepsake)).play?.seconds).toBeGreaterThan(1);
		expect(await played(keepsake)).toMatchObject({ mediaType: 'video/mp4' });
	});
});
