import { sql } from 'kysely';
import { originalsOf, parseAddress } from '#lib/server/files/address.ts';
import { StorageRefused, StorageUnreachable } from '#lib/server/files/errors.ts';
import type { FileStore, Stored } from '#lib/server/files/fileStore.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { noteFinding } from './findings.server.ts';
import type { Page, Run, Watch } from './run.server.ts';

const pageLength = 500;
/** Younger files may be arriving just now. */
const graceMs = 2 * 24 * 60 * 60 * 1000;

/**
 * Looks through the next files that lie in a place for originals that no row knows of. They are
 * named and left where they are; the sweep of files, and the job that follows a row, delete them.
 */
export async function orphansPage(
	lamplight: Lamplight,
	run: Run,
	place: 'store' | 'copy',
	watch: Watch
): Promise<Page> {
	const nothing = { files: 0, bytes: 0, next: null };
	const store = place === 'store' ? lamplight.files : lamplight.copy;
	if (!store) return nothing;
	try {
		const page = await nextFiles(store, run.atKey);
		for (const orphan of await unknown(lamplight, page)) {
			const finding = {
				...orphan,
				place,
				what: 'orphan' as const,
				keepsakeId: null,
				mended: false
			};
			await noteFinding(lamplight.pools.worker, run.id, finding, lamplight.now());
			watch.found?.(finding);
		}
		const last = page.length === pageLength ? page.at(-1) : undefined;
		return { ...nothing, next: last ? { id: null, key: last.address } : null };
	} catch (error) {
		const away = error instanceof StorageUnreachable || error instanceof StorageRefused;
		if (place === 'copy' && away) return { ...nothing, copyAway: true };
		throw error;
	}
}

async function nextFiles(store: FileStore, after: string | null): Promise<Stored[]> {
	const page: Stored[] = [];
	for await (const stored of store.list(originalsOf(), after ? parseAddress(after) : undefined)) {
		page.push(stored);
		if (page.length === pageLength) break;
	}
	return page;
}

async function unknown({ pools, now }: Lamplight, page: Stored[]) {
	const before = now().getTime() - graceMs;
	const old = page
		.filter(({ modifiedAt }) => modifiedAt.getTime() < before)
		.map(({ address }) => {
			const [, boxId = '', sha256 = ''] = address.split('/');
			return { address, boxId, sha256 };
		});
	if (old.length === 0) return [];
	const known = JSON.stringify(old.map(({ boxId: box, sha256 }) => ({ box, sha256 })));
	const { rows } = await sql<{ box: string; sha256: string }>`
		select f.box, f.sha256
		from jsonb_to_recordset(${known}::jsonb) as f (box text, sha256 text)
		where not exists (
			select from original o where o.box_id::text = f.box and o.sha256 = f.sha256
		)`.execute(pools.worker);
	const orphans = new Set(rows.map(({ box, sha256 }) => `${box}/${sha256}`));
	return old.filter(({ boxId, sha256 }) => orphans.has(`${boxId}/${sha256}`));
}
