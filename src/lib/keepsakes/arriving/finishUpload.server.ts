import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { sql } from 'kysely';
import type { Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { originalAddress, type Address } from '#lib/server/files/address.ts';
import type { Expected, FileStore } from '#lib/server/files/fileStore.ts';
import { reconcileCopy } from '#lib/server/files/reconcileCopy.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { type FileKind, whatIsFile } from '#lib/server/films/whatIs.ts';
import type { Refusal } from '../limits.ts';
import { askFor } from '../making/askFor.server.ts';
import { partialPath, removePartial } from './partials.ts';
import { isCalled, Refused } from './refused.ts';

/** Opens a transaction as the upload's owner. */
export type AsOwner = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

/**
 * Keeps an upload that has arrived whole, and gives the id of the keepsake it became. When it
 * resolves, the original is checked, on the disk and written down. It may be done again at any
 * point, also after a crash between two steps, and twice is once.
 *
 * Throws `NotFound` where the upload is not this owner's; `Refused` where the bytes are not those
 * that were sent, or are gone (the upload is then forgotten, and may be begun anew).
 */
export async function finishUpload(
	lamplight: Lamplight,
	asOwner: AsOwner,
	id: string
): Promise<string> {
	const { settings, files } = lamplight;
	const upload = await asOwner((tx) => ownUpload(tx, id));
	if (upload.finishedAt) return upload.keepsakeId ?? id;
	try {
		const sha256 = upload.sha256 ?? (await hashOf(partialPath(settings.dataDir, id)));
		await asOwner((tx) => noteContent(tx, upload.boxId, id, sha256));
		const address = originalAddress(upload.boxId, sha256);
		await takeOver(files, partialPath(settings.dataDir, id), address, {
			sha256,
			bytes: upload.bytes
		});
		const { kind } = await files.asLocalFile(address, whatIsFile);
		const keepsake = await asOwner((tx) => writeDown(tx, id, sha256, kind, lamplight));
		await removePartial(settings.dataDir, id);
		return keepsake;
	} catch (error) {
		const why = whyRefused(error);
		if (why && why !== 'no_room') await forget(settings.dataDir, asOwner, id);
		throw why ? new Refused(why) : error;
	}
}

/** Moves the bytes to where they belong, unless an earlier try, or another one, has done it. */
async function takeOver(files: FileStore, path: string, address: Address, expected: Expected) {
	try {
		await files.put(address, { adopt: path }, expected);
	} catch (error) {
		if (!isGone(error)) throw error;
		if ((await files.stat(address))?.bytes !== expected.bytes) throw error;
	}
}

async function ownUpload(tx: Tx, id: string) {
	const upload = await tx
		.selectFrom('upload')
		.select(['boxId', 'bytes', 'sha256', 'finishedAt', 'keepsakeId'])
		.where('id', '=', id)
		.executeTakeFirst();
	if (!upload) throw new NotFound();
	return upload;
}

/**
 * Under the lock of its box, so that the same content cannot be deleted between here and its
 * keepsake: whoever deletes looks, under that lock, for uploads that bring it (`releaseOriginal`).
 */
async function noteContent(tx: Tx, boxId: string, id: string, sha256: string): Promise<void> {
	await sql`select lock_box(${boxId})`.execute(tx);
	await tx.updateTable('upload').set({ sha256 }).where('id', '=', id).execute();
}

async function writeDown(tx: Tx, id: string, sha256: string, kind: FileKind, lamplight: Lamplight) {
	// The box before the upload, as everywhere: two processes may finish one upload at the same moment.
	const { boxId } = await ownUpload(tx, id);
	await sql`select lock_box(${boxId})`.execute(tx);
	const { rows } = await sql<{ keepsake: string }>`
		select finish_upload(${id}, ${sha256}, ${randomUUID()}, ${kind}) as keepsake`.execute(tx);
	const keepsake = rows[0]?.keepsake;
	if (!keepsake) throw new NotFound();
	await reconcileCopy(tx, lamplight, boxId, sha256);
	await askFor(tx, keepsake, kind);
	await sql`select jobs.enqueue('deposit_arrived', json_build_object('deposit', u.deposit_id),
			'deposit_arrived:' || u.deposit_id)
		from upload u where u.id = ${id} and u.deposit_id is not null`.execute(tx);
	return keepsake;
}

function whyRefused(error: unknown): Refusal | null {
	if (isCalled(error, 'WrongContent')) return 'changed';
	if (isCalled(error, 'StorageFull')) return 'no_room';
	return isGone(error) ? 'lost' : null;
}

async function forget(dataDir: string, asOwner: AsOwner, id: string): Promise<void> {
	await asOwner((tx) => tx.deleteFrom('upload').where('id', '=', id).execute());
	await removePartial(dataDir, id);
}

async function hashOf(path: string): Promise<string> {
	const hash = createHash('sha256');
	await pipeline(createReadStream(path, { highWaterMark: 256 * 1024 }), hash);
	return hash.digest('hex');
}

function isGone(error: unknown): boolean {
	return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
