import type { Others } from '#lib/meeting/queries.server.ts';
import type { Lived } from '#lib/rules/going.ts';
import type { Audience } from '#lib/rules/facts.ts';
import { renderStory, type StoryBlock } from './markdown.ts';
import type { PlaceOfParts } from './parts.ts';

/** What can stand in a story beside its words. */
export type SeenKind = 'photograph' | 'film' | 'recording' | 'paper';

/**
 * A keepsake of a story as one reader may have it now. While it is covered, nothing of it is here
 * but what lies on its cover.
 */
export type KeepsakeSeen =
	| {
			show: 'covered';
			id: string;
			kind: SeenKind;
			/** Who laid the cover: the family for its readers, or the keeper who looks, for themselves. */
			by: 'family' | 'you';
			/** The family's words on the cover; empty where they wrote none. */
			coverWords: string;
			/** Where a keeper finds it in their memory box. */
			inBox: string | null;
	  }
	| ({ show: 'full'; id: string; kind: SeenKind } & KeepsakeShown);

/** All there is to see, hear and read of one that is not covered. */
export type KeepsakeShown = {
	/** The address of its pictures, to which `/small`, `/medium` or `/large` is added; null: none, or not made yet. */
	pictures: string | null;
	alt: string;
	caption: string;
	/** What is said or written in it; empty where nobody wrote it down. */
	said: string;
	/** Of the original, upright, in pixels; null where unknown. */
	width: number | null;
	height: number | null;
	/** How wide each of the pictures is, where that is known: a browser takes what it needs. */
	widths?: PictureWidths | null;
	/** What is played, and where it is asked for. */
	play: (Playable & { src: string }) | null;
	/** The pages that are made, in order, and how many there are in all. */
	pages: { src: string; width: number; height: number }[];
	pageCount: number | null;
	/** This reader uncovered it for this visit, and may cover it again. */
	coverable: boolean;
};

/** In pixels. */
export type PictureWidths = { small: number; medium: number; large: number };

/** Something to be played. `width` null: there is nothing to see. */
export type Playable = { seconds: number; width: number | null; height: number | null };

/** A place in the order of reading. `number` counts the keepsakes from one: `#kept-1`. */
export type ReadingBlock =
	| Extract<StoryBlock, { kind: 'html' }>
	| { kind: 'keepsake'; number: number; keepsake: KeepsakeSeen };

/** A whole story as one reader has it: what `StoryReading.svelte` shows. */
export type Reading = {
	title: string;
	/** The names they go by, as the family writes them: "Wren and Tom". Empty: no name. */
	byline: string;
	/** For whom it is shared, as far as this reader may know. */
	audiences: readonly Audience[];
	/** What is shown of what was lived, and what it is marked as speaking of. */
	lived: Lived;
	/** Which of it others here have been through, too. */
	others?: readonly Others[];
	subjects: readonly string[];
	blocks: ReadingBlock[];
};

/**
 * Puts the keepsakes in their places. A place whose keepsake is not in `seen` is gone: it was never
 * agreed to, is not for this reader, or nobody keeps it any more.
 */
export function arrange(
	blocks: readonly StoryBlock[],
	seen: ReadonlyMap<string, KeepsakeSeen>
): ReadingBlock[] {
	let number = 0;
	return blocks.flatMap((block): ReadingBlock[] => {
		if (block.kind === 'html') return [block];
		const keepsake = seen.get(block.id);
		return keepsake ? [{ kind: 'keepsake', number: ++number, keepsake }] : [];
	});
}

/** The reading of a body that has not been frozen or shared: a draft, or a copy of one. */
export function readingOf(body: string, seen: ReadonlyMap<string, KeepsakeSeen>): ReadingBlock[] {
	return arrange(renderStory(body), seen);
}

/** What is known of a keepsake in a story, and of what was made of it. */
export type Known = Pick<
	KeepsakeShown,
	'alt' | 'caption' | 'said' | 'width' | 'height' | 'widths'
> & {
	id: string;
	kind: SeenKind;
	/** There are pictures of it. */
	pictured: boolean;
	play: Playable | null;
	pages: readonly { number: number; width: number; height: number }[];
	pageCount: number | null;
};

/** One that is not covered, with the addresses of its parts. */
export function shownAt(place: PlaceOfParts, known: Known, coverable: boolean): KeepsakeSeen {
	const { id, kind, alt, caption, said, width, height, widths, play, pageCount } = known;
	return {
		...{ show: 'full', id, kind, alt, caption, said, width, height, widths, pageCount, coverable },
		pictures: known.pictured ? place.pictures : null,
		play: play && { ...play, src: place.play },
		pages: known.pages.map(({ number, ...shape }) => ({ src: place.page(number), ...shape }))
	};
}

/** The pictures at this address for a browser to choose from, each width once. */
export function srcsetOf(pictures: string, widths?: PictureWidths | null): string | undefined {
	const byWidth = new Map<number, string>();
	for (const size of ['large', 'medium', 'small'] as const) {
		if (widths?.[size]) byWidth.set(widths[size], `${pictures}/${size} ${widths[size]}w`);
	}
	return byWidth.size > 0 ? [...byWidth.values()].join(', ') : undefined;
}

/** Whether this kind of thing can stand in a story. */
export function isSeenKind(kind: string): kind is SeenKind {
	return ['photograph', 'film', 'recording', 'paper'].includes(kind);
}
