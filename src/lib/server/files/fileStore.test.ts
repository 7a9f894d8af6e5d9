import { randomBytes } from 'node:crypto';
import { readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import {
	type Address,
	originalAddress,
	originalsOf,
	pictureAddress,
	picturesOf
} from './address.ts';
import { BadRange, FileMissing, WrongContent } from './errors.ts';
import type { FileStore, Stored } from './fileStore.ts';
import { arriving, box, otherBox, upload } from './testing/arriving.ts';
import { folderHarness, s3Harness } from './testing/harness.ts';

/** What every store has to do, and each of them does it here. */
describe.each([
	['a folder', await folderHarness()],
	['a bucket', await s3Harness()]
])('in %s', (_, harness) => {
	let store: FileStore;

	beforeEach(async () => {
		store = await harness.openEmpty();
	});
	afterAll(() => harness.close());

	async function finishedFile(bytes: Uint8Array): Promise<string> {
		const path = await harness.workplace();
		await writeFile(path, bytes);
		return path;
	}

	async function listed(prefix = originalsOf(), after?: Address): Promise<Address[]> {
		const found: Stored[] = [];
		for await (const each of store.list(prefix, after)) found.push(each);
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
			expect(await harness.lies()).toHaveLength(1);
			expect(await listed()).toEqual([address]);
		});

		test('is mended by putting it again when it was damaged on the disk', async () => {
			const { bytes, expected, address } = upload();
			await store.put(address, arriving(bytes), expected);
			await harness.damage(address, randomBytes(bytes.length));
			await store.put(address, arriving(bytes), expected);
			expect((await read(address)).equals(bytes)).toBe(true);
		});

		test('survives the store being opened again', async () => {
			const { bytes, expected, address } = upload();
			await store.put(address, arriving(bytes), expected);
			store = await harness.openAgain();
			expect((await read(address)).equals(bytes)).toBe(true);
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
			expect(await harness.lies()).toEqual([]);
		});

		test.each([-1, 1])('%i byte more or less than was announced', async (difference) => {
			const { bytes, expected, address } = upload();
			const announced = { ...expected, bytes: expected.bytes + difference };
			await expect(store.put(address, arriving(bytes), announced)).rejects.toThrow(WrongContent);
			expect(await harness.lies()).toEqual([]);
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
			expect(await harness.lies()).toEqual([]);
		});

		test('a file to adopt that is damaged: it stays where it was', async () => {
			const { bytes, expected, address } = upload();
			const path = await finishedFile(bytes.subarray(1));
			await expect(store.put(address, { adopt: path }, expected)).rejects.toThrow(WrongContent);
			expect(await harness.lies()).toEqual([]);
			expect((await stat(path)).size).toBe(bytes.length - 1);
		});

		test('a link in place of a file to adopt', async () => {
			const { bytes, expected, address } = upload();
			const link = await harness.workplace();
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
			await expect(store.asLocalFile(address, (path) => readFile(path))).rejects.toThrow(
				FileMissing
			);
			expect(await harness.lies()).toEqual([]);
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
			const inOrder = addresses.toSorted();
			for (const [n, after] of inOrder.entries())
				expect(await listed(originalsOf(), after)).toEqual(inOrder.slice(n + 1));
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
			expect(await harness.lies()).toEqual([]);
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
});
