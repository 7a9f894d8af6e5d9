import fc from 'fast-check';
import { expect, test } from 'vitest';
import { middle, telling } from './landmarks.ts';
import { placeOf, placesNear } from './places.ts';
import { bitsOf, centre, likeness, signatureFrom, signatureOf } from './signature.ts';

const anyVector = fc
	.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 512, maxLength: 512 })
	.map((numbers) => Float32Array.from(numbers));

const cosine = (one: Float32Array, other: Float32Array) => {
	const [a, b] = [one, other].map((each) => centre(each, { middle, telling }));
	const dot = a!.reduce((sum, x, at) => sum + x * b![at]!, 0);
	return dot / (Math.hypot(...a!) * Math.hypot(...b!));
};

test('signatures are as alike as the vectors they stand for', () => {
	fc.assert(
		fc.property(
			anyVector,
			anyVector,
			fc.double({ min: 0, max: 1, noNaN: true }),
			(one, two, part) => {
				const mixed = one.map((each, at) => part * each + (1 - part) * two[at]!);
				const told = likeness(signatureOf(one), signatureOf(mixed));
				// Six times what the planes are off by on average.
				expect(Math.abs(told - cosine(one, mixed))).toBeLessThan(0.16);
			}
		)
	);
});

test('how something is told counts for less than anything else, and what was said most for least', () => {
	const dot = (one: Float32Array, other: Float32Array) =>
		one.reduce((sum, each, at) => sum + each * other[at]!, 0);
	const from = { middle: new Float32Array(512), telling };
	for (const [at, { along, less }] of telling.entries()) {
		expect(Math.abs(dot(along, along) - 1)).toBeLessThan(1e-4);
		for (const other of telling.slice(0, at)) {
			expect(Math.abs(dot(along, other.along))).toBeLessThan(1e-4);
			expect(less).toBeLessThanOrEqual(other.less);
		}
		expect(less).toBeGreaterThan(0);
		expect(dot(centre(along, from), along)).toBeCloseTo(1 - less, 3);
	}
});

test('a signature is 2,048 bits, the same each time, and lies in one of the places near it', () => {
	fc.assert(
		fc.property(anyVector, (vector) => {
			const signature = signatureOf(vector);
			expect(bitsOf(signature)).toMatch(/^[01]{2048}$/);
			expect(bitsOf(signatureFrom(bitsOf(signature)))).toBe(bitsOf(signatureOf(vector)));
			expect(likeness(signature, signature)).toBe(1);
			expect(placesNear(signature, 8)[0]).toBe(placeOf(signature));
		})
	);
});
