import type { TakenKeepsake } from '#lib/keepsakes/queries.server.ts';
import type { FileStore } from '#lib/server/files/fileStore.ts';

/** So many are asked for at once: a store far away answers each in its own time. */
const atOnce = 16;

/**
 * The ids of keepsakes whose original is not in the store as long as it should be, and leaves out of
 * them what was made of an original and is not there (it is made again by the nightly check).
 */
export async function leaveOutMissing(
	files: FileStore,
	keepsakes: readonly TakenKeepsake[]
): Promise<{ keepsakes: TakenKeepsake[]; missing: Set<string> }> {
	const missing = new Set<string>();
	const whole: TakenKeepsake[] = [];
	const isThere = async ({
		address,
		bytes
	}: {
		address: TakenKeepsake['views'][number]['address'];
		bytes: number;
	}) => (await files.stat(address))?.bytes === bytes;
	const look = async (each: TakenKeepsake) => {
		if (each.original && !(await isThere(each.original))) missing.add(each.id);
		const half = each.half && (await isThere(each.half.original)) ? each.half : null;
		if (each.half && !half) missing.add(each.half.id);
		const views = [];
		for (const view of each.views) if (await isThere(view)) views.push(view);
		return { ...each, half, views };
	};
	for (let at = 0; at < keepsakes.length; at += atOnce) {
		whole.push(...(await Promise.all(keepsakes.slice(at, at + atOnce).map(look))));
	}
	return { keepsakes: whole, missing };
}

/** The names of files that would not be in a copy taken now: their originals are not in the store. */
export async function namesMissing(
	files: FileStore,
	keepsakes: readonly TakenKeepsake[]
): Promise<string[]> {
	const originals = keepsakes.flatMap(({ original, fileName, kind, half }) => [
		...(original ? [{ ...original, name: fileName ?? kind }] : []),
		...(half ? [{ ...half.original, name: half.fileName ?? kind }] : [])
	]);
	const names: string[] = [];
	for (let at = 0; at < originals.length; at += atOnce) {
		const some = originals.slice(at, at + atOnce);
		const stored = await Promise.all(some.map(({ address }) => files.stat(address)));
		names.push(
			...some.filter(({ bytes }, place) => stored[place]?.bytes !== bytes).map(({ name }) => name)
		);
	}
	return names;
}
