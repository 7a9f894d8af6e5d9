/**
 * Why a copy cannot be put back: no ZIP file, or not a whole one · not a copy of a memory box · made
 * by a newer Lamplight · its box.json is not as it should be · laid out as no copy is (paths that lead
 * elsewhere, links, names twice, files that overlap, locked ones) · far larger unpacked than it is ·
 * more things than a memory box holds · a file larger than one may be · more than the host allows a
 * memory box · some of its files are damaged or not there · the archive itself is gone ·
 * given up by whoever sent it.
 */
export type CopyRefusal =
	| 'no_zip'
	| 'no_copy'
	| 'newer'
	| 'not_right'
	| 'unsafe'
	| 'swells'
	| 'box_full'
	| 'too_large'
	| 'no_quota'
	| 'damaged'
	| 'lost'
	| 'given_up';

/** So many names of files are told; more would help nobody. */
const mostNames = 200;

/** Nothing of the copy is put back, and why. `names`: the files that it is about. */
export class CopyRefused extends Error {
	override name = 'CopyRefused';
	readonly reason: CopyRefusal;
	readonly names: string[];

	constructor(reason: CopyRefusal, names: readonly string[] = [], cause?: unknown) {
		super(`a copy cannot be put back: ${reason}`, { cause });
		this.reason = reason;
		this.names = names.slice(0, mostNames);
	}
}
