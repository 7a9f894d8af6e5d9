const MiB = 1024 * 1024;
const usualPart = 8 * MiB;
/** A store takes 10,000 parts at most, of at least 5 MiB each but for the last. */
const mostParts = 9_000;

/** How long each part of a file of so many bytes is; the last one is shorter. */
export function partBytes(bytes: number): number {
	return Math.max(usualPart, Math.ceil(bytes / mostParts));
}

/**
 * Cuts bytes that come in pieces of any length into parts of `size`, each in a buffer of its own.
 * Gives nothing where nothing comes. `total`: how many bytes are awaited at most.
 */
export async function* parts(
	pieces: AsyncIterable<Uint8Array>,
	size: number,
	total: number
): AsyncGenerator<Buffer> {
	let left = total;
	let part = Buffer.allocUnsafe(Math.min(size, left));
	let filled = 0;
	for await (const piece of pieces) {
		for (let at = 0; at < piece.byteLength;) {
			const fits = piece.subarray(at, at + part.length - filled);
			part.set(fits, filled);
			filled += fits.byteLength;
			at += fits.byteLength;
			if (filled < part.length) continue;
			yield part;
			left -= filled;
			part = Buffer.allocUnsafe(Math.min(size, left));
			filled = 0;
		}
	}
	if (filled > 0) yield part.subarray(0, filled);
}
