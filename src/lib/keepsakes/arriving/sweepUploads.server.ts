import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { asDeposit } from '#lib/server/database/uploader.ts';
import { asMember } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { originalAddress } from '#lib/server/files/address.ts';
import { makeFolder } from '#lib/server/files/folders.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { logFault } from '#lib/server/log.ts';
import { finishUpload, type AsOwner } from './finishUpload.server.ts';
import { arrivedBytes, partialsFolder, removePartial } from './partials.ts';
import { Refused } from './refused.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** How long an upload may wait to be resumed, and how long it is remembered that it was finished. */
const waitsMs = 7 * dayMs;

/**
 * Finishes uploads whose bytes are all here but whose last step was cut off, forgets those that
 * nobody has resumed for seven days, and takes away bytes that belong to no upload. Those whose bytes
 * are not here may be arriving at another machine, and are left alone.
 */
export async function sweepUploads(lamplight: Lamplight): Promise<void> {
	const { worker } = lamplight.pools;
	const old = new Date(lamplight.now().getTime() - waitsMs);
	const open = await worker
		.selectFrom('upload')
		.select(['id', 'boxId', 'sha256', 'bytes', 'memberId', 'depositId', 'begunAt'])
		.where('finishedAt', 'is', null)
		.execute();
	for (const upload of open) {
		await finishIfWhole(lamplight, upload);
		if (upload.begunAt < old) await forgetOpen(lamplight, upload.id);
	}
	await worker.deleteFrom('upload').where('finishedAt', '<', old).execute();
	await removeStray(lamplight);
}

type Open = {
	id: string;
	boxId: string;
	sha256: string | null;
	bytes: number;
	memberId: string | null;
	depositId: string | null;
};

async function finishIfWhole(lamplight: Lamplight, upload: Open): Promise<void> {
	try {
		if (!(await isWhole(lamplight, upload))) return;
		await finishUpload(lamplight, asOwnerOf(lamplight, upload), upload.id);
	} catch (error) {
		// Not whole after all, or no room, or no longer theirs to put in: said to whoever asks again.
		if (error instanceof Refused || error instanceof NotFound) return;
		logFault('sweep_uploads', error);
	}
}

/** Here, or moved to its place already by somebody who could not write that down any more. */
async function isWhole({ settings, files }: Lamplight, upload: Open): Promise<boolean> {
	const arrived = await arrivedBytes(settings.dataDir, upload.id);
	if (arrived !== null) return arrived >= upload.bytes;
	if (upload.sha256 === null) return false;
	return (await files.stat(originalAddress(upload.boxId, upload.sha256)))?.bytes === upload.bytes;
}

function asOwnerOf({ pools }: Lamplight, { memberId, depositId }: Open): AsOwner {
	return async (work) => {
		if (memberId) return asMember(pools.worker, memberId, work);
		if (depositId) return asDeposit(pools.worker, depositId, work);
		throw new NotFound();
	};
}

async function forgetOpen({ pools, settings }: Lamplight, id: string): Promise<void> {
	await pools.worker
		.deleteFrom('upload')
		.where('id', '=', id)
		.where('finishedAt', 'is', null)
		.execute();
	await removePartial(settings.dataDir, id);
}

async function removeStray({ pools, settings, now }: Lamplight): Promise<void> {
	const folder = partialsFolder(settings.dataDir);
	await makeFolder(folder);
	const names = await readdir(folder);
	const ids = [...new Set(names.map((name) => name.replace(/\.json$/, '')))];
	if (ids.length === 0) return;
	const known = await pools.worker
		.selectFrom('upload')
		.select('id')
		.where('id', 'in', ids)
		.where('finishedAt', 'is', null)
		.execute();
	const needed = new Set(known.map(({ id }) => id));
	for (const name of names) {
		const id = name.replace(/\.json$/, '');
		if (needed.has(id)) continue;
		const touched = await stat(join(folder, name)).catch(() => null);
		if (touched && touched.mtimeMs < now().getTime() - dayMs) {
			await removePartial(settings.dataDir, id);
		}
	}
}
