import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import {
	mkdir,
	mkdtemp,
	readFile,
	readdir,
	rm,
	stat,
	symlink,
	utimes,
	writeFile
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
	type Address,
	originalAddress,
	originalsOf,
	pictureAddress,
	picturesOf
} from './address.ts';
import { BadRange, FileMissing, StorageFull, WrongContent } from './errors.ts';
import type { FileStore, Source, Stored } from './fileStore.ts';
import { openFolderStore } from './folderStore.ts';

const now = new Date('2026-03-01T12:00:00Z');
const box = '0190d0c8-5a3e-7c3e-9d0b-2f6a4a5b6c7d';
const otherBox = '0190d0c8-5a3e-7c3e-9d0b-000000000000';

let folder: string;
let root: string;
let store: FileStore;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'lamplight-files-'));
	root = join(folder, 'files');
	store = await openFolderStore(root, now);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

function sha256(bytes: Uint8Array) {
	return createHash('sha256').update(bytes).digest('hex');
}

/** What somebody uploads: its bytes, its address, and what it was announced as. */
function upload(bytes: Uint8Array = randomBytes(300_000)) {
	const expected = { sha256: sha256(bytes), bytes: bytes.byteLength };
	return { bytes, expected, address: originalAddress(box, expected.sha256) };
}

/** The bytes as they would come over a network, in pieces. */
function arriving(bytes: Uint8Array): Source {
	return {
		stream: (async function* () {
			for (let at = 0; at < bytes.length; at += 50_000) yield bytes.subarray(at, at + 50_000);
		})()
	};
}

async function finishedFile(bytes: Uint8Array): Promise<string> {
	const path = join(folder, randomUUID());
	await writeFile(path, bytes);
	return path;
}

async function everyFile(below = root): Promise<string[]> {
	const entries = await readdir(below, { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name));
}

async function listed(prefix = originalsOf()): Promise<Address[]> {
	const found: Stored[] = [];
	for await (const each of store.list(prefix)) found.push(each);
	return found.map((each) => each.address);
}

async function read(address: Address, range?: { start: number; end?: number }) {
	const { stream, bytes } = await store.open(address, range);
	const content = await buffer(stream);
	expect(content.byteLength).toBe(bytes);
	return content;
}

describe('what is kept', () => {
	test('comes back bit for bit, whether it was streamed or taken over', async () => {
		for (const how of ['streamed', 'adopted']) {
			const { bytes, expected, address } = upload();
			const source = how === 'streamed' ? arriving(bytes) : { adopt: await finishedFile(bytes) };
			await store.put(address, source, expected);
			expect((await read(address)).equals(bytes)).toBe(true);
			expect(await store.stat(address)).toMatchObject({ address, bytes: 300_000 });
		}
	});

	test('can be nothing at all, or larger than any buffer', async () => {
		for (const size of [0, 20_000_000]) {
			const { bytes, expected, address } = upload(randomBytes(size));
			await store.put(address, arriving(bytes), expected);
			expect((await read(address)).equals(bytes)).toBe(true);
		}
	});

	test('is kept once however often it comes, also at the same moment', async () => {
		const { bytes, expected, address } = upload();
		await Promise.all(
			[1, 2, 3].map(async (n) =>
				store.put(
					address,
					n === 2 ? { adopt: await finishedFile(bytes) } : arriving(bytes),
					expected
				)
			)
		);
		await store.put(address, arriving(bytes), expected);
		expect(await everyFile()).toHaveLength(1);
		expect(await listed()).toEqual([address]);
	});

	test('is mended by putting it again when it was damaged on the disk', async () => {
		const { bytes, expected, address } = upload();
		await store.put(address, arriving(bytes), expected);
		const [path] = await everyFile();
		await writeFile(path!, randomBytes(bytes.length));
		await store.put(address, arriving(bytes), expected);
		expect((await read(address)).equals(bytes)).toBe(true);
	});

	test('can be read by the owner of the process alone', async () => {
		const { bytes, expected, address } = upload();
		await store.put(address, { adopt: await finishedFile(bytes) }, expected);
		const [path] = await everyFile();
		expect((await stat(path!)).mode & 0o777).toBe(0o600);
		expect((await stat(root)).mode & 0o777).toBe(0o700);
	});

	test('survives the store being opened again', async () => {
		const { bytes, expected, address } = upload();
		await store.put(address, arriving(bytes), expected);
		store = await openFolderStore(root, now);
		expect((await read(address)).equals(bytes)).toBe(true);
	});

	test('is taken from where it was when it is adopted, from another filesystem too', async () => {
		const elsewhere = await mkdtemp('/dev/shm/lamplight-').catch(() => mkdtemp(join(folder, 'x')));
		try {
			const { bytes, expected, address } = upload();
			await writeFile(join(elsewhere, 'upload'), bytes);
			await store.put(address, { adopt: join(elsewhere, 'upload') }, expected);
			expect(await readdir(elsewhere)).toEqual([]);
			expect((await read(address)).equals(bytes)).toBe(true);
			expect(await everyFile()).toHaveLength(1);
		} finally {
			await rm(elsewhere, { recursive: true, force: true });
		}
	});
});

