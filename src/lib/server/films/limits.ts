/** What one film or recording may cost. */
export interface FilmLimits {
	/** Wall-clock time for each run: so much, and so many times as long as the film lasts. */
	baseMs: number;
	timesItsLength: number;
	mostMs: number;
	/** Resident memory of the process (enforced on Linux). */
	memoryBytes: number;
	/** How large what is made may become. */
	outputBytes: number;
}

/**
 * Measured on one core of a small server: 1080p HEVC becomes 1080p H.264 in 0.9 times its length
 * and 200 MB of memory; 4K in four times its length and 600 MB. These leave room for slow machines.
 */
export const usualFilmLimits: FilmLimits = {
	baseMs: 120_000,
	timesItsLength: 40,
	mostMs: 3 * 60 * 60 * 1000,
	memoryBytes: 1_500_000_000,
	outputBytes: 2_000_000_000
};
