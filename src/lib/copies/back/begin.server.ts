import { statfs } from 'node:fs/promises';
import { sql } from 'kysely';
import type { Tx } from '#lib/server/database/viewer.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { NotBegun } from './notBegun.ts';

/** Without a limit of the host's own. */
const mostBytes = 100 * 1024 ** 3;
/** A copy holds what was made for looking at as well, which may be as much again. */
const besideOriginals = 1024 ** 3;

type Coming = { fileName: string; bytes: number };

/**
 * Looks whether a copy of this many bytes may come, before its first byte. Throws `NotBegun` where it
 * is too large, another of this member is still being put back, or there is no room.
 */
export async function mayBegin(
	tx: Tx,
	lamplight: Lamplight,
	viewer: { id: string },
	bytes: number
): Promise<void> {
	await mustFit(tx, viewer, bytes);
	if (!(await hasRoom(lamplight, bytes))) throw new NotBegun('no_room');
}

async function mustFit(tx: Tx, viewer: { id: string }, bytes: number): Promise<void> {
	if (!(bytes >= 1)) throw new NotBegun('not_right');
	if (bytes > (await largest(tx))) throw new NotBegun('too_large');
	const open = await tx
		.selectFrom('putBack')
		.where('memberId', '=', viewer.id)
		.where('arrivedAt', 'is not', null)
		.where('endedAt', 'is', null)
		.select('id')
		.executeTakeFirst();
	if (open) throw new NotBegun('busy');
}

/**
 * Writes down a copy that comes, as the viewer's. One that had not arrived gives way to it. Throws
 * `NotBegun` as above, but for the room: it may have taken that already.
 */
export async function beginPutBack(
	tx: Tx,
	viewer: { id: string },
	{ id, fileName, bytes }: Coming & { id: string }
): Promise<void> {
	await mustFit(tx, viewer, bytes);
	await tx
		.deleteFrom('putBack')
		.where('memberId', '=', viewer.id)
		.where('arrivedAt', 'is', null)
		.where('endedAt', 'is', null)
		.execute();
	await tx
		.insertInto('putBack')
		.values({ id, memberId: viewer.id, fileName: shortName(fileName), bytes })
		.execute();
}

/** The largest archive that may come, in bytes. */
async function largest(tx: Tx): Promise<number> {
	const { rows } = await sql<{ most: number | null }>`
		select bytes_allowed()::float8 as most`.execute(tx);
	const most = rows[0]?.most ?? null;
	return most === null ? mostBytes : Math.min(2 * most + besideOriginals, mostBytes);
}

/** The archive lies beside what it becomes until that is all there. */
async function hasRoom({ settings }: Lamplight, bytes: number): Promise<boolean> {
	const { bavail, bsize } = await statfs(settings.dataDir);
	return bavail * bsize > (settings.storage.kind === 'folder' ? 2 : 1) * bytes;
}

function shortName(name: string): string {
	const own = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
	const tidy = own.replace(/\p{Cc}|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '').trim();
	return [...(tidy || 'copy.zip')].slice(-200).join('').slice(-255);
}