describe('what is refused leaves nothing behind', () => {
	test('other bytes than were announced', async () => {
		const { bytes, expected, address } = upload();
		const changed = Uint8Array.from(bytes);
		changed[1234]! ^= 1;
		await expect(store.put(address, arriving(changed), expected)).rejects.toMatchObject({
			name: 'WrongContent',
			what: 'sha256'
		});
		expect(await everyFile()).toEqual([]);
	});

	test.each([-1, 1])('%i byte more or less than was announced', async (difference) => {
		const { bytes, expected, address } = upload();
		const announced = { ...expected, bytes: expected.bytes + difference };
		await expect(store.put(address, arriving(bytes), announced)).rejects.toThrow(WrongContent);
		expect(await everyFile()).toEqual([]);
	});

	test('an endless stream, at the first byte too many', async () => {
		const { expected, address } = upload();
		let given = 0;
		const endless = Readable.from(
			(function* () {
				for (;;) {
					given += 1000;
					yield Buffer.alloc(1000);
				}
			})()
		);
		await expect(store.put(address, { stream: endless }, expected)).rejects.toThrow(WrongContent);
		expect(given).toBeLessThan(expected.bytes + 200_000);
	});

	test('an address that is not that of the bytes', async () => {
		const { bytes, expected } = upload();
		const wrong = originalAddress(box, 'a'.repeat(64));
		await expect(store.put(wrong, arriving(bytes), expected)).rejects.toThrow(WrongContent);
	});

	test('an upload that broke off', async () => {
		const { bytes, expected, address } = upload();
		const breaking = (async function* () {
			yield bytes.subarray(0, 1000);
			throw new Error('the connection broke');
		})();
		await expect(store.put(address, { stream: breaking }, expected)).rejects.toThrow('broke');
		expect(await everyFile()).toEqual([]);
	});

	test('a file to adopt that is damaged: it stays where it was', async () => {
		const { bytes, expected, address } = upload();
		const path = await finishedFile(bytes.subarray(1));
		await expect(store.put(address, { adopt: path }, expected)).rejects.toThrow(WrongContent);
		expect(await everyFile()).toEqual([]);
		expect((await stat(path)).size).toBe(bytes.length - 1);
	});

	test('a link in place of a file to adopt', async () => {
		const { bytes, expected, address } = upload();
		const link = join(folder, 'link');
		await symlink(await finishedFile(bytes), link);
		await expect(store.put(address, { adopt: link }, expected)).rejects.toThrow('not a file');
	});
});

describe('a part of a file', () => {
	test('is what was asked for, and no more', async () => {
		const { bytes, expected, address } = upload();
		await store.put(address, arriving(bytes), expected);
		expect((await read(address, { start: 5, end: 5 })).equals(bytes.subarray(5, 6))).toBe(true);
		expect((await read(address, { start: 299_000 })).equals(bytes.subarray(299_000))).toBe(true);
		const past = await read(address, { start: 299_000, end: 900_000 });
		expect(past.equals(bytes.subarray(299_000))).toBe(true);
	});

	test('that is not there is refused, with the true length', async () => {
		const { bytes, expected, address } = upload();
		await store.put(address, arriving(bytes), expected);
		for (const range of [{ start: 300_000 }, { start: -1 }, { start: 9, end: 8 }]) {
			const refused = await store.open(address, range).catch((error: unknown) => error);
			expect(refused).toBeInstanceOf(BadRange);
			expect(refused).toHaveProperty('bytes', 300_000);
		}
	});
});

