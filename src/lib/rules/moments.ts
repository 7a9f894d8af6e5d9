/** Moments and spans of time, in milliseconds. Nothing here reads a clock. */

export const HOUR_MS = 60 * 60 * 1000;
export const DAY_MS = 24 * HOUR_MS;

/** True when it has happened by then; null has not happened. */
export function happened(moment: Date | null, by: Date): moment is Date {
	return moment !== null && moment <= by;
}

/** True while something that began at `from` has not been ended. */
export function lasts(from: Date, until: Date | null, at: Date): boolean {
	return from <= at && !happened(until, at);
}

export function after(moment: Date, spanMs: number): Date {
	return new Date(moment.getTime() + spanMs);
}
