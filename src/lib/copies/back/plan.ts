import type { BoxCopy, CopiedKeepsake } from '../format.ts';
import { CopyRefused } from './refused.ts';

/** An original to be kept once, and the files of the copy that hold it. */
export type PlannedOriginal = { sha256: string; bytes: number; paths: string[]; name: string };

/** What is to be put back. `leftOut`: files that the copy itself says are not in it. */
export type Plan = {
	originals: PlannedOriginal[];
	keepsakes: CopiedKeepsake[];
	/** Of the originals, each once. */
	bytes: number;
	leftOut: string[];
};

type Limits = { thingsInBox: number; fileBytes: number; boxBytes: number | null };

/** How a file is called when something is said of it. */
export function nameOf({ file, kind }: CopiedKeepsake): string {
	return file?.fileName ?? file?.path ?? kind;
}

/** What of a copy would be kept, within what a memory box may hold. Throws `CopyRefused`. */
export function planOf(copy: BoxCopy, { thingsInBox, fileBytes, boxBytes }: Limits): Plan {
	if (copy.keepsakes.some(({ file, words }) => file !== null && words !== null)) {
		throw new CopyRefused('not_right');
	}
	const keepsakes = copy.keepsakes.filter(
		({ file, words }) => (file === null) !== (words === null)
	);
	if (keepsakes.length > thingsInBox) throw new CopyRefused('box_full');
	const originals = new Map<string, PlannedOriginal>();
	for (const keepsake of keepsakes) {
		const { file } = keepsake;
		if (file === null) continue;
		const name = nameOf(keepsake);
		if (file.bytes > fileBytes) throw new CopyRefused('too_large', [name]);
		const known = originals.get(file.sha256);
		if (known && known.bytes !== file.bytes) throw new CopyRefused('not_right');
		if (known) known.paths.push(file.path);
		else originals.set(file.sha256, { ...file, paths: [file.path], name });
	}
	const bytes = [...originals.values()].reduce((sum, each) => sum + each.bytes, 0);
	if (boxBytes !== null && bytes > boxBytes) throw new CopyRefused('no_quota');
	const missing = copy.keepsakes.filter(({ file, words }) => file === null && words === null);
	const names = new Map(copy.missing.map(({ id, fileName }) => [id, fileName]));
	return {
		originals: [...originals.values()].map(({ sha256, bytes, paths, name }) => ({
			...{ sha256, bytes, paths, name }
		})),
		keepsakes,
		bytes,
		leftOut: missing.map(({ id, kind }) => names.get(id) ?? kind)
	};
}
