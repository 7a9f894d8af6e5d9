import type { Token } from 'markdown-it';
import { parseStory } from '../storyParser.ts';

/** A story as the editor has it (ProseMirror's JSON), of the same few things as its Markdown. */
export type StoryDocument = { type: 'doc'; content: BlockNode[] };
export type BlockNode =
	| { type: 'paragraph'; content?: InlineNode[] }
	| { type: 'heading'; attrs: { level: 2 | 3 }; content?: InlineNode[] }
	| { type: 'blockquote' | 'bulletList' | 'orderedList' | 'listItem'; content: BlockNode[] }
	| { type: 'horizontalRule' }
	| { type: 'keepsake'; attrs: { id: string; words: string } };
export type InlineNode =
	{ type: 'text'; text: string; marks?: { type: Mark }[] } | { type: 'hardBreak' };
export type Mark = 'bold' | 'italic';

/** A story's Markdown as the editor's document; the same parser as for reading it. */
export function documentOf(body: string): StoryDocument {
	const content = blocksOf(parseStory(body));
	return { type: 'doc', content: content.length > 0 ? content : [{ type: 'paragraph' }] };
}

function blocksOf(tokens: readonly Token[]): BlockNode[] {
	const blocks: BlockNode[] = [];
	for (let at = 0; at < tokens.length;) {
		const token = tokens[at];
		if (!token) break;
		const end = token.nesting === 1 ? endOf(tokens, at) : at;
		const block = blockOf(token, tokens.slice(at + 1, end));
		if (block) blocks.push(block);
		at = end + 1;
	}
	return blocks;
}

function blockOf(token: Token, inside: readonly Token[]): BlockNode | null {
	switch (token.type) {
		case 'paragraph_open':
			return { type: 'paragraph', ...inlineOf(inside) };
		case 'heading_open': {
			const level = Number(token.tag.slice(1)) <= 2 ? 2 : 3;
			return { type: 'heading', attrs: { level }, ...inlineOf(inside) };
		}
		case 'blockquote_open':
			return { type: 'blockquote', content: atLeastAParagraph(blocksOf(inside)) };
		case 'bullet_list_open':
			return { type: 'bulletList', content: blocksOf(inside) };
		case 'ordered_list_open':
			return { type: 'orderedList', content: blocksOf(inside) };
		case 'list_item_open':
			return { type: 'listItem', content: paragraphFirst(blocksOf(inside)) };
		case 'hr':
			return { type: 'horizontalRule' };
		case 'keepsake':
			return { type: 'keepsake', attrs: { id: token.info, words: token.content } };
		default:
			return null;
	}
}

/** The token that closes what the one at `start` opens. */
function endOf(tokens: readonly Token[], start: number): number {
	let depth = 0;
	for (let at = start; at < tokens.length; at += 1) {
		depth += tokens[at]?.nesting ?? 0;
		if (depth === 0) return at;
	}
	return tokens.length;
}

function atLeastAParagraph(blocks: BlockNode[]): BlockNode[] {
	return blocks.length > 0 ? blocks : [{ type: 'paragraph' }];
}

/** As the editor's lists want it. */
function paragraphFirst(blocks: BlockNode[]): BlockNode[] {
	return blocks[0]?.type === 'paragraph' ? blocks : [{ type: 'paragraph' }, ...blocks];
}

function inlineOf(inside: readonly Token[]): { content?: InlineNode[] } {
	const content = inlineNodes(inside[0]?.children ?? []);
	return content.length > 0 ? { content } : {};
}

function inlineNodes(tokens: readonly Token[]): InlineNode[] {
	const nodes: InlineNode[] = [];
	const marks: Mark[] = [];
	for (const { type, content } of tokens) {
		if (type === 'em_open') marks.push('italic');
		else if (type === 'strong_open') marks.push('bold');
		else if (type === 'em_close' || type === 'strong_close') marks.pop();
		else if (type === 'softbreak' || type === 'hardbreak') nodes.push({ type: 'hardBreak' });
		else if (type === 'text' && content !== '') nodes.push(textNode(content, marks));
	}
	return nodes;
}

function textNode(text: string, marks: readonly Mark[]): InlineNode {
	if (marks.length === 0) return { type: 'text', text };
	return { type: 'text', text, marks: [...new Set(marks)].sort().map((type) => ({ type })) };
}
