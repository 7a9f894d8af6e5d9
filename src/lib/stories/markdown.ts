import type { Token } from 'markdown-it';
import { parseStory } from './storyParser.ts';

/**
 * A story's body in the order of reading: HTML that is safe by how it is made (a few tags without
 * any attribute, all text escaped), and places for keepsakes. `words` are the writer's own for this
 * place, from the line's brackets; empty where they gave none.
 */
export type StoryBlock =
	{ kind: 'html'; html: string } | { kind: 'keepsake'; id: string; words: string };

const allowed = new Set(['p', 'h2', 'h3', 'em', 'strong', 'blockquote', 'ul', 'ol', 'li', 'hr']);

/** The blocks of a story's Markdown. Never throws: what is not known is plain text. */
export function renderStory(body: string): StoryBlock[] {
	const blocks: StoryBlock[] = [];
	let tokens: Token[] = [];
	const flush = () => {
		if (tokens.length > 0) blocks.push({ kind: 'html', html: htmlOf(tokens) });
		tokens = [];
	};
	for (const token of parseStory(body)) {
		if (token.type !== 'keepsake') {
			tokens.push(token);
			continue;
		}
		flush();
		blocks.push({ kind: 'keepsake', id: token.info, words: token.content });
	}
	flush();
	return blocks;
}

/** The ids of the keepsakes in a story, in the order of reading, each once. */
export function keepsakesIn(body: string): string[] {
	const ids = parseStory(body).flatMap((token) => (token.type === 'keepsake' ? [token.info] : []));
	return [...new Set(ids)];
}

/** The writer's words alone: no marks, no keepsakes; an empty line between blocks. */
export function plainText(body: string): string {
	return parseStory(body)
		.filter((token) => token.type === 'inline')
		.map((token) => (token.children ?? []).map(textOf).join(''))
		.join('\n\n');
}

/**
 * How a story begins, in at most `length` characters, ended at a word. `body` may itself have been
 * cut off: a keepsake's line that lost its end is left out.
 */
export function opening(body: string, length: number): string {
	const text = plainText(body.replace(/(^|\n)!\[[^\n]*$/, ''))
		.replace(/\s+/g, ' ')
		.trim();
	if (text.length <= length) return text;
	const cut = text.slice(0, length - 1);
	const atWord = cut.lastIndexOf(' ');
	return `${(atWord > length / 2 ? cut.slice(0, atWord) : cut).replace(/[\s,;:–—-]+$/, '')}…`;
}

function htmlOf(tokens: readonly Token[]): string {
	let html = '';
	for (const token of tokens) {
		if (token.children) html += htmlOf(token.children);
		else if (token.type === 'softbreak' || token.type === 'hardbreak') html += '<br>';
		else if (token.type === 'text') html += escaped(token.content);
		else if (!token.hidden) html += tagOf(token);
	}
	return html;
}

/** Headings begin below the title: one `#` is taken for two, four and more for three. */
function tagOf(token: Token): string {
	const heading = /^h([1-6])$/.exec(token.tag);
	const tag = heading ? (Number(heading[1]) <= 2 ? 'h2' : 'h3') : token.tag;
	if (!allowed.has(tag)) return '';
	return token.nesting === -1 ? `</${tag}>` : `<${tag}>`;
}

function textOf(token: Token): string {
	if (token.type === 'softbreak' || token.type === 'hardbreak') return '\n';
	return token.type === 'text' ? token.content : '';
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
	return text.replace(/[&<>"]/g, (character) => entities[character] ?? '');
}
