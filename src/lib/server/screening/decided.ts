import { setImmediate as othersFirst } from 'node:timers/promises';
import { likeness, type Seen } from './kernel.ts';
import {
	asSigns,
	asVector,
	leaningBySentences,
	signBytes,
	vectorBytes,
	type Model
} from './model.ts';
import { factor, gram, weigh } from './ridge.ts';

/** How firmly what moderators decided bends the screen; more holds it back. */
const ridge = 1;

/**
 * What was decided about sentences, as a correction of what was learned from the labelled ones: so that
 * the screen would have said of them what the moderators said. Goes as soon as a decision's row goes.
 */
export async function decidedFrom(
	decisions: { seen: Seen; cruel: boolean }[],
	model: Model
): Promise<Model['sentences']> {
	const left: number[] = [];
	for (const { seen, cruel } of decisions) {
		left.push((cruel ? 1 : -1) - leaningBySentences(seen, model.sentences).cruelty);
		// Ten milliseconds each, and there may be hundreds: pages are served between them.
		await othersFirst();
	}
	const seen = decisions.map((decision) => decision.seen);
	const weights = weigh(factor(gram(seen, likeness, ridge)), left);
	return seen.map((one, at) => ({ seen: one, weight: { cruelty: weights[at] ?? 0, danger: 0 } }));
}

/** Sentences as bytes. */
export function packSeen(sentences: Seen[]): { vectors: Buffer; signs: Buffer } {
	return {
		vectors: Buffer.concat(sentences.map(({ vector }) => vectorBytes(vector))),
		signs: Buffer.concat(sentences.map(({ signs }) => signBytes(signs)))
	};
}

export function unpackSeen(
	{ vectors, signs }: { vectors: Buffer; signs: Buffer },
	dimensions: number
): Seen[] {
	const count = vectors.length / dimensions;
	const each = signs.length / count;
	return Array.from({ length: count }, (_, at) => ({
		vector: asVector(new Int8Array(vectors.subarray(at * dimensions, (at + 1) * dimensions))),
		signs: asSigns(new Uint8Array(signs.subarray(at * each, (at + 1) * each)))
	}));
}
