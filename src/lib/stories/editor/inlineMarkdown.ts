import { documentOf, type InlineNode, type Mark } from './storyDocument.ts';

/** Text in one run of marks. */
type Run = { text: string; marks: Mark[] };

/** What stands for emphasis: one sign is not enough where two of them would meet. */
const signs: Record<Mark, string>[] = [
	{ bold: '**', italic: '*' },
	{ bold: '**', italic: '_' },
	{ bold: '', italic: '' }
];

/** The lines of a paragraph in Markdown, broken where it is broken. None at its ends is empty. */
export function linesOf(content: readonly InlineNode[]): string[] {
	const lines: Run[][] = [[]];
	for (const node of content) {
		if (node.type === 'hardBreak') lines.push([]);
		else lines.at(-1)?.push(runOf(node));
	}
	const texts = lines.map((line) => lineOf(trimmed(line)));
	const first = texts.findIndex((text) => text !== '');
	const last = texts.findLastIndex((text) => text !== '');
	// A line with nothing in it would end the paragraph.
	return texts.slice(Math.max(first, 0), last + 1).map((text) => text || '\\');
}

function runOf(node: Extract<InlineNode, { type: 'text' }>): Run {
	const marks = (node.marks ?? []).map(({ type }) => type).filter((type) => type in signs[0]!);
	return { text: node.text.replace(/[\r\n]+/g, ' '), marks: marks.sort() };
}

/** The same line without space at its ends, and without empty runs. */
function trimmed(line: readonly Run[]): Run[] {
	const runs = line.map((run) => ({ ...run }));
	for (const run of runs) {
		run.text = run.text.replace(/^[ \t\f\v]+/, '');
		if (run.text !== '') break;
	}
	for (const run of runs.toReversed()) {
		run.text = run.text.replace(/[ \t\f\v]+$/, '');
		if (run.text !== '') break;
	}
	return runs.filter((run) => run.text !== '');
}

/**
 * Markdown knows emphasis by what stands around it, and not everywhere. Each way is read back, and
 * where none gives the same, the words go without it: a stray star is worse.
 */
function lineOf(runs: readonly Run[]): string {
	const spaced = runs.flatMap(spaceOutside);
	const wanted = written(spaced);
	for (const sign of signs) {
		const text = escapedStart(marked(spaced, sign));
		if (written(runsIn(text)) === wanted) return text;
	}
	return escapedStart(marked(spaced, { bold: '', italic: '' }));
}

/** Emphasis begins and ends at a letter; the space around it stands outside. */
function spaceOutside({ text, marks }: Run): Run[] {
	if (marks.length === 0) return [{ text, marks }];
	const [, before = '', inner = '', after = ''] = /^(\s*)(.*?)(\s*)$/su.exec(text) ?? [];
	return [
		{ text: before, marks: [] },
		{ text: inner, marks },
		{ text: after, marks: [] }
	].filter((run) => run.text !== '');
}

function marked(runs: readonly Run[], sign: Record<Mark, string>): string {
	const open: Mark[] = [];
	let text = '';
	for (const [at, run] of runs.entries()) {
		while (open.some((mark) => !run.marks.includes(mark))) text += sign[open.pop() ?? 'bold'];
		const opening = run.marks.filter((mark) => !open.includes(mark));
		for (const mark of opening.sort(
			(one, other) => lasts(runs, at, other) - lasts(runs, at, one)
		)) {
			open.push(mark);
			text += sign[mark];
		}
		text += run.text.replace(/[\\*_]/g, '\\$&');
	}
	return (
		text +
		open
			.toReversed()
			.map((mark) => sign[mark])
			.join('')
	);
}

/** How many runs from here on carry this mark: the one that lasts longest is opened first. */
function lasts(runs: readonly Run[], at: number, mark: Mark): number {
	const end = runs.slice(at).findIndex((run) => !run.marks.includes(mark));
	return end === -1 ? runs.length : end;
}

/** What would begin a heading, a quote, a list or a photograph at the start of a line stays text. */
function escapedStart(line: string): string {
	return line
		.replace(/^(?=#{1,6}(?:\s|$)|>|[-+](?:\s|$)|(?:-\s*){3,}$|!\[)/, '\\')
		.replace(/^(\d{1,9})(?=[.)](?:\s|$))/, '$1\\');
}

function runsIn(line: string): Run[] {
	const [block] = documentOf(line).content;
	const content = block?.type === 'paragraph' ? (block.content ?? []) : [];
	return content.flatMap((node) => (node.type === 'text' ? [runOf(node)] : []));
}

/** For comparing: the letters one by one, each with its marks. */
function written(runs: readonly Run[]): string {
	return runs
		.flatMap(({ text, marks }) => [...text].map((letter) => `${letter}${marks.join('')}`))
		.join('\0');
}
