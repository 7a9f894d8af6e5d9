/** A piece of HTML that was made here; whatever else comes into a page is text, and escaped. */
export type Html = { readonly html: string };

type Value = Html | readonly Html[] | string | number | null | false | undefined;

/** HTML with values in it: text is escaped, HTML stays, nothing is nothing. */
export function html(parts: TemplateStringsArray, ...values: Value[]): Html {
	let made = parts[0] ?? '';
	for (const [at, value] of values.entries()) made += rendered(value) + (parts[at + 1] ?? '');
	return { html: made };
}

function rendered(value: Value): string {
	if (value === null || value === undefined || value === false) return '';
	if (typeof value === 'object') {
		return 'html' in value ? value.html : value.map((each) => each.html).join('');
	}
	return escaped(String(value));
}

const entities: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;'
};

function escaped(text: string): string {
	return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? '');
}

/** A path inside a copy as an address from a page that lies `depth` folders below the copy. */
export function addressOf(path: string, depth: number): string {
	return '../'.repeat(depth) + path.split('/').map(encodeURIComponent).join('/');
}

/** Plain words as paragraphs; an empty line begins a new one. */
export function paragraphs(words: string): Html[] {
	return words
		.trim()
		.split(/\n\s*\n/)
		.map((paragraph) => {
			const lines = paragraph
				.split('\n')
				.map((line, at) => html`${at > 0 && { html: '<br>' }}${line}`);
			return html`<p>${lines}</p>`;
		});
}
