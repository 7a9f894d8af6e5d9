/** What one original may cost. */
export interface Limits {
	/** Pixels of an original; a phone of today takes up to 200 million. */
	pixels: number;
	/** Pixels of a HEIC, which has to be held in memory as a whole while it is decoded. */
	heicPixels: number;
	/**
	 * Processor time for one original, the start of the process included; where the system does not
	 * tell it (not Linux), time by the clock.
	 */
	timeMs: number;
	/** Time by the clock, after which the machine has no time for it: it is tried again later. */
	wallMs: number;
	/** Resident memory of the process that makes the pictures (enforced on Linux). */
	memoryBytes: number;
	/** How many pages of a paper are shown, and for how much processor time more of them are begun. */
	pages: number;
	pagesMs: number;
}

/**
 * Twelve megapixels take about half a second and 150 MB (JPEG), or a second and 250 MB (HEIC), on
 * one core of a small server: these limits leave room for the largest phones and slow machines.
 */
export const usualLimits: Limits = {
	pixels: 200_000_000,
	heicPixels: 60_000_000,
	timeMs: 30_000,
	wallMs: 300_000,
	memoryBytes: 1_000_000_000,
	// A letter has a few; a page takes 0.3 to 0.7 seconds and 150 kB.
	pages: 20,
	pagesMs: 15_000
};
