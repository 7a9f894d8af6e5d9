import { m } from '#lib/paraglide/messages.js';
import type { Words } from './wording.ts';

/** A letter as plain text. */
export function asText(words: Words, site: string, origin: string): string {
	const { before, list = [], link, after } = words;
	const named = list.map(({ words: title, href }) => `${title}\n${href}`);
	const end = m.mail_end({ site, address: origin });
	return `${[m.mail_hello(), ...before, ...named, ...linked(link, list), ...after, end].join('\n\n')}\n`;
}

/** The same as HTML: nothing in it is fetched from anywhere, and a dark screen stays dark. */
export function asHtml(words: Words, site: string, origin: string): string {
	const { before, list = [], link, after } = words;
	const named = list.map(
		({ words: title, href }) => `<p><a href="${escaped(href)}">${escaped(title)}</a></p>`
	);
	const paragraph = (text: string) => `<p>${escaped(text)}</p>`;
	const href = escaped(link.href);
	// Where a letter brings several links, this one is beside them and not what it is about.
	const deed = `<p><a href="${href}"><b>${escaped(link.words)}</b></a></p>\n<p class="soft">${href}</p>`;
	const beside = `<p class="soft"><a href="${href}">${escaped(link.words)}</a></p>`;
	const paragraphs = after.map(paragraph);
	return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark"><style>${style}</style></head>
<body><div>
${[...[m.mail_hello(), ...before].map(paragraph), ...named].join('\n')}
${(list.length > 0 ? [...paragraphs, beside] : [deed, ...paragraphs]).join('\n')}
<p class="soft">${escaped(m.mail_end({ site, address: origin }))}</p>
</div></body></html>
`;
}

/** Where there are several links, this one says in words what it does. */
function linked({ words, href }: Words['link'], list: Words['list'] = []): string[] {
	return list.length > 0 ? [`${words}:\n${href}`] : [href];
}

const style = `:root{color-scheme:light dark}
body{margin:0;padding:1.5rem;font:17px/1.6 Georgia,serif;background:#fdfaf5;color:#2c241c}
div{max-width:34rem;margin:0 auto;overflow-wrap:anywhere}a{color:#6b3f1d}.soft{color:#6a6058;font-size:14px}
@media (prefers-color-scheme:dark){body{background:#1b1713;color:#e9e1d5}a{color:#e3b98a}.soft{color:#aaa094}}`;

function escaped(text: string): string {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');
}
