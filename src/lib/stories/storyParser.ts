import MarkdownIt, { type StateBlock, type Token } from 'markdown-it';

/**
 * The Markdown of a story: paragraphs, headings, emphasis, strong, block quotes, lists, line breaks,
 * thematic breaks, and a keepsake on a line of its own. Nothing else is known, so that everything
 * else (HTML, links, pictures from elsewhere) stays the plain text it was typed as.
 */
const parser = new MarkdownIt('zero', { html: false, linkify: false, maxNesting: 100 });

/** Quotes and lists deeper than this are plain text; at `maxNesting` the parser would drop them. */
const deepestLevel = 24;

/** `![words](keepsake:uuid)`, alone on its line; 1: the words, 2: the keepsake's id. */
const keepsakeLine =
	/^!\[((?:\\.|[^\]\\])*)\]\(keepsake:([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})\)\s*$/i;

type BlockRule = (state: StateBlock, start: number, end: number, silent: boolean) => boolean;

parser.block.ruler.at('blockquote', bounded(ruleOf('blockquote')), {
	alt: ['paragraph', 'blockquote', 'list']
});
parser.block.ruler.at('list', bounded(fromOne(ruleOf('list'))), {
	alt: ['paragraph', 'blockquote']
});
parser.block.ruler.enableOnly(['blockquote', 'hr', 'list', 'heading', 'paragraph']);
parser.block.ruler.before('blockquote', 'keepsake', keepsake, {
	alt: ['paragraph', 'blockquote', 'list']
});
parser.inline.ruler.enableOnly(['text', 'newline', 'escape', 'emphasis']);
parser.inline.ruler2.enableOnly(['balance_pairs', 'emphasis', 'fragments_join']);

/** The tokens of a story's body. Keepsakes are tokens of type `keepsake`, always at the top. */
export function parseStory(body: string): Token[] {
	return parser.parse(body, {});
}

function keepsake(state: StateBlock, start: number, _end: number, silent: boolean): boolean {
	const found = keepsakeLine.exec(textOfLine(state, start));
	if (!found || silent) return found !== null;
	if (state.level > 0) return false;
	const token = state.push('keepsake', '', 0);
	token.content = (found[1] ?? '').replace(/\\(.)/g, '$1');
	token.info = (found[2] ?? '').toLowerCase();
	token.map = [start, start + 1];
	state.line = start + 1;
	return true;
}

function bounded(rule: BlockRule): BlockRule {
	return (state, start, end, silent) =>
		state.level < deepestLevel && rule(state, start, end, silent);
}

/**
 * "2019. It was spring." is a year and no list: a numbered list begins with one. (Asked silently,
 * the rule sees to that itself, and must still find the next item.)
 */
function fromOne(rule: BlockRule): BlockRule {
	return (state, start, end, silent) =>
		(silent || !/^(?!1[.)])\d+[.)]/.test(textOfLine(state, start))) &&
		rule(state, start, end, silent);
}

function textOfLine(state: StateBlock, line: number): string {
	const from = (state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0);
	return state.src.slice(from, state.eMarks[line]);
}

function ruleOf(name: string): BlockRule {
	parser.block.ruler.enableOnly([name]);
	const [rule] = parser.block.ruler.getRules('');
	if (!rule) throw new Error(`The Markdown parser has no rule called ${name}.`);
	return rule;
}
