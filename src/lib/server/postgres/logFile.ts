import { closeSync, copyFileSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';

const LARGEST_BYTES = 8 * 1024 * 1024;

/** The log of Postgres: one file and the one before it, together at most about 16 MB. */
export type LogFile = {
	open(): number;
	close(fd: number): void;
	/** In bytes; a place in the file for `since`. */
	size(): number;
	/** The last lines written after that place. */
	since(place: number): string;
	/** Moves the log to `.1` and begins anew when it has grown too long. */
	keepBounded(): void;
};

/**
 * Postgres writes to it through a descriptor we open, so its user needs no way into the data
 * folder, and appends, so the file can be cut while it runs.
 */
export function logFile(path: string): LogFile {
	const size = () => statSync(path, { throwIfNoEntry: false })?.size ?? 0;
	return {
		open: () => openSync(path, 'a', 0o600),
		close: (fd) => closeSync(fd),
		size,
		since: (place) => readFileSync(path).subarray(place).toString('utf8').trim().slice(-2000),
		keepBounded() {
			if (size() < LARGEST_BYTES) return;
			copyFileSync(path, `${path}.1`);
			truncateSync(path);
		}
	};
}
