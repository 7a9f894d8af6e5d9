// `node bench/landmarks.ts`: learns the middle of meaning, how the same is told in different ways, and the
// landmarks anew from the labelled texts that things are tuned on, and writes
// src/lib/server/meaning/landmarks.ts. Needed where the model or the planes of `signature.ts` change;
// every passage has to be read again then.
import { writeFile } from 'node:fs/promises';
import { windowsOf } from '#lib/finding/windows.ts';
import { createMeaning } from '#lib/server/meaning/meaning.ts';
import { centre, signatureOf, type Direction } from '#lib/server/meaning/signature.ts';
import { hands, readLabelled, type Labelled } from './meeting/labelled.ts';

const places = 512;
const coarseWords = 16;
/**
 * How many directions are looked at, and how softly: a direction counts for less as two who tell of the
 * same differ along it, but never as if what was not seen in some hundred pairs did not exist. Of 1 to 20
 * five was best for a hand that nothing was learned from; 64 directions find what 512 do.
 */
const directions = 64;
const soft = 5;

type Vector = Float32Array;

const meaning = createMeaning();
const parts = ['tuning', ...hands.map((hand) => `hands/${hand}` as const)] as const;
const sets = await Promise.all(parts.map(readLabelled));
const near = ({ questions }: Labelled) => questions.filter(({ mode }) => mode === 'near');
const texts = [
	...sets.flatMap(({ passages }) => passages.map(({ text }) => text)),
	...sets.flatMap(({ passages }) => passages.flatMap(({ text }) => windowsOf(text))),
	...sets.flatMap((set) => near(set).map(({ query }) => query))
];
if (texts.length < places) throw new Error(`There are only ${texts.length} texts.`);
const vectors = await meaning.embed(texts);
const vectorOf = new Map(texts.map((text, at) => [text, vectors[at]!]));
meaning.close();
const dimensions = meaning.dimensions;
const middle = new Float32Array(dimensions);
for (const vector of vectors) vector.forEach((each, at) => (middle[at]! += each / vectors.length));
const telling = directionsOf(sets.flatMap(differences));
const landmarks = vectors
	.slice(0, places)
	.map((each) => signatureOf(each, { middle, telling }).slice(0, coarseWords));
await writeFile(
	'src/lib/server/meaning/landmarks.ts',
	`// Made by bench/landmarks.ts from the project's own labelled texts; not written by hand.
import type { Direction } from './signature.ts';

const floats = (text: string) => new Float32Array(bytesOf(text));
const words = (text: string) => new Uint32Array(bytesOf(text));
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64')).buffer;

/** The mean of what people write here: ${dimensions} numbers. */
export const middle: Float32Array = floats(
	'${base64(middle)}'
);

const less = floats(
	'${base64(Float32Array.from(telling, (each) => each.less))}'
);

const along = floats(
	'${base64(Float32Array.from(telling.flatMap((each) => [...each.along])))}'
);

/** The ${directions} directions in which two differ most who tell of the same. */
export const telling: readonly Direction[] = Array.from({ length: ${directions} }, (_, at) => ({
	along: along.subarray(at * ${dimensions}, (at + 1) * ${dimensions}),
	less: less[at] ?? 0
}));

const all = words(
	'${base64(Uint32Array.from(landmarks.flatMap((one) => [...one])))}'
);

/** The first ${coarseWords * 32} bits of the signature of each landmark. */
export const landmarks: readonly Uint32Array[] = Array.from({ length: ${places} }, (_, place) =>
	all.subarray(place * ${coarseWords}, (place + 1) * ${coarseWords})
);
`
);

/** By what each question and the passage that answers it differ, and the part of that which is likest. */
function differences(set: Labelled): Vector[] {
	const textOf = new Map(set.passages.map(({ id, text }) => [id, text]));
	return near(set).flatMap(({ query, ids }) =>
		ids.flatMap((id) => {
			const passage = textOf.get(id) ?? '';
			const asked = seen(query);
			const parts = windowsOf(passage).map(seen);
			const likest = parts
				.toSorted((one, other) => dot(other, asked) - dot(one, asked))
				.slice(0, 1);
			return [seen(passage), ...likest].map((told) => asked.map((each, at) => each - told[at]!));
		})
	);
}

/** The vector of a text from the middle, of length 1. */
function seen(text: string): Vector {
	return unit(centre(vectorOf.get(text)!, { middle, telling: [] }));
}

/** The directions in which these are widest, and how much less each is to count. */
function directionsOf(differing: Vector[]): Direction[] {
	const spread = Array.from({ length: dimensions }, () => new Float64Array(dimensions));
	for (const each of differing) {
		each.forEach((x, row) => each.forEach((y, at) => (spread[row]![at]! += x * y)));
	}
	// Along all directions together as wide as there are directions: 1 is the mean.
	const all = spread.reduce((sum, row, at) => sum + row[at]! / dimensions, 0);
	for (const row of spread) row.forEach((each, at) => (row[at] = each / all));
	const found: { along: Vector; wide: number }[] = [];
	while (found.length < directions) found.push(widest(spread, found));
	const rest = dimensions - found.reduce((sum, { wide }) => sum + wide, 0);
	const others = rest / (dimensions - directions);
	return found.map(({ along, wide }) => ({
		along,
		less: 1 - Math.sqrt((others + soft) / (wide + soft))
	}));
}

/** The widest direction at right angles to those found, by turning one towards it again and again. */
function widest(
	spread: Float64Array[],
	found: { along: Vector }[]
): { along: Vector; wide: number } {
	let along = unit(Float32Array.from(middle, (_, at) => Math.sin(at + 1)));
	let wide = 0;
	for (let turn = 0; turn < 300; turn += 1) {
		const next = Float32Array.from(spread, (row) =>
			along.reduce((sum, x, at) => sum + x * row[at]!, 0)
		);
		for (const other of found) {
			const part = dot(next, other.along);
			other.along.forEach((x, at) => (next[at]! -= part * x));
		}
		wide = Math.hypot(...next);
		along = unit(next);
	}
	return { along, wide };
}

function dot(one: Vector, other: Vector): number {
	return one.reduce((sum, each, at) => sum + each * other[at]!, 0);
}

function unit(vector: Vector): Vector {
	const length = Math.hypot(...vector);
	return vector.map((each) => each / length);
}

function base64(numbers: Float32Array | Uint32Array): string {
	return Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength).toString('base64');
}
