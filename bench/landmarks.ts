// `node bench/landmarks.ts`: learns the middle of meaning, what all texts have in common and the landmarks anew from the labelled texts
// that things are tuned on, and writes src/lib/server/meaning/landmarks.ts. Needed where the model or
// the planes of `signature.ts` change; every passage has to be read again then.
import { writeFile } from 'node:fs/promises';
import { createMeaning } from '#lib/server/meaning/meaning.ts';
import { centre, signatureOf, type Seen } from '#lib/server/meaning/signature.ts';
import { readLabelled } from './meeting/labelled.ts';

const places = 512;
const coarseWords = 16;
const directions = 2;

const meaning = createMeaning();
const { passages, questions } = await readLabelled('tuning');
const sentences = passages.map(({ text }) => text.split(/(?<=[.!?])\s+/));
const texts = new Set([
	...passages.map(({ text }) => text),
	...sentences.flatMap((each) => each.slice(1).map((sentence, at) => `${each[at]} ${sentence}`)),
	...questions.filter(({ mode }) => mode === 'near').map(({ query }) => query),
	...sentences.flat()
]);
const vectors = await meaning.embed([...texts]);
if (vectors.length < places) throw new Error(`There are only ${vectors.length} texts.`);
const middle = new Float32Array(meaning.dimensions);
for (const vector of vectors) vector.forEach((each, at) => (middle[at]! += each / vectors.length));
const common: Float32Array[] = [];
while (common.length < directions) common.push(widest({ middle, common }));
const landmarks = vectors
	.slice(0, places)
	.map((each) => signatureOf(each, { middle, common }).slice(0, coarseWords));
await writeFile(
	'src/lib/server/meaning/landmarks.ts',
	`// Made by bench/landmarks.ts from the project's own labelled texts; not written by hand.
const floats = (text: string) => new Float32Array(bytesOf(text));
const words = (text: string) => new Uint32Array(bytesOf(text));
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64')).buffer;

/** The mean of what people write here: ${middle.length} numbers. */
export const middle: Float32Array = floats(
	'${base64(middle)}'
);

/** The directions in which texts differ most, each of length 1. */
export const common: readonly Float32Array[] = [
${common.map((each) => `	floats('${base64(each)}')`).join(',\n')}
];

const all = words(
	'${base64(joined(landmarks))}'
);

/** The first ${coarseWords * 32} bits of the signature of each landmark. */
export const landmarks: readonly Uint32Array[] = Array.from({ length: ${places} }, (_, place) =>
	all.subarray(place * ${coarseWords}, (place + 1) * ${coarseWords})
);
`
);
meaning.close();

/** The direction in which the vectors differ most, by turning one towards all of them, again and again. */
function widest(seen: Seen): Float32Array {
	const centred = vectors.map((each) => centre(each, seen));
	let direction = unit(Float32Array.from(middle, (_, at) => Math.sin(at + 1)));
	for (let turn = 0; turn < 300; turn += 1) {
		const next = new Float32Array(middle.length);
		for (const each of centred) {
			const part = each.reduce((sum, x, at) => sum + x * direction[at]!, 0);
			each.forEach((x, at) => (next[at]! += part * x));
		}
		direction = unit(next);
	}
	return direction;
}

function unit(vector: Float32Array): Float32Array {
	const length = Math.hypot(...vector);
	return vector.map((each) => each / length);
}

function base64(numbers: Float32Array | Uint32Array): string {
	return Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength).toString('base64');
}

function joined(each: Uint32Array[]): Uint32Array {
	return Uint32Array.from(each.flatMap((one) => [...one]));
}
