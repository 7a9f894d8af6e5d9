import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder } from '../../tests/postgres/trial.ts';
import { runLamplight } from './testing.ts';

test('try-near answers each question of a file in order, and says nothing else', async () => {
	const file = join(await emptyFolder(), 'set.jsonl');
	const lines = [
		{ id: 'knot', text: 'There was a true knot in the cord. She had turned once too often.' },
		{
			id: 'milk',
			text: 'My milk came in on the fourth day, and nobody had told me that it would.'
		},
		{
			id: 'sea',
			text: 'On his due date we take the bus to the sea and say his name to the water.'
		},
		{ query: 'umbilical knots', mode: 'search' },
		{ query: 'We go to the beach each year when he should have been born.', mode: 'near' },
		{ query: 'zzzzz', mode: 'search' }
	];
	await writeFile(file, lines.map((each) => JSON.stringify(each)).join('\n'));
	const { said, code } = await runLamplight(['try-near', file], {});
	const answers = said
		.trim()
		.split('\n')
		.map((line) => JSON.parse(line) as { query: string; ids: string[] });
	expect(answers.map(({ query }) => query)).toEqual(lines.flatMap(({ query }) => query ?? []));
	expect(answers[0]?.ids[0]).toBe('knot');
	expect(answers[1]?.ids[0]).toBe('sea');
	expect(answers[2]?.ids).toEqual([]);
	expect(code).toBe(0);
}, 120_000);
