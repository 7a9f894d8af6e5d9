import { expect, test } from 'vitest';
import { decidedFrom } from './decided.ts';
import { leaningBySentences, readModel } from './model.ts';

const model = readModel();

test('pages are served between the sentences that moderators decided about', async () => {
	const decisions = model.sentences.slice(0, 30).map(({ seen }) => ({ seen, cruel: true }));
	let [turns, done] = [0, false];
	const taking = () => {
		turns += 1;
		if (!done) setImmediate(taking);
	};
	setImmediate(taking);
	const decided = await decidedFrom(decisions, model);
	done = true;
	expect(turns).toBeGreaterThan(25);
	const [first] = decisions;
	if (!first) throw new Error('there is no sentence');
	const known = model.sentences.concat(decided);
	expect(leaningBySentences(first.seen, known).cruelty).toBeGreaterThan(
		leaningBySentences(first.seen, model.sentences).cruelty
	);
});
