import { Node } from '@tiptap/core';
import type { SeenKind } from '../reading.ts';

/** A keepsake of the box as the editor shows it. */
export type KeepsakeFace = {
	kind: SeenKind;
	caption: string;
	alt: string;
	coverWords: string;
	/** Null while it is covered for the one who writes, not made, or not to be seen. */
	src: string | null;
	covered: boolean;
};

type Words = {
	covered: (kind: SeenKind) => string;
	name: (kind: SeenKind) => string;
	notThere: string;
	takeOut: string;
};

/**
 * A keepsake in the text: a figure of its own, never within a quote or a list. `faceOf` says what it
 * looks like; nothing for one that is not in the box.
 */
export const keepsakeNode = (faceOf: (id: string) => KeepsakeFace | undefined, words: Words) =>
	Node.create({
		name: 'keepsake',
		group: 'keepsake',
		atom: true,
		draggable: true,
		addAttributes: () => ({ id: { default: '' }, words: { default: '' } }),
		parseHTML: () => [
			{
				tag: 'figure[data-keepsake]',
				getAttrs: (element) => ({
					id: element.dataset.keepsake ?? '',
					words: element.dataset.words ?? ''
				})
			}
		],
		renderHTML: ({ node }) => [
			'figure',
			{ 'data-keepsake': String(node.attrs.id), 'data-words': String(node.attrs.words) }
		],
		addNodeView() {
			return ({ node, editor, getPos }) => {
				const face = faceOf(String(node.attrs.id));
				const figure = document.createElement('figure');
				figure.append(picture(face, words), caption(String(node.attrs.words) || face?.caption));
				const button = document.createElement('button');
				button.type = 'button';
				button.textContent = words.takeOut;
				button.addEventListener('click', () => {
					const at = getPos();
					if (at === undefined) return;
					editor
						.chain()
						.focus()
						.deleteRange({ from: at, to: at + node.nodeSize })
						.run();
				});
				figure.append(button);
				return { dom: figure, stopEvent: (event) => event.target === button };
			};
		}
	});

function picture(face: KeepsakeFace | undefined, words: Words): HTMLElement {
	if (face?.src) {
		const image = document.createElement('img');
		image.className = 'photograph';
		image.src = face.src;
		image.alt = face.alt || face.caption;
		return image;
	}
	const linen = document.createElement('div');
	linen.className = 'cover';
	const line = document.createElement('p');
	line.textContent = face ? standingFor(face, words) : words.notThere;
	linen.append(line);
	return linen;
}

function standingFor({ kind, covered, coverWords }: KeepsakeFace, words: Words): string {
	return covered ? coverWords || words.covered(kind) : words.name(kind);
}

function caption(text: string | undefined): HTMLElement {
	const element = document.createElement('figcaption');
	element.textContent = text ?? '';
	return element;
}
