import fc from 'fast-check';
import { expect, test } from 'vitest';
import { common, middle } from './landmarks.ts';
import { placeOf, placesNear } from './places.ts';
import { bitsOf, centre, likeness, signatureFrom, signatureOf } from './signature.ts';

const anyVector = fc
	.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 512, maxLength: 512 })
	.map((numbers) => Float32Array.from(numbers));

const cosine = (one: Float32Array, other: Float32Array) => {
	const [a, b] = [one, other].map((each) => centre(each, { middle, common }));
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

test('what all texts have in common makes none more alike', () => {
	fc.assert(
		fc.property(
			anyVector,
			fc.constantFrom(...common),
			fc.integer({ min: -9, max: 9 }),
			(vector, direction, far) => {
				const moved = vector.map((each, at) => each + far * direction[at]!);
				expect(likeness(signatureOf(vector), signatureOf(moved))).toBeGreaterThan(0.99);
			}
		)
	);
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
