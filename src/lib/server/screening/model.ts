import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inCheckout } from '../inCheckout.ts';
import { likeness, type Seen } from './kernel.ts';
import { leaningByWords, type Words } from './words.ts';

/** How much a sentence sounds like one that is held: from about -1 (not at all) to 1. */
export type Leaning = { cruelty: number; danger: number };

/** What was learned from the labelled sentences: each of them and the words in them, by what it weighs. */
export type Learned = { sentences: { seen: Seen; weight: Leaning }[]; words: Words };

export type Model = Learned & {
	/** Which model of meaning its vectors are of. */
	meaning: string;
	/** From where on a letter is held. */
	threshold: Leaning;
};

/** As it is kept: vectors and signs in bytes (a 127th and a 255th), in base64. */
type Kept = {
	about: string;
	meaning: string;
	dimensions: number;
	signs: number;
	threshold: Leaning;
	vectorBytes: string;
	signBytes: string;
	cruelty: string;
	danger: string;
	/** Pieces of writing, one a line, and for each its rarity and its two weights. */
	pieces: string;
	pieceNumbers: string;
};

export const modelFile = join('src', 'lib', 'server', 'screening', 'model.json');

export function leaningBySentences(seen: Seen, sentences: Model['sentences']): Leaning {
	const leaning = { cruelty: 0, danger: 0 };
	for (const known of sentences) {
		const alike = likeness(seen, known.seen);
		leaning.cruelty += alike * known.weight.cruelty;
		leaning.danger += alike * known.weight.danger;
	}
	return leaning;
}

/** How a text leans: by what it means and how it is said (`seen`), and by its words. */
export function leaningOf(text: string, seen: Seen, { sentences, words }: Learned): Leaning {
	const one = leaningBySentences(seen, sentences);
	const other = leaningByWords(text, words);
	return { cruelty: one.cruelty + other.cruelty, danger: one.danger + other.danger };
}

export function readModel(path = inCheckout(modelFile)): Model {
	const kept = JSON.parse(readFileSync(path, 'utf8')) as Kept;
	const cruelty = numbers(kept.cruelty);
	const danger = numbers(kept.danger);
	const vectors = new Int8Array(Buffer.from(kept.vectorBytes, 'base64'));
	const signs = new Uint8Array(Buffer.from(kept.signBytes, 'base64'));
	const sentences = Array.from(cruelty, (weight, at) => ({
		seen: {
			vector: asVector(vectors.subarray(at * kept.dimensions, (at + 1) * kept.dimensions)),
			signs: asSigns(signs.subarray(at * kept.signs, (at + 1) * kept.signs))
		},
		weight: { cruelty: weight, danger: danger[at] ?? 0 }
	}));
	const known = numbers(kept.pieceNumbers);
	const words: Words = new Map(
		kept.pieces.split('\n').map((piece, at) => {
			const [rarity = 0, cruelty = 0, danger = 0] = known.subarray(at * 3, at * 3 + 3);
			return [piece, { rarity, weight: { cruelty, danger } }];
		})
	);
	return { meaning: kept.meaning, sentences, words, threshold: kept.threshold };
}

/** The text of the file that `readModel` reads. */
export function writeModel({ meaning, sentences, words, threshold }: Model): string {
	const [first] = sentences;
	const bytes = (parts: Uint8Array[]) => Buffer.concat(parts).toString('base64');
	const floats = (each: number[]) => bytes([new Uint8Array(Float32Array.from(each).buffer)]);
	const weights = (of: keyof Leaning) => floats(sentences.map(({ weight }) => weight[of]));
	const kept: Kept = {
		about: 'Made by src/lib/server/screening/training/train.ts from the sentences beside it.',
		meaning,
		dimensions: first?.seen.vector.length ?? 0,
		signs: first?.seen.signs.length ?? 0,
		threshold,
		vectorBytes: bytes(sentences.map(({ seen }) => vectorBytes(seen.vector))),
		signBytes: bytes(sentences.map(({ seen }) => signBytes(seen.signs))),
		cruelty: weights('cruelty'),
		danger: weights('danger'),
		pieces: [...words.keys()].join('\n'),
		pieceNumbers: floats(
			[...words.values()].flatMap(({ rarity, weight }) => [rarity, weight.cruelty, weight.danger])
		)
	};
	return `${JSON.stringify(kept)}\n`;
}

export function vectorBytes(vector: Float32Array): Uint8Array {
	const largest = vector.reduce((most, x) => Math.max(most, Math.abs(x)), 0) || 1;
	return new Uint8Array(Int8Array.from(vector, (x) => Math.round((x / largest) * 127)).buffer);
}

export function signBytes(signs: Float32Array): Uint8Array {
	return Uint8Array.from(signs, (sign) => Math.round(sign * 255));
}

/** Of length 1 again, whatever rounding took. */
export function asVector(bytes: Int8Array): Float32Array {
	let squares = 0;
	for (const x of bytes) squares += x * x;
	return scaled(bytes, 1 / (Math.sqrt(squares) || 1));
}

export function asSigns(bytes: Uint8Array): Float32Array {
	return scaled(bytes, 1 / 255);
}

// In a loop: `Float32Array.from` with a function takes ten times as long, and there are millions.
function scaled(bytes: Int8Array | Uint8Array, by: number): Float32Array {
	const numbers = new Float32Array(bytes);
	for (let at = 0; at < numbers.length; at += 1) numbers[at] = (numbers[at] ?? 0) * by;
	return numbers;
}

function numbers(base64: string): Float32Array {
	return new Float32Array(new Uint8Array(Buffer.from(base64, 'base64')).buffer);
}
