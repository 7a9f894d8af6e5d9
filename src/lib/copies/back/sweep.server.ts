import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { asMember } from '#lib/server/database/viewer.ts';
import { makeFolder } from '#lib/server/files/folders.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { archivesFolder, removeArchive } from './archives.ts';
import { arrivedBytes, makeDurable, noteArrived } from './arrived.server.ts';
import { endPutBack } from './end.server.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** How long a copy may wait to arrive or for a word, and how long it is told what became of it. */
const waitsMs = 7 * dayMs;

/**
 * Goes on with copies whose last byte came just before a crash, gives up those that nobody came back
 * to for seven days, and takes away archives that belong to none and people whom no box names.
 */
export async function sweepPutBacks(lamplight: Lamplight): Promise<void> {
	const { pools, settings, now } = lamplight;
	const old = new Date(now().getTime() - waitsMs);
	const open = await pools.worker
		.selectFrom('putBack')
		.where('endedAt', 'is', null)
		.select(['id', 'memberId', 'boxId', 'bytes', 'begunAt', 'arrivedAt', 'refused', 'restWantedAt'])
		.execute();
	for (const each of open) {
		const { id, memberId, arrivedAt, refused, restWantedAt, begunAt } = each;
		if (!arrivedAt && (await arrivedBytes(settings.dataDir, id)) === each.bytes) {
			await makeDurable(settings.dataDir, id);
			await asMember(pools.worker, memberId, (tx) => noteArrived(tx, id));
		} else if (begunAt < old && (!arrivedAt || (refused && !restWantedAt))) {
			await endPutBack(lamplight, each, { refused: 'given_up' });
		}
	}
	await pools.worker.deleteFrom('putBack').where('endedAt', '<', old).execute();
	await removeStray(lamplight);
	await forgetNamed(lamplight);
}

async function removeStray({ pools, settings, now }: Lamplight): Promise<void> {
	const folder = archivesFolder(settings.dataDir);
	await makeFolder(folder);
	for (const name of await readdir(folder)) {
		const id = name.replace(/\.json$/, '');
		const touched = await stat(join(folder, name)).catch(() => null);
		if (!touched || touched.mtimeMs > now().getTime() - dayMs) continue;
		const needed = await pools.worker
			.selectFrom('putBack')
			.where('id', '=', id)
			.where('endedAt', 'is', null)
			.select('id')
			.executeTakeFirst();
		if (!needed) await removeArchive(settings.dataDir, id);
	}
}

/** Whom a copy named is forgotten with the box that it became. */
async function forgetNamed({ pools }: Lamplight): Promise<void> {
	await sql`
		delete from member m where m.only_named_at is not null
			and not exists (select from keeper where member_id = m.id)
			and not exists (select from keepsake where put_in_by = m.id)
			and not exists (select from story where writer_id = m.id)`.execute(pools.worker);
}
