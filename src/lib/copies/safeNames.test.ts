import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nameGiver, safeName } from './safeNames.ts';

const wanted = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 300 }),
	fc.constantFrom('CON', 'nul.jpg', '..', '.', '', 'a/b\\c', ' x ', 'é.jpg', 'e\u0301.jpg', 'A.JPG')
);

test('a name is one that Windows, macOS and Linux all take, whatever it was', () => {
	fc.assert(
		fc.property(wanted, (name) => {
			const safe = safeName(name);
			expect(Buffer.byteLength(safe)).toBeLessThanOrEqual(150);
			expect(safe).not.toMatch(/[<>:"/\\|?*\p{Cc}]/u);
			expect(safe).not.toMatch(/^[\s.]|[\s.]$/u);
			expect(safe).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i);
			expect(safe.length).toBeGreaterThan(0);
		})
	);
});

test('no two files are called alike, also where only case or accents differ', () => {
	fc.assert(
		fc.property(fc.array(wanted, { maxLength: 40 }), (names) => {
			const name = nameGiver();
			const given = names.map((each) => name('photographs', each));
			const seen = new Set(given.map((path) => path.normalize('NFKC').toLowerCase()));
			expect(seen.size).toBe(names.length);
		})
	);
});
