import { sql } from 'kysely';
import type { Db } from '#lib/server/database/pools.ts';
import type { Address } from '#lib/server/files/address.ts';
import type { Stored } from '#lib/server/files/fileStore.ts';

/** An original that lies in a place, and that no row knows of. */
export type UnknownOriginal = { address: Address; boxId: string; sha256: string };

/** Those of these originals that no row knows of, in the order given. One question for all. */
export async function unknownOriginals(db: Db, stored: Stored[]): Promise<UnknownOriginal[]> {
	if (stored.length === 0) return [];
	const found = stored.map(({ address }) => {
		const [, boxId = '', sha256 = ''] = address.split('/');
		return { address, boxId, sha256 };
	});
	const asked = JSON.stringify(found.map(({ boxId: box, sha256 }) => ({ box, sha256 })));
	const { rows } = await sql<{ box: string; sha256: string }>`
		select f.box, f.sha256
		from jsonb_to_recordset(${asked}::jsonb) as f (box text, sha256 text)
		where not exists (
			select from original o where o.box_id::text = f.box and o.sha256 = f.sha256
		)`.execute(db);
	const unknown = new Set(rows.map(({ box, sha256 }) => `${box}/${sha256}`));
	return found.filter(({ boxId, sha256 }) => unknown.has(`${boxId}/${sha256}`));
}
