import { addressOf, html, type Html } from './html.ts';

/** A whole page of a copy. `depth`: how many folders below the copy it lies. */
export function frame(title: string, depth: number, main: Html, footer?: Html): string {
	const page = html`<!doctype html>
		<html lang="en">
			<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta name="robots" content="noindex" />
				<title>${title}</title>
				<link rel="stylesheet" href="${addressOf('site/look.css', depth)}" />
			</head>
			<body>
				<main>${main}</main>
				${footer && html`<footer>${footer}</footer>`}
			</body>
		</html> `;
	return page.html;
}
