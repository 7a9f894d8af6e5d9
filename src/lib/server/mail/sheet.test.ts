import { expect, test } from 'vitest';
import { asHtml } from './sheet.ts';

const stop = { words: 'Stop these letters', href: 'https://lamplight.test/letter-home?stop=1' };
const drawn = (list?: { words: string; href: string }[]) =>
	asHtml(
		{ before: ['these came:'], link: stop, after: ['You asked for it.'], ...(list && { list }) },
		'Lamplight',
		'https://lamplight.test'
	);

test('a letter with one link is about that link, and says its address', () => {
	expect(drawn()).toContain(`<b>${stop.words}</b>`);
	expect(drawn()).toContain(`<p class="soft">${stop.href}</p>`);
});

test('a letter that brings stories is about them: its end stands last, and quietly', () => {
	const letter = drawn([{ words: 'The <second> winter', href: 'https://lamplight.test/story/1' }]);
	expect(letter).toContain('>The &lt;second&gt; winter</a>');
	expect(letter).not.toContain('<b>');
	expect(letter.indexOf(stop.words)).toBeGreaterThan(letter.indexOf('You asked for it.'));
});
