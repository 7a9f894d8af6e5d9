import { expect, test } from 'vitest';
import { subjects, suggestedBy } from './subjects.ts';

test.each([
	['We buried him in March, and the priest came.', ['faith', 'funeral']],
	['She is a big sister now. I am pregnant again.', ['pregnancy_after', 'living_children']],
	['There were twins, and I wanted to die when he died.', ['dark_thoughts', 'twins']],
	['The light in the morning was grey.', []],
	['', []]
])('%j may speak of %j', (text, suggested) => {
	expect(suggestedBy(text)).toEqual(suggested);
});

test('nothing is suggested that is not a subject, and each once', () => {
	const all = suggestedBy('god rainbow twins ashes ivf god');
	expect(new Set(all).size).toBe(all.length);
	expect(subjects).toEqual(expect.arrayContaining(all));
});
