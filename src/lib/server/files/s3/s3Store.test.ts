import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { openS3Server, type Asked } from '../../../../../tests/files/s3Server.ts';
import { originalsOf } from '../address.ts';
import {
	DamagedOnTheWay,
	FileDamaged,
	FileMissing,
	StorageFull,
	StorageRefused,
	StorageUnreachable,
	WrongContent
} from '../errors.ts';
import type { FileStore } from '../fileStore.ts';
import { arriving, upload } from '../testing/arriving.ts';
import { localCopies } from './localCopies.ts';
import { openS3Store } from './s3Store.ts';

const now = new Date('2026-03-01T12:00:00Z');
const folder = await mkdtemp(join(tmpdir(), 'lamplight-s3-'));
const server = await openS3Server(join(folder, 's3'));
/** Long enough for a machine that has other things to do; what never answers is waited for less. */
const patience = { connectMs: 10_000, idleMs: 10_000, requestMs: 10_000, tries: 2 };
const little = { ...patience, idleMs: 400, requestMs: 400 };
const scratch = join(folder, 'scratch');
const MiB = 1024 * 1024;
let store: FileStore;

beforeEach(async () => {
	server.fate = () => 'arrives';
	server.tamper = (_asked, body) => body;
	server.looksAtChecksums = false;
	store = await openS3Store(server.place, { scratch, now, patience });
	for await (const { address } of store.list(originalsOf())) await store.remove(address);
	server.asked.length = 0;
});

afterAll(async () => {
	await server.close();
	await rm(folder, { recursive: true, force: true });
});

const isPart = ({ query }: Asked, number?: number) =>
	query.has('partNumber') && (number === undefined || query.get('partNumber') === String(number));

/** Flips one bit of whatever is sent in these parts, so many times. */
function flip(times: number, number?: number) {
	let left = times;
	server.tamper = (asked, body) => {
		if (!isPart(asked, number) || left-- <= 0) return body;
		const changed = Buffer.from(body);
		changed[Math.floor(changed.length / 2)]! ^= 1;
		return changed;
	};
}

async function read(of: ReturnType<typeof upload>) {
	return buffer((await store.open(of.address)).stream);
}

async function nothingLies() {
	expect(await server.lies()).toEqual({ keys: [], unfinished: [] });
}

describe('every part', () => {
	test('goes out with the checksums of its bytes, and the file comes together from all of them', async () => {
		const photograph = upload(randomBytes(20 * MiB));
		await store.put(photograph.address, arriving(photograph.bytes), photograph.expected);
		const sent = server.asked.filter((asked) => isPart(asked));
		expect(sent.map(({ headers }) => Number(headers['content-length']))).toEqual([
			8 * MiB,
			8 * MiB,
			4 * MiB
		]);
		for (const { headers, checksumsFit } of sent) {
			expect(headers['content-md5']).toMatch(/^[\w+/]{22}==$/);
			expect(headers['x-amz-checksum-sha256']).toMatch(/^[\w+/]{43}=$/);
			expect(checksumsFit).toBe(true);
		}
		expect((await read(photograph)).equals(photograph.bytes)).toBe(true);
	});

	test('may go out with MD5 alone, for a store that knows nothing newer', async () => {
		const photograph = upload();
		const place = { ...server.place, sendsSha256: false };
		const older = await openS3Store(place, { scratch, now, patience });
		await older.put(photograph.address, arriving(photograph.bytes), photograph.expected);
		const [sent] = server.asked.filter((asked) => isPart(asked));
		expect(sent?.headers).toHaveProperty('content-md5');
		expect(sent?.headers).not.toHaveProperty('x-amz-checksum-sha256');
		expect((await read(photograph)).equals(photograph.bytes)).toBe(true);
	});

	test.each([
		['a store that looks at checksums', true],
		['a store that does not', false]
	])('that is damaged on the way to %s is sent again', async (_, looks) => {
		server.looksAtChecksums = looks;
		const film = upload(randomBytes(20 * MiB));
		flip(1, 2);
		await store.put(film.address, arriving(film.bytes), film.expected);
		expect(server.asked.filter((asked) => isPart(asked, 2))).toHaveLength(2);
		expect((await read(film)).equals(film.bytes)).toBe(true);
	});

	test.each([
		['a store that looks at checksums', true],
		['a store that does not', false]
	])('that always arrives damaged at %s is refused, and nothing is kept', async (_, looks) => {
		server.looksAtChecksums = looks;
		const film = upload(randomBytes(20 * MiB));
		flip(Infinity, 2);
		await expect(store.put(film.address, arriving(film.bytes), film.expected)).rejects.toThrow(
			DamagedOnTheWay
		);
		await nothingLies();
	});

	test('that is refused harms nothing that was there before', async () => {
		const photograph = upload();
		await store.put(photograph.address, arriving(photograph.bytes), photograph.expected);
		flip(Infinity);
		const again = store.put(photograph.address, arriving(photograph.bytes), photograph.expected);
		await expect(again).rejects.toThrow(DamagedOnTheWay);
		expect((await read(photograph)).equals(photograph.bytes)).toBe(true);
	});
});

