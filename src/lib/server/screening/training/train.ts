/**
 * Makes the screen's model from the labelled sentences beside it:
 * `node src/lib/server/screening/training/train.ts` (about five minutes).
 */
import { writeFileSync } from 'node:fs';
import { inCheckout } from '../../inCheckout.ts';
import { createMeaning } from '../../meaning/meaning.ts';
import { modelFile, writeModel } from '../model.ts';
import { seeAll } from '../see.ts';
import { labelledSentences } from './labelled.ts';
import { learn } from './learn.ts';
import { thresholds } from './thresholds.ts';

const meaning = createMeaning();
const labelled = labelledSentences();
const seen = await seeAll(
	meaning,
	labelled.map(({ sentence }) => sentence)
);
meaning.close();
const { weights, words, leftOut } = learn(labelled.map((one, at) => ({ ...one, seen: seen[at]! })));
const { threshold, caught } = thresholds(
	labelled.map(({ label }, at) => ({ label, leftOut: leftOut[at]! }))
);
const sentences = seen.map((one, at) => ({ seen: one, weight: weights[at]! }));
writeFileSync(
	inCheckout(modelFile),
	writeModel({ meaning: meaning.model, sentences, words, threshold })
);
process.stderr.write(`${JSON.stringify({ sentences: sentences.length, threshold, caught })}\n`);
