import { text } from 'node:stream/consumers';
import { fromLines } from './lines.ts';
import type { BackupPlace } from './place.ts';

const name = 'damaged';

/** The names that a proof found changed: the next backup writes them anew. */
export async function damagedIn(place: BackupPlace): Promise<ReadonlySet<string>> {
	if ((await place.bytes(name)) === null) return new Set();
	const all = await text(await place.read(name));
	return new Set(all.split('\n').filter(Boolean));
}

/**
 * Notes what a proof found. What is damaged is left where it is until there is something better: it
 * may be the only copy.
 */
export async function noteDamaged(place: BackupPlace, names: string[]): Promise<void> {
	const all = new Set([...(await damagedIn(place)), ...names]);
	await place.write(name, fromLines(each(all)));
}

/** A whole backup has written them anew. */
export async function forgetDamaged(place: BackupPlace): Promise<void> {
	await place.remove(name);
}

async function* each(names: Iterable<string>): AsyncGenerator<string> {
	yield* names;
}