describe('what was deleted', () => {
	test('is really gone, leaves no trace of its memory box, and can be deleted again', async () => {
		const { bytes, expected, address } = upload();
		await store.put(address, arriving(bytes), expected);
		await store.remove(address);
		await store.remove(address);
		expect(await store.stat(address)).toBeNull();
		await expect(store.open(address)).rejects.toThrow(FileMissing);
		await expect(store.asLocalFile(address, (path) => readFile(path))).rejects.toThrow(FileMissing);
		expect(await readdir(join(root, 'originals'))).toEqual([]);
	});

	test('takes nothing else with it', async () => {
		const [one, two] = [upload(), upload()];
		await store.put(one.address, arriving(one.bytes), one.expected);
		await store.put(two.address, arriving(two.bytes), two.expected);
		await store.remove(one.address);
		expect(await listed()).toEqual([two.address]);
	});

	test('never gets in the way of what comes in at that moment', async () => {
		const { bytes, expected, address } = upload(randomBytes(10));
		const gone = upload(Buffer.from(bytes).reverse());
		for (let n = 0; n < 50; n++) {
			await store.put(gone.address, arriving(gone.bytes), gone.expected);
			await Promise.all([
				store.put(address, arriving(bytes), expected),
				store.remove(gone.address)
			]);
			expect(await listed()).toEqual([address]);
			await store.remove(address);
		}
	});
});

describe('a list', () => {
	test('holds the files of one box, or of all, in order, and pictures by themselves', async () => {
		const addresses: Address[] = [];
		for (let n = 0; n < 12; n++) {
			const { bytes, expected } = upload(randomBytes(20));
			const address = originalAddress(n % 3 ? box : otherBox, expected.sha256);
			addresses.push(address);
			await store.put(address, arriving(bytes), expected);
		}
		const { bytes, expected } = upload();
		const picture = pictureAddress(box, 'c'.repeat(64), expected.sha256);
		await store.put(picture, arriving(bytes), expected);

		expect(await listed()).toEqual(addresses.toSorted());
		expect(await listed(originalsOf(box))).toEqual(
			addresses.filter((each) => each.includes(box)).toSorted()
		);
		expect(await listed(picturesOf())).toEqual([picture]);
		expect(await listed(picturesOf(box, 'c'.repeat(64)))).toEqual([picture]);
		expect(await listed(picturesOf(box, 'd'.repeat(64)))).toEqual([]);
		expect(await listed(originalsOf('no-such-box'))).toEqual([]);
	});

	test('passes over what somebody else put into the folder', async () => {
		const { bytes, expected, address } = upload();
		await store.put(address, arriving(bytes), expected);
		await writeFile(join(root, 'originals', box, '.DS_Store'), 'x');
		await mkdir(join(root, 'originals', 'lost+found'));
		await symlink('/etc/passwd', join(root, 'originals', box, 'f'.repeat(64)));
		expect(await listed()).toEqual([address]);
	});
});

describe('a borrowed folder', () => {
	test('is there to work in, and gone afterwards, also when the work failed', async () => {
		let lent = '';
		const work = store.withScratch(async (path) => {
			lent = path;
			await writeFile(join(path, 'half'), 'done');
			throw new Error('the work failed');
		});
		await expect(work).rejects.toThrow('the work failed');
		await expect(stat(lent)).rejects.toThrow('ENOENT');
		expect(await everyFile()).toEqual([]);
	});

	test('gives its files to the store', async () => {
		const { bytes, expected, address } = upload();
		await store.withScratch(async (path) => {
			await writeFile(join(path, 'picture'), bytes);
			await store.put(address, { adopt: join(path, 'picture') }, expected);
		});
		expect(await store.asLocalFile(address, (path) => readFile(path))).toEqual(bytes);
	});
});

test('what a killed process left half written is gone a day later, and nothing else', async () => {
	const incoming = join(root, 'incoming');
	const yesterday = new Date(now.getTime() - 25 * 60 * 60 * 1000);
	await writeFile(join(incoming, 'old'), 'x');
	await mkdir(join(incoming, 'old-folder'));
	await writeFile(join(incoming, 'old-folder', 'picture'), 'x');
	await writeFile(join(incoming, 'young'), 'x');
	await utimes(join(incoming, 'old'), yesterday, yesterday);
	await utimes(join(incoming, 'old-folder'), yesterday, yesterday);
	await utimes(join(incoming, 'young'), now, now);
	await openFolderStore(root, now);
	expect(await readdir(incoming)).toEqual(['young']);
});

test('a full disk is told as such, and what was kept before stays whole', async () => {
	const small = join(folder, 'small');
	await mkdir(small);
	const script = join(import.meta.dirname, 'testing', 'fullDisk.ts');
	const mount = `mount -t tmpfs -o size=2m tmpfs '${small}' && '${process.execPath}' '${script}' '${small}'`;
	// A mount of its own needs root, or else a name space in which one is root.
	const asRoot = process.getuid?.() === 0 ? [] : ['--map-root-user'];
	const answer = execFileSync('unshare', [...asRoot, '--mount', 'sh', '-c', mount], {
		encoding: 'utf8'
	});
	expect(JSON.parse(answer)).toEqual({ refused: StorageFull.name, left: 1, whole: true });
});
