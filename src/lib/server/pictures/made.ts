/** How large a picture is: for a grid, for a page on a phone, for looking at closely. */
export type Size = 'small' | 'medium' | 'large';

/** One picture for the screen: upright, sRGB, opaque, and carrying nothing but its pixels. */
export interface Picture {
	size: Size;
	format: 'webp';
	/** In pixels, as seen. */
	width: number;
	height: number;
	bytes: number;
	/** 64 hexadecimal digits. */
	sha256: string;
	/** A file in the folder that was given. */
	path: string;
}

/**
 * Why an original is kept, but cannot be shown: it is no picture of a kind we know · it is broken ·
 * it has more pixels, or takes more memory, than we allow · it took longer than we allow · it opens
 * with a password only · whatever is at work on it is lost, each time.
 */
export type Why = 'not_a_picture' | 'damaged' | 'too_large' | 'too_slow' | 'locked' | 'lost';

export interface CannotShow {
	kind: 'cannot_show';
	why: Why;
}

export interface Pictures {
	kind: 'pictures';
	/** Of the original, in pixels, as seen: already turned upright. */
	width: number;
	height: number;
	/** From small to large. A small original gives pictures of its own size, never enlarged. */
	pictures: Picture[];
	/** Of a paper: its pages from the first on, as many as are shown, and how many it has. */
	pages?: PagePicture[];
	pageCount?: number;
}

export type PagePicture = Omit<Picture, 'size'> & { number: number };

export type Made = Pictures | CannotShow;
