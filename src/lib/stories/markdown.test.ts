import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepsakesIn, opening, plainText, renderStory } from './markdown.ts';
import { lineOfKeepsake } from './keepsakeLine.ts';

const id = '3f2504e0-4f89-11d3-9a0c-0305e82c3301';
const html = (body: string) =>
	renderStory(body)
		.map((block) => (block.kind === 'html' ? block.html : `[${block.words}]`))
		.join('');

/** Text made to break out: pieces of Markdown, HTML and addresses, in any order. */
const hostile = fc
	.array(
		fc.oneof(
			fc.constantFrom(
				...['<script>', '</p>', '<img src=x onerror=y>', '<!--', ']]>', '&lt;', '&#60;', '"', "'"],
				...['[a](javascript:b)', '![a](http://c.d/e.png)', '<http://a.b>', '[x]: http://y', '`'],
				...['[x]', '(keepsake:', `![c](keepsake:${id})`, '\\', '*', '**', '_', '~~', '```'],
				...[
					'\n',
					'\n\n',
					'> ',
					'- ',
					'1. ',
					'7. ',
					'# ',
					'#### ',
					'---',
					'\t',
					'    ',
					'\0',
					'\r\n'
				]
			),
			fc.string({ unit: 'grapheme', maxLength: 8 })
		),
		{ maxLength: 40 }
	)
	.map((pieces) => pieces.join(''));

const onlyTheseTags = /^(?:[^<>"]|<\/?(?:p|h2|h3|em|strong|blockquote|ul|ol|li)>|<br>|<hr>)*$/;

describe('what a family writes', () => {
	it('comes out as a few plain tags, whatever was typed', () => {
		fc.assert(
			fc.property(hostile, (body) => {
				for (const block of renderStory(body)) {
					if (block.kind === 'html') expect(block.html).toMatch(onlyTheseTags);
				}
			}),
			{ numRuns: 2000 }
		);
	});

	it('closes every tag it opens within each block, so that nothing after it changes', () => {
		fc.assert(
			fc.property(hostile, (body) => {
				for (const block of renderStory(body)) {
					if (block.kind !== 'html') continue;
					const open: string[] = [];
					for (const [, end, tag] of block.html.matchAll(/<(\/?)([a-z0-9]+)>/g)) {
						if (tag === 'br' || tag === 'hr') continue;
						if (end) expect(open.pop()).toBe(tag);
						else if (tag) open.push(tag);
					}
					expect(open).toEqual([]);
				}
			}),
			{ numRuns: 1000 }
		);
	});

	it('loses no letter and no digit', () => {
		const letters = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '');
		const words = fc.array(
			fc.oneof(
				fc.constantFrom('> ', '- ', '## ', '*', '\n', '\n\n', '>', '    ', '2019. ', '---\n'),
				fc.stringMatching(/^[a-zäß字0-9]{1,6}$/)
			),
			{ maxLength: 60 }
		);
		fc.assert(
			fc.property(words, (pieces) => {
				const body = pieces.join('');
				// The numbers of a numbered list are drawn by the browser.
				fc.pre(!/(^|[\n> ])\s*\d+[.)]/.test(body));
				expect(letters(plainText(body))).toBe(letters(body));
			}),
			{ numRuns: 1000 }
		);
	});

	it('shows addresses and HTML as the text that was typed', () => {
		expect(html('See [this](http://a.b/c) or <b>that</b> or ![x](http://a.b/c.png)')).toBe(
			'<p>See [this](http://a.b/c) or &lt;b&gt;that&lt;/b&gt; or ![x](http://a.b/c.png)</p>'
		);
	});

	it('keeps lines as they were broken, as in a poem', () => {
		expect(html('Small hands\nsmaller feet\\\nno sound')).toBe(
			'<p>Small hands<br>smaller feet<br>no sound</p>'
		);
	});

	it('knows headings below the title, quotes, lists, rests and emphasis', () => {
		expect(
			html('# One\n\n#### Four\n\n> said\n\n- a\n- b\n\n1. x\n2. y\n\n---\n\n*so* **very**')
		).toBe(
			'<h2>One</h2><h3>Four</h3><blockquote><p>said</p></blockquote><ul><li>a</li><li>b</li></ul>' +
				'<ol><li>x</li><li>y</li></ol><hr><p><em>so</em> <strong>very</strong></p>'
		);
	});

	it('takes a year at the beginning for a year and not for a number in a list', () => {
		expect(html('2019. It was spring.\n\n2021. Another.')).toBe(
			'<p>2019. It was spring.</p><p>2021. Another.</p>'
		);
	});

	it('does not break on quotes and lists without end', () => {
		for (const mark of ['>', '> ', '- ', '1. ']) {
			expect(plainText(`${mark.repeat(20_000)}end`)).toContain('end');
		}
	});
});

describe('a photograph in a story', () => {
	it('stands where its line stands, even without empty lines around it', () => {
		expect(renderStory(`before\n![His feet](keepsake:${id})\nafter`)).toEqual([
			{ kind: 'html', html: '<p>before</p>' },
			{ kind: 'keepsake', id, words: 'His feet' },
			{ kind: 'html', html: '<p>after</p>' }
		]);
		expect(keepsakesIn(`- a list\n![x](keepsake:${id})`)).toEqual([id]);
	});

	it('is only text within a sentence, a quote or a list', () => {
		for (const body of [`so ![x](keepsake:${id})`, `> ![x](keepsake:${id})`]) {
			expect(keepsakesIn(body)).toEqual([]);
		}
	});

	it('is counted once, however often it is put in', () => {
		const line = `![x](keepsake:${id})`;
		expect(keepsakesIn(`${line}\n\n${line.replace(id, id.toUpperCase())}`)).toEqual([id]);
	});

	it('keeps the words that stand with it, whatever they are', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (words) => {
				const [block] = renderStory(lineOfKeepsake(id, words));
				const kept = words.replaceAll('\0', '\u{fffd}').replace(/\s+/g, ' ').trim();
				expect(block).toEqual({ kind: 'keepsake', id, words: kept });
			})
		);
	});
});

describe('how a story begins', () => {
	it('is told in words, without marks, and ends at a word', () => {
		expect(opening('## Hello\n\nThe *longest* day of all the days, ever', 24)).toBe(
			'Hello The longest day…'
		);
		expect(opening('Short.', 200)).toBe('Short.');
	});

	it('never shows a photograph’s line, even one cut in two', () => {
		expect(opening(`Before\n\n![His feet](keepsake:${id.slice(0, 9)}`, 200)).toBe('Before');
		expect(opening(`![His feet](keepsake:${id})\n\nAfter`, 200)).toBe('After');
	});
});
