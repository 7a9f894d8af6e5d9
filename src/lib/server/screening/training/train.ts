/**
 * Makes the screen's model from the labelled sentences and letters beside it:
 * `node src/lib/server/screening/training/train.ts` (about five minutes).
 */
import { writeFileSync } from 'node:fs';
import { inCheckout } from '../../inCheckout.ts';
import { createMeaning } from '../../meaning/meaning.ts';
import { weighLetter } from '../letterLeaning.ts';
import { modelFile, readModel, writeModel, type Leaning } from '../model.ts';
import { seeAll } from '../see.ts';
import { labelledLetters, labelledSentences, labels, type Label } from './labelled.ts';
import { learn } from './learn.ts';
import { thresholds } from './thresholds.ts';

const meaning = createMeaning();
const labelled = labelledSentences();
const seen = await seeAll(
	meaning,
	labelled.map(({ sentence }) => sentence)
);
const model = {
	...learn(labelled.map((one, at) => ({ ...one, seen: seen[at]! }))),
	meaning: meaning.model,
	threshold: { cruelty: 0, danger: 0 }
};
writeFileSync(inCheckout(modelFile), writeModel(model));
// As it is read again: in the file vectors are rounded.
const learned = readModel();
const letters: Record<Label, Leaning[]> = { kind: [], cruel: [], danger: [] };
for (const { letter, label } of labelledLetters()) {
	const { leaning } = await weighLetter(letter, meaning, learned);
	letters[label].push(leaning);
}
meaning.close();
const threshold = thresholds(letters.kind);
writeFileSync(inCheckout(modelFile), writeModel({ ...model, threshold }));
const over = (of: keyof Leaning) => (leaning: Leaning) => leaning[of] >= threshold[of];
const counts = labels.map((label) => {
	const all = letters[label];
	const [cruelty, danger] = [all.filter(over('cruelty')), all.filter(over('danger'))];
	const held = new Set([...cruelty, ...danger]).size;
	return { label, letters: all.length, held, cruelty: cruelty.length, danger: danger.length };
});
process.stderr.write(`${JSON.stringify({ sentences: labelled.length, threshold, counts })}\n`);
