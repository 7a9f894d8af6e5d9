import { lineOfKeepsake } from '../keepsakeLine.ts';
import { linesOf } from './inlineMarkdown.ts';
import type { BlockNode, InlineNode, StoryDocument } from './storyDocument.ts';

/** The editor's document as a story's Markdown. Every letter comes back from it through `documentOf`. */
export function markdownOf(document: StoryDocument): string {
	const text = joined(document.content);
	return text === '' ? '' : `${text}\n`;
}

function joined(blocks: readonly BlockNode[]): string {
	return merged(blocks)
		.map(block)
		.filter((text) => text !== '')
		.join('\n\n');
}

function block(node: BlockNode): string {
	switch (node.type) {
		case 'paragraph':
			return linesOf(node.content ?? []).join('\n');
		case 'heading': {
			const [text = ''] = linesOf((node.content ?? []).map(onOneLine));
			return text && `${'#'.repeat(node.attrs.level)} ${text.replace(/(^|\s)(#+)$/, '$1\\$2')}`;
		}
		case 'blockquote':
			return indented(joined(node.content), '> ', '> ');
		case 'bulletList':
			return items(node.content, () => '- ');
		case 'orderedList':
			return items(node.content, (index) => `${index + 1}. `);
		case 'listItem':
			return joined(node.content);
		case 'horizontalRule':
			return '***';
		case 'keepsake':
			return lineOfKeepsake(node.attrs.id, node.attrs.words);
	}
}

function onOneLine(node: InlineNode): InlineNode {
	return node.type === 'hardBreak' ? { type: 'text', text: ' ' } : node;
}

function items(content: readonly BlockNode[], marker: (index: number) => string): string {
	const texts = content.map(block).filter((text) => text !== '');
	const loose = texts.some((text) => text.includes('\n\n'));
	return texts
		.map((text, index) => indented(text, marker(index), ' '.repeat(marker(index).length)))
		.join(loose ? '\n\n' : '\n');
}

function indented(text: string, first: string, rest: string): string {
	if (text === '') return '';
	return text
		.split('\n')
		.map((line, index) => (index === 0 ? first : rest) + line)
		.map((line) => line.replace(/[ \t]+$/, ''))
		.join('\n');
}

/** Two lists of a kind, one after the other, are one in Markdown. */
function merged(blocks: readonly BlockNode[]): BlockNode[] {
	const result: BlockNode[] = [];
	for (const node of blocks) {
		const before = result.at(-1);
		const isList = node.type === 'bulletList' || node.type === 'orderedList';
		if (isList && before?.type === node.type) {
			result.splice(-1, 1, { ...before, content: [...before.content, ...node.content] });
		} else if (!isEmpty(node)) result.push(node);
	}
	return result;
}

function isEmpty(node: BlockNode): boolean {
	if (node.type === 'horizontalRule' || node.type === 'keepsake') return false;
	return (node.content ?? []).every((inside) => {
		if (inside.type === 'text') return /^[ \t\r\n\f\v]*$/.test(inside.text);
		return inside.type === 'hardBreak' || isEmpty(inside);
	});
}
