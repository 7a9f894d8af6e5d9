import { removeUnused } from '#lib/keepsakes/actions.server.ts';
import { originalsOf, sha256At } from '#lib/server/files/address.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { removeArchive } from './archives.ts';
import type { CopyRefusal } from './refused.ts';

/**
 * Ends one that did not become a memory box: what of it was kept for that box goes again, and so does
 * the archive. Twice is once.
 */
export async function endPutBack(
	lamplight: Lamplight,
	{ id, boxId }: { id: string; boxId: string },
	said: { refused: CopyRefusal; refusedNames?: string[]; waitsFor?: null }
): Promise<void> {
	const { pools, files, settings, now } = lamplight;
	const ended = await pools.worker
		.updateTable('putBack')
		.set({ ...said, endedAt: now() })
		.where('id', '=', id)
		.where('endedAt', 'is', null)
		.executeTakeFirst();
	// It has become one meanwhile.
	if (ended.numUpdatedRows === 0n) return;
	for await (const { address } of files.list(originalsOf(boxId))) {
		await removeUnused(lamplight, boxId, sha256At(address));
	}
	await removeArchive(settings.dataDir, id);
}