test('what a store says nothing about is read again before it counts as kept', async () => {
	const film = upload(randomBytes(9 * MiB));
	await store.put(film.address, arriving(film.bytes), film.expected);
	expect(server.asked.filter(({ method }) => method === 'GET')).toHaveLength(1);
});

test('a file is kept though the answer that said so was lost', async () => {
	const film = upload(randomBytes(9 * MiB));
	let lost = 0;
	server.fate = ({ method, query }) =>
		method === 'POST' && query.has('uploadId') && lost++ === 0 ? 'unanswered' : 'arrives';
	await store.put(film.address, arriving(film.bytes), film.expected);
	// It was asked again, and the store knew no such upload any more.
	expect(lost).toBeGreaterThan(1);
	expect((await read(film)).equals(film.bytes)).toBe(true);
});

test('a file to take over that could not be sent stays where it was', async () => {
	const photograph = upload();
	const path = join(folder, 'arrived');
	await writeFile(path, photograph.bytes);
	server.fate = (asked) => (isPart(asked) ? 500 : 'arrives');
	const put = () => store.put(photograph.address, { adopt: path }, photograph.expected);
	await expect(put()).rejects.toThrow(StorageUnreachable);
	expect((await readFile(path)).equals(photograph.bytes)).toBe(true);
	await nothingLies();
	server.fate = () => 'arrives';
	await put();
	await expect(readFile(path)).rejects.toThrow('ENOENT');
});

describe('a store in trouble', () => {
	test.each(['hangs', 'breaks', 500, 503] as const)(
		'(%s) is tried again, some times and no more, and nothing counts as kept',
		async (fate) => {
			const photograph = upload();
			if (fate === 'hangs') {
				store = await openS3Store(server.place, { scratch, now, patience: little });
				server.asked.length = 0;
			}
			server.fate = (asked) => (isPart(asked) ? fate : 'arrives');
			await expect(
				store.put(photograph.address, arriving(photograph.bytes), photograph.expected)
			).rejects.toThrow(StorageUnreachable);
			expect(server.asked.filter((asked) => isPart(asked))).toHaveLength(patience.tries);
			await nothingLies();
			await expect(store.stat(photograph.address)).resolves.toBeNull();
		}
	);

	test('that fails once is not noticed', async () => {
		const photograph = upload();
		const failed = new Set<string>();
		server.fate = ({ method, path }) => {
			if (failed.has(method + path)) return 'arrives';
			failed.add(method + path);
			return 500;
		};
		await store.put(photograph.address, arriving(photograph.bytes), photograph.expected);
		expect((await read(photograph)).equals(photograph.bytes)).toBe(true);
	});

	test('that answers nothing says of no file that it is missing', async () => {
		const { address } = upload();
		server.fate = () => 'breaks';
		await expect(store.open(address)).rejects.toThrow(StorageUnreachable);
		await expect(store.stat(address)).rejects.toThrow(StorageUnreachable);
		await expect(store.remove(address)).rejects.toThrow(StorageUnreachable);
		await expect(Array.fromAsync(store.list(originalsOf()))).rejects.toThrow(StorageUnreachable);
	});

	test('that is away when we start may come back', async () => {
		server.fate = () => 'breaks';
		const opened = await openS3Store(server.place, { scratch, now, patience });
		server.fate = () => 'arrives';
		await expect(opened.open(upload().address)).rejects.toThrow(FileMissing);
	});

	test('that refuses us, or has no such bucket, is told as such and not tried for long', async () => {
		const { address } = upload();
		server.fate = () => 403;
		await expect(store.stat(address)).rejects.toThrow(StorageRefused);
		server.fate = () => 'arrives';
		const place = { ...server.place, bucket: 'another' };
		await expect(openS3Store(place, { scratch, now })).rejects.toThrow('no such bucket');
	});

	test('that is full is told as full', async () => {
		const photograph = upload();
		server.fate = (asked) => (isPart(asked) ? 507 : 'arrives');
		await expect(
			store.put(photograph.address, arriving(photograph.bytes), photograph.expected)
		).rejects.toThrow(StorageFull);
		await nothingLies();
	});
});

