import { openFileIndex } from './fileIndex.ts';
import { backupsIn, folderOf } from './manifest.ts';
import type { BackupPlace } from './place.ts';

/**
 * Keeps the newest backups and really removes the others, what was left half written, and every file
 * that none of those kept refers to. The order makes it safe to break off: a backup first loses its
 * manifest, by which it is no backup any more.
 *
 * @param count how many to keep, one at least; null: all of them
 * @returns how many backups and how many files were removed
 */
export async function keepNewest(place: BackupPlace, count: number | null, scratch: string) {
	const all = await backupsIn(place);
	const kept = count === null ? all : all.slice(-Math.max(1, count));
	const keptIds = new Set(kept.map(({ id }) => id));
	for (const { id, encrypted } of all) {
		if (keptIds.has(id)) continue;
		await place.remove(`${folderOf(id)}/manifest.json${encrypted ? '.age' : ''}`);
	}
	for await (const name of place.list('backups')) {
		const [, id = ''] = name.split('/');
		if (!keptIds.has(id)) await place.remove(name);
	}
	for await (const name of place.list('incoming')) await place.remove(name);
	const index = openFileIndex(scratch);
	let files = 0;
	try {
		for (const { id } of kept) await index.add(await place.read(`${folderOf(id)}/stored`));
		for await (const name of place.list('files')) {
			if (index.find(name)) continue;
			await place.remove(name);
			files += 1;
		}
	} finally {
		index.close();
	}
	return { backups: all.length - kept.length, files };
}
