import type { CannotShow, Why } from './made.ts';

/** Thrown while pictures are made, and given as an answer in the end. */
export class CannotBeShown extends Error {
	override name = 'CannotBeShown';
	readonly why: Why;

	constructor(why: Why, options?: ErrorOptions) {
		super(why, options);
		this.why = why;
	}
}

/**
 * The answer for an error met while making pictures, or undefined where it says nothing about the
 * original, but about this machine (a full disk, a missing file).
 */
export function cannotShow(error: unknown): CannotShow | undefined {
	if (error instanceof CannotBeShown) return { kind: 'cannot_show', why: error.why };
	if (!(error instanceof Error) || 'code' in error) return undefined;
	// libvips and libheif tell kinds of failure apart by their words alone.
	const tooLarge = /pixel limit|out of memory|allocat|security limit|too large/i.test(
		error.message
	);
	return { kind: 'cannot_show', why: tooLarge ? 'too_large' : 'damaged' };
}