test('an upload that a killed process left is swept a day later, and a young one is not', async () => {
	const [old, young] = [upload(), upload()];
	server.fate = ({ query }) => (query.has('partNumber') || query.has('uploadId') ? 500 : 'arrives');
	for (const { address, bytes, expected } of [old, young])
		await store.put(address, arriving(bytes), expected).catch(() => undefined);
	server.fate = () => 'arrives';
	const [first = '', second = ''] = (await server.lies()).unfinished;
	await server.begunAt(first, new Date(now.getTime() - 25 * 60 * 60 * 1000));
	await server.begunAt(second, now);
	await store.sweep(now);
	expect((await server.lies()).unfinished).toEqual([second]);
	await store.sweep(new Date(now.getTime() + 25 * 60 * 60 * 1000));
	await nothingLies();
});

test('a store that cannot list unfinished uploads is left alone', async () => {
	server.fate = ({ query }) => (query.has('uploads') ? 501 : 'arrives');
	await expect(store.sweep(now)).resolves.toBeUndefined();
});

test('other keys in the bucket are no files of ours', async () => {
	const photograph = upload();
	await store.put(photograph.address, arriving(photograph.bytes), photograph.expected);
	const another = await openS3Store({ ...server.place, prefix: '' }, { scratch, now, patience });
	expect(await Array.fromAsync(another.list(originalsOf()))).toEqual([]);
	expect(await Array.fromAsync(store.list(originalsOf()))).toHaveLength(1);
});

test('a damaged file is never lent as a whole one', async () => {
	const photograph = upload();
	await store.put(photograph.address, arriving(photograph.bytes), photograph.expected);
	await server.overwrite(server.place.prefix + photograph.address, randomBytes(300_000));
	const lent = store.asLocalFile(photograph.address, (path) => readFile(path));
	await expect(lent).rejects.toThrow(FileDamaged);
});

test('files are lent so many bytes at a time, and each of them in the end', async () => {
	const photographs = [upload(), upload(), upload(), upload()];
	for (const { address, bytes, expected } of photographs)
		await store.put(address, arriving(bytes), expected);
	const copies = localCopies(scratch, 700_000);
	let lent = 0;
	let most = 0;
	const all = photographs.map(({ address, bytes }) =>
		copies.lend(
			address,
			() => store.open(address),
			async (path) => {
				most = Math.max(most, ++lent);
				expect((await readFile(path)).equals(bytes)).toBe(true);
				lent--;
			}
		)
	);
	await Promise.all(all);
	expect(most).toBeLessThanOrEqual(2);
});

test('other bytes than were announced are refused though they arrived well', async () => {
	const photograph = upload();
	const other = upload();
	await expect(
		store.put(photograph.address, arriving(other.bytes), photograph.expected)
	).rejects.toThrow(WrongContent);
	await nothingLies();
});
