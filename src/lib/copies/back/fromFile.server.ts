import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { asMember } from '#lib/server/database/viewer.ts';
import { makeFolder } from '#lib/server/files/folders.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { archivePath, archivesFolder, removeArchive } from './archives.ts';
import { makeDurable, noteArrived } from './arrived.server.ts';
import { beginPutBack, mayBegin } from './begin.server.ts';
import { endPutBack } from './end.server.ts';
import { asNotBegun } from './notBegun.ts';
import { putBack } from './putBack.server.ts';
import { putBackState, type PutBackState } from './state.server.ts';

/** Where the command that does this is broken off, the site goes on with it after so long. */
const leftToItMs = 60 * 60 * 1000;

/**
 * Puts back a copy that lies on this machine, for a member, at once. `rest`: without the files of it
 * that are damaged; else one of those ends it (`refused`, by name). Throws `NotBegun`, and what the
 * machine or the store throws: then it is tried again by a Lamplight that is open.
 */
export async function putBackFile(
	lamplight: Lamplight,
	member: string,
	{ path, rest }: { path: string; rest: boolean }
): Promise<PutBackState> {
	const { settings, pools, now } = lamplight;
	const id = randomUUID();
	await makeFolder(archivesFolder(settings.dataDir));
	try {
		const { size: bytes } = await stat(path);
		await asMember(pools.worker, member, (tx, viewer) => mayBegin(tx, lamplight, viewer, bytes));
		await copyFile(path, archivePath(settings.dataDir, id), constants.COPYFILE_FICLONE);
		await makeDurable(settings.dataDir, id);
		await asMember(pools.worker, member, async (tx, viewer) => {
			await beginPutBack(tx, viewer, { id, fileName: basename(path), bytes });
			await noteArrived(tx, id, new Date(now().getTime() + leftToItMs));
		});
	} catch (error) {
		await removeArchive(settings.dataDir, id);
		throw asNotBegun(error);
	}
	if (rest) {
		await pools.worker
			.updateTable('putBack')
			.set({ restWantedAt: now() })
			.where('id', '=', id)
			.execute();
	}
	await putBack(lamplight, id);
	const state = await stateFor(lamplight, member, id);
	if (state.at !== 'damaged') return state;
	const { boxId } = await pools.worker
		.selectFrom('putBack')
		.where('id', '=', id)
		.select('boxId')
		.executeTakeFirstOrThrow();
	await endPutBack(lamplight, { id, boxId }, { refused: 'damaged' });
	return stateFor(lamplight, member, id);
}

function stateFor({ pools }: Lamplight, member: string, id: string): Promise<PutBackState> {
	return asMember(pools.worker, member, (tx) => putBackState(tx, id));
}
