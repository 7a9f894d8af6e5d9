import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { toLines } from './lines.ts';

/** What lies in the place under a name: how long, and its SHA-256 as it lies there. */
export type StoredFile = { name: string; bytes: number; sha256: string };

/** A look-up over names on the disk, so that memory stays flat however many there are. */
export type FileIndex = {
	add(stream: AsyncIterable<Uint8Array>): Promise<void>;
	find(name: string): StoredFile | null;
	close(): void;
};

/** An empty index in a scratch folder, which is removed by whoever lent it. */
export function openFileIndex(scratch: string): FileIndex {
	const file = new DatabaseSync(join(scratch, 'index.sqlite'));
	// Only for this run: nothing of it has to outlive a power cut.
	file.exec(`pragma journal_mode = off; pragma synchronous = off;
		create table stored (name text primary key, bytes integer, sha256 text) without rowid`);
	const put = file.prepare('insert or replace into stored values (?, ?, ?)');
	const get = file.prepare('select name, bytes, sha256 from stored where name = ?');
	return {
		async add(stream) {
			file.exec('begin');
			for await (const line of toLines(stream)) {
				const { name, bytes, sha256 } = storedOf(line);
				put.run(name, bytes, sha256);
			}
			file.exec('commit');
		},
		find: (name) => (get.get(name) as StoredFile | undefined) ?? null,
		close: () => file.close()
	};
}

export function storedLine({ name, bytes, sha256 }: StoredFile): string {
	return `${sha256} ${bytes} ${name}`;
}

/** Throws where it is no such line. */
export function storedOf(line: string): StoredFile {
	const found = /^([0-9a-f]{64}) (\d+) (\S+)$/.exec(line);
	if (!found) throw new Error('A list of the backup is damaged.');
	return { sha256: found[1] ?? '', bytes: Number(found[2]), name: found[3] ?? '' };
}
