import type { Audience } from '#lib/rules/facts.ts';
import { renderStory, type StoryBlock } from './markdown.ts';

/**
 * A photograph of a story as one reader may have it now. While it is covered, nothing of it is here
 * but what lies on its cover.
 */
export type PhotographSeen =
	| {
			show: 'covered';
			id: string;
			/** Who laid the cover: the family for its readers, or the keeper who looks, for themselves. */
			by: 'family' | 'you';
			/** The family's words on the cover; empty where they wrote none. */
			coverWords: string;
			/** Where a keeper finds it in their memory box. */
			inBox: string | null;
	  }
	| {
			show: 'full';
			id: string;
			/** The address of its pictures, to which `/small`, `/medium` or `/large` is added; null: not made yet. */
			pictures: string | null;
			alt: string;
			caption: string;
			/** Of the original, upright, in pixels; null where unknown. */
			width: number | null;
			height: number | null;
			/** How wide each of the pictures is, where that is known: a browser takes what it needs. */
			widths?: PictureWidths | null;
			/** This reader uncovered it for this visit, and may cover it again. */
			coverable: boolean;
	  };

/** In pixels. */
export type PictureWidths = { small: number; medium: number; large: number };

/** A place in the order of reading. `number` counts the photographs from one: `#photograph-1`. */
export type ReadingBlock =
	| Extract<StoryBlock, { kind: 'html' }>
	| { kind: 'photograph'; number: number; photograph: PhotographSeen };

/** A whole story as one reader has it: what `StoryReading.svelte` shows. */
export type Reading = {
	title: string;
	/** The names they go by, as the family writes them: "Wren and Tom". Empty: no name. */
	byline: string;
	/** For whom it is shared, as far as this reader may know. */
	audiences: readonly Audience[];
	blocks: ReadingBlock[];
};

/**
 * Puts the photographs in their places. A place whose photograph is not in `seen` is gone: it was
 * never agreed to, is not for this reader, or nobody keeps it any more.
 */
export function arrange(
	blocks: readonly StoryBlock[],
	seen: ReadonlyMap<string, PhotographSeen>
): ReadingBlock[] {
	let number = 0;
	return blocks.flatMap((block): ReadingBlock[] => {
		if (block.kind === 'html') return [block];
		const photograph = seen.get(block.id);
		return photograph ? [{ kind: 'photograph', number: ++number, photograph }] : [];
	});
}

/** The reading of a body that has not been frozen or shared: a draft, or a copy of one. */
export function readingOf(body: string, seen: ReadonlyMap<string, PhotographSeen>): ReadingBlock[] {
	return arrange(renderStory(body), seen);
}

/** The pictures at this address for a browser to choose from, each width once. */
export function srcsetOf(pictures: string, widths?: PictureWidths | null): string | undefined {
	const byWidth = new Map<number, string>();
	for (const size of ['large', 'medium', 'small'] as const) {
		if (widths?.[size]) byWidth.set(widths[size], `${pictures}/${size} ${widths[size]}w`);
	}
	return byWidth.size > 0 ? [...byWidth.values()].join(', ') : undefined;
}
