/** What may be put in. Said on the page before it is met, and checked again on the server. */
export const limits = {
	/** 200 MB a file, as the page says it; in bytes as the table holds it. */
	fileBytes: 200 * 1024 * 1024,
	/** Keepsakes of one memory box, those of every keeper together. */
	thingsInBox: 5000,
	/** What may be left for safe keeping at one time, without an account. */
	depositFiles: 200,
	depositBytes: 2 * 1024 * 1024 * 1024
} as const;

/**
 * Why something could not be kept, as the server answers and the page words it:
 * larger than a file may be · the box is full · as much as the host allows a box · as much as may be left at one time · it arrived
 * different from what was sent · it did not arrive whole · there is no room on the machine ·
 * it arrived, and waits for a store that cannot be reached.
 */
export const refusals = {
	too_large: 413,
	box_full: 403,
	no_quota: 403,
	deposit_full: 403,
	changed: 460,
	lost: 410,
	no_room: 507,
	waits: 503,
	not_right: 422
} as const;
export type Refusal = keyof typeof refusals;

/** Bytes as people say them: 300 kB, 4.2 MB. */
export function sayBytes(bytes: number): string {
	const [unit, size] = bytes < 1_000_000 ? ['kilobyte', bytes / 1e3] : ['megabyte', bytes / 1e6];
	return new Intl.NumberFormat('en-GB', {
		style: 'unit',
		unit,
		maximumFractionDigits: size < 10 ? 1 : 0
	}).format(size);
}
