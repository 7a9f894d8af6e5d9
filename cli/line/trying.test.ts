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
});

test('try-screen says what the screen makes of each letter of a file, and says nothing else', async () => {
	const file = join(await emptyFolder(), 'letters.jsonl');
	const lines = [
		{ id: 'kind', text: 'I am so sorry about your son. I lit a candle for him tonight.' },
		{
			id: 'cruel',
			text: 'You should have gone to the hospital earlier.\n\nIt was not a real baby.'
		},
		{ id: 'danger', text: 'Thank you for everything. I am going to kill myself tonight.' },
		{ id: 'empty', text: '' }
	];
	await writeFile(file, lines.map((each) => JSON.stringify(each)).join('\n'));
	const { said, code } = await runLamplight(['try-screen', file], {});
	const answers = said
		.trim()
		.split('\n')
		.map((line) => JSON.parse(line) as Record<'id' | 'decision' | 'concern', string>);
	expect(answers.map(({ id }) => id)).toEqual(lines.map(({ id }) => id));
	expect(answers).toMatchObject([
		{ decision: 'pass', concern: null },
		{ decision: 'hold', concern: 'cruelty' },
		{ decision: 'hold', concern: 'danger' },
		{ decision: 'pass', concern: null }
	]);
	expect(code).toBe(0);
});
