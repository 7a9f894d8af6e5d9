import type pg from 'pg';
import { allFiles, originalAddress, originalsOf } from '../files/address.ts';
import type { FileStore, Stored } from '../files/fileStore.ts';

const batchRows = 1000;

/** Everything that the store holds, kind by kind. */
export async function* storedFiles(files: FileStore): AsyncGenerator<Stored> {
	for (const prefix of allFiles()) yield* files.list(prefix);
}

/**
 * The originals that the snapshot of this client's transaction names, and that the store does not
 * hold, or holds at another length. Both come in the order of addresses, and are walked side by side.
 */
export async function* missingOriginals(
	client: pg.ClientBase,
	files: FileStore
): AsyncGenerator<string> {
	const stored = files.list(originalsOf())[Symbol.asyncIterator]();
	try {
		let next = await stored.next();
		for await (const { address, bytes } of namedOriginals(client)) {
			while (!next.done && next.value.address < address) next = await stored.next();
			if (next.done || next.value.address !== address) yield `${address}: missing`;
			else if (next.value.bytes !== bytes)
				yield `${address}: ${next.value.bytes} of ${bytes} bytes`;
		}
	} finally {
		await stored.return?.();
	}
}

async function* namedOriginals(client: pg.ClientBase) {
	const nobody = { box: '00000000-0000-0000-0000-000000000000', sha256: '' };
	for (let after = nobody; ;) {
		const { rows } = await client.query<{ box: string; sha256: string; bytes: string | number }>(
			`select box_id::text as box, sha256::text, bytes
			from lamplight.original
			where box_id >= $1::uuid and (box_id > $1::uuid or sha256 collate "C" > $2)
			order by box_id, sha256 collate "C"
			limit ${batchRows}`,
			[after.box, after.sha256]
		);
		for (const { box, sha256, bytes } of rows) {
			yield { address: originalAddress(box, sha256), bytes: Number(bytes) };
		}
		const last = rows.at(-1);
		if (!last || rows.length < batchRows) return;
		after = last;
	}
}
