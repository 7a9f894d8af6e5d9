import fc from 'fast-check';
import { expect, test } from 'vitest';
import { originalAddress, originalsOf, parseAddress, picturesOf, sha256At } from './address.ts';
import { BadAddress, StorageFull, asStorageError } from './errors.ts';
import { addressOf, pathOf } from './pathOf.ts';

const sha256 = 'ab'.repeat(32);

test('an address says which box and which bytes, and where they lie in a folder', () => {
	const address = originalAddress('one-box', sha256);
	expect(address).toBe(`originals/one-box/${sha256}`);
	expect(sha256At(address)).toBe(sha256);
	expect(pathOf(address)).toBe(`originals/one-box/ab/${sha256}`);
	expect(addressOf(pathOf(address))).toBe(address);
	expect(pathOf(picturesOf('one-box', sha256))).toBe(`pictures/one-box/ab/${sha256}`);
});

test.each([
	'',
	'originals',
	'originals/box',
	`originals//${sha256}`,
	`originals/../${sha256}`,
	`originals/box/${sha256}/${sha256}`,
	`pictures/box/${sha256}`,
	`incoming/box/${sha256}`,
	`/originals/box/${sha256}`,
	`originals/box/${sha256}/`,
	`originals/box/${sha256}\0`,
	`originals/box/${sha256}\n`,
	`originals/box/${sha256.toUpperCase()}`,
	`originals/Box/${sha256}`,
	`originals/-box/${sha256}`,
	`originals/box/../../${sha256}`,
	`__proto__/box/${sha256}`,
	`toString/box/${sha256}`
])('%j leads nowhere', (text) => {
	expect(() => parseAddress(text)).toThrow(BadAddress);
});

test.each(['..', '.', '', 'a/b', 'a\\b', 'a%2fb', 'A', '-', 'a'.repeat(65)])(
	'a box cannot be called %j',
	(boxId) => {
		expect(() => originalAddress(boxId, sha256)).toThrow(BadAddress);
		expect(() => originalsOf(boxId)).toThrow(BadAddress);
	}
);

test('no text at all leads out of the folder', () => {
	const piece = fc.constantFrom('originals', 'pictures', 'a', '..', '.', '/', '\\', sha256, '\0');
	fc.assert(
		fc.property(
			fc.oneof(
				fc.string(),
				fc.array(piece).map((all) => all.join('/'))
			),
			(text) => {
				let address;
				try {
					address = parseAddress(text);
				} catch {
					return;
				}
				expect(pathOf(address)).toMatch(/^(originals|pictures)(\/[0-9a-z][0-9a-z-]*)+$/);
			}
		)
	);
});

test('a full disk and a used up share of it are the same to a family; other faults stay as they are', () => {
	for (const code of ['ENOSPC', 'EDQUOT'])
		expect(asStorageError(Object.assign(new Error(code), { code }))).toBeInstanceOf(StorageFull);
	const other = Object.assign(new Error('EIO'), { code: 'EIO' });
	expect(asStorageError(other)).toBe(other);
});
