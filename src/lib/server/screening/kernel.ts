/** A sentence as the screen sees it: what it means, and how it is said. */
export type Seen = { vector: Float32Array; signs: Float32Array };

const closeness = 3;
const apart = 0.1;
const signWeight = 0.1;
const offset = 0.2;

/**
 * How alike two sentences are, from about 0.2 up: by meaning (a Gaussian of the cosine of vectors of
 * length 1), more so where they are also said in the same way, and by the signs that both show.
 */
export function likeness(a: Seen, b: Seen): number {
	const meaning = Math.exp(-closeness * (1 - dot(a.vector, b.vector)));
	const manner = Math.exp(-apart * squaredDistance(a.signs, b.signs));
	return meaning * (1 + manner) + signWeight * dot(a.signs, b.signs) + offset;
}

function dot(a: Float32Array, b: Float32Array): number {
	let sum = 0;
	for (let at = 0; at < a.length; at += 1) sum += (a[at] ?? 0) * (b[at] ?? 0);
	return sum;
}

function squaredDistance(a: Float32Array, b: Float32Array): number {
	let sum = 0;
	for (let at = 0; at < a.length; at += 1) sum += ((a[at] ?? 0) - (b[at] ?? 0)) ** 2;
	return sum;
}
