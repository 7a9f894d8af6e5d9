import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keepsakesIn, plainText, renderStory } from '../markdown.ts';
import {
	documentOf,
	type BlockNode,
	type InlineNode,
	type StoryDocument
} from './storyDocument.ts';
import { markdownOf } from './storyMarkdown.ts';

const id = '3f2504e0-4f89-11d3-9a0c-0305e82c3301';

const roundTrip = (document: StoryDocument) => documentOf(markdownOf(document));

/** Pieces that mean something in Markdown, to be typed as mere text. */
const awkward = fc.constantFrom(
	...['*', '**', '_', '\\', '#', '# ', '> ', '- ', '+ ', '1. ', '27) ', '---', '- - -', '***'],
	...['![x](keepsake:' + id + ')', '[a](http://b.c)', '<b>', '&amp;', '`', '~~', '  ', '\t'],
	...['“', '”', '。', '…', '(', ')', '!', 'é', '👶', '\u00a0']
);
const text = fc
	.array(fc.oneof(awkward, fc.stringMatching(/^[a-z]{1,5} ?$/)), { minLength: 1, maxLength: 6 })
	.map((pieces) => pieces.join(''));
const marks = fc
	.subarray(['bold', 'italic'] as const)
	.map((types) => types.map((type) => ({ type })));
const inline: fc.Arbitrary<InlineNode> = fc.oneof(
	{ weight: 5, arbitrary: fc.record({ type: fc.constant('text' as const), text, marks }) },
	{ weight: 1, arbitrary: fc.constant({ type: 'hardBreak' as const }) }
);
const content = fc.array(inline, { maxLength: 6 });
const { block } = fc.letrec<{ block: BlockNode; item: BlockNode; inner: BlockNode }>((tie) => ({
	inner: fc.oneof(
		{ maxDepth: 3 },
		fc.record({ type: fc.constant('paragraph' as const), content }),
		fc.record({
			type: fc.constant('heading' as const),
			attrs: fc.record({ level: fc.constantFrom(2 as const, 3 as const) }),
			content
		}),
		fc.constant({ type: 'horizontalRule' as const }),
		fc.record({
			type: fc.constant('blockquote' as const),
			content: fc.array(tie('inner'), { minLength: 1, maxLength: 3 })
		}),
		fc.record({
			type: fc.constantFrom('bulletList' as const, 'orderedList' as const),
			content: fc.array(tie('item'), { minLength: 1, maxLength: 3 })
		})
	),
	item: fc.record({
		type: fc.constant('listItem' as const),
		content: fc.array(tie('inner'), { minLength: 1, maxLength: 3 })
	}),
	block: fc.oneof(
		{ weight: 6, arbitrary: tie('inner') },
		{
			weight: 1,
			arbitrary: fc.record({
				type: fc.constant('keepsake' as const),
				attrs: fc.record({ id: fc.constant(id), words: text })
			})
		}
	)
}));
const anyDocument: fc.Arbitrary<StoryDocument> = fc
	.array(block, { minLength: 1, maxLength: 6 })
	.map((blocks) => ({ type: 'doc', content: blocks }));

/** Every letter that somebody would miss, in order. */
function letters(node: unknown): string {
	if (Array.isArray(node)) return node.map(letters).join('');
	if (node === null || typeof node !== 'object') return '';
	const { type, text: own, attrs, content: inside } = node as Record<string, unknown>;
	const words = type === 'keepsake' ? (attrs as { words: string }).words : own;
	return String(words ?? '').replace(/[ \t\n\f\v\u00a0]/g, '') + letters(inside);
}

describe('what is written in the editor', () => {
	it('comes back letter by letter, whatever was typed', () => {
		fc.assert(
			fc.property(anyDocument, (document) => {
				expect(letters(roundTrip(document))).toBe(letters(document));
			}),
			{ numRuns: 800 }
		);
	});

	it('is the same for good after it was kept once', () => {
		fc.assert(
			fc.property(anyDocument, (document) => {
				const kept = markdownOf(document);
				expect(markdownOf(documentOf(kept))).toBe(kept);
			}),
			{ numRuns: 800 }
		);
	});

	it('leaves no stray sign of emphasis for a reader', () => {
		const words = fc.array(
			fc.record({
				type: fc.constant('text' as const),
				text: fc.constantFrom('a', 'b ', ' c', '“d”', 'e.', '。', ' ', '(f)'),
				marks
			}),
			{ minLength: 1, maxLength: 6 }
		);
		fc.assert(
			fc.property(words, (line) => {
				const body = markdownOf({ type: 'doc', content: [{ type: 'paragraph', content: line }] });
				expect(plainText(body)).not.toMatch(/[*_\\]/);
			}),
			{ numRuns: 800 }
		);
	});

	it('keeps emphasis on whole words', () => {
		const line: InlineNode[] = [
			{ type: 'text', text: 'so ' },
			{ type: 'text', text: 'very ', marks: [{ type: 'bold' }] },
			{ type: 'text', text: 'small', marks: [{ type: 'bold' }, { type: 'italic' }] },
			{ type: 'text', text: ' he was' }
		];
		const body = markdownOf({ type: 'doc', content: [{ type: 'paragraph', content: line }] });
		expect(renderStory(body)).toEqual([
			{
				kind: 'html',
				html: '<p>so <strong>very</strong> <em><strong>small</strong></em> he was</p>'
			}
		]);
	});

	it('keeps a photograph where it stands', () => {
		const document: StoryDocument = {
			type: 'doc',
			content: [
				{ type: 'paragraph', content: [{ type: 'text', text: 'Before' }] },
				{ type: 'keepsake', attrs: { id, words: 'His feet [in ink]' } },
				{ type: 'paragraph', content: [{ type: 'text', text: 'After' }] }
			]
		};
		expect(roundTrip(document)).toEqual(document);
		expect(keepsakesIn(markdownOf(document))).toEqual([id]);
	});

	it('reads what was typed without scripts just as a reader gets it', () => {
		const body = '# One\n\nA line\nand another\n\n1. x\n   - y\n2. z\n\n> said\n\n---\n';
		const html = (text: string) => JSON.stringify(renderStory(text)).replaceAll(/<\/?p>/g, '');
		expect(html(markdownOf(documentOf(body)))).toBe(html(body));
	});
});
