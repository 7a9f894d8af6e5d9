import { middle, telling } from './landmarks.ts';

/**
 * A vector as 2,048 bits that Postgres can compare by itself: as many bits differ between two as the
 * angle between the vectors is wide. Each bit says on which side of a random plane through the middle of
 * what people write here the vector lies (random hyperplanes: Charikar, STOC 2002), and the planes come
 * from sign flips and Walsh–Hadamard turns, which need no table. The likeness it gives differs from the
 * exact cosine by .026 (root mean square, on the labelled set). Directions in which two differ who tell of
 * the same say how something is told, not what: they count for less (relevant component analysis:
 * Bar-Hillel and others, ICML 2003).
 */
export type Signature = Uint32Array;

export const signatureBits = 2048;
const dimensions = 512;
const turns = signatureBits / dimensions;

const flips = Array.from({ length: turns * 2 }, randomFlips(42));

/** The signature of a vector of 512 numbers, seen from the middle of what people write here. */
export function signatureOf(vector: Float32Array, seenFrom: Seen = { middle, telling }): Signature {
	const centred = centre(vector, seenFrom);
	const bits = new Uint32Array(signatureBits / 32);
	for (let turn = 0; turn < turns; turn += 1) {
		const turned = turnOver(turnOver(centred, flips[2 * turn]), flips[2 * turn + 1]);
		turned.forEach((each, at) => {
			if (each <= 0) return;
			const bit = turn * dimensions + at;
			bits[bit >> 5]! |= 1 << (31 - (bit & 31));
		});
	}
	return bits;
}

/** A direction of length 1, at right angles to the others, and which share of what lies along it is left out. */
export type Direction = { along: Float32Array; less: number };

/** From where vectors are seen: their middle, and the directions of how something is told. */
export type Seen = { middle: Float32Array; telling: readonly Direction[] };

/** A vector from the middle, with less of how it is told. */
export function centre(vector: Float32Array, { middle, telling }: Seen): Float32Array {
	const centred = vector.map((each, at) => each - (middle[at] ?? 0));
	for (const { along, less } of telling) {
		const part = less * centred.reduce((sum, each, at) => sum + each * (along[at] ?? 0), 0);
		along.forEach((each, at) => (centred[at]! -= part * each));
	}
	return centred;
}

/** As Postgres reads a `bit(2048)`. */
export function bitsOf(signature: Signature): string {
	return Array.from(signature, (each) => each.toString(2).padStart(32, '0')).join('');
}

/** What `bitsOf` wrote. */
export function signatureFrom(bits: string): Signature {
	return Uint32Array.from({ length: bits.length / 32 }, (_, at) =>
		Number.parseInt(bits.slice(at * 32, (at + 1) * 32), 2)
	);
}

/** How alike two vectors are by their signatures, from -1 to 1: about the cosine between them. */
export function likeness(one: Signature, other: Signature): number {
	return Math.cos((Math.PI * differing(one, other, one.length)) / (one.length * 32));
}

/** How many bits differ in their first `words` words of 32 bits. */
export function differing(one: Signature, other: Signature, words: number): number {
	let count = 0;
	for (let at = 0; at < words; at += 1) count += ones((one[at] ?? 0) ^ (other[at] ?? 0));
	return count;
}

function ones(word: number): number {
	let n = word - ((word >>> 1) & 0x55555555);
	n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
	return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function turnOver(vector: Float32Array, flip: Float32Array | undefined): Float32Array {
	const turned = vector.map((each, at) => each * (flip?.[at] ?? 1));
	for (let half = 1; half < dimensions; half *= 2) {
		for (let from = 0; from < dimensions; from += 2 * half) {
			for (let at = from; at < from + half; at += 1) {
				const [a, b] = [turned[at] ?? 0, turned[at + half] ?? 0];
				turned[at] = a + b;
				turned[at + half] = a - b;
			}
		}
	}
	return turned;
}

/** The same flips each time and everywhere (a linear congruential generator, Numerical Recipes). */
function randomFlips(seed: number): () => Float32Array {
	let state = seed;
	return () =>
		Float32Array.from({ length: dimensions }, () => {
			state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
			return state < 2 ** 31 ? -1 : 1;
		});
}
