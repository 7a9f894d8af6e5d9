import { originalsOf, parseAddress } from '#lib/server/files/address.ts';
import { StorageRefused, StorageUnreachable } from '#lib/server/files/errors.ts';
import type { FileStore, Stored } from '#lib/server/files/fileStore.ts';
import { unknownOriginals } from '#lib/keepsakes/queries.server.ts';
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
		const before = lamplight.now().getTime() - graceMs;
		const old = page.filter(({ modifiedAt }) => modifiedAt.getTime() < before);
		for (const orphan of await unknownOriginals(lamplight.pools.worker, old)) {
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
