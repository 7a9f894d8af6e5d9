import { sql } from 'kysely';
import { limits } from '#lib/keepsakes/queries.server.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { openArchive, type Archive } from './archive.server.ts';
import { archivePath, removeArchive } from './archives.ts';
import { asRows } from './asRows.ts';
import { endPutBack } from './end.server.ts';
import { keepOriginals } from './keepOriginals.server.ts';
import { planOf } from './plan.ts';
import { readCopy } from './readCopy.server.ts';
import { CopyRefused } from './refused.ts';
import { writeBox } from './writeBox.server.ts';

type PuttingBack = { id: string; memberId: string; boxId: string; restWanted: boolean };
type Asked = PuttingBack & {
	isOver: boolean;
	isTheirs: boolean;
	waitsForWord: boolean;
	arrivedAt: Date | null;
};
/** For so long an archive that is not here may lie on another machine of the same site. */
const mayBeElsewhereMs = 24 * 60 * 60 * 1000;

/**
 * Makes the memory box of a copy that has arrived: looked at as a whole, its originals kept one
 * after the other, and then all of it written down at once. Until that last step there is no box.
 * May be broken off anywhere and done again: nothing is lost, and nothing doubled.
 *
 * Where the copy is refused it says so in its row and ends. Throws where the machine or a store
 * failed: tried again later.
 */
export async function putBack(lamplight: Lamplight, id: string): Promise<void> {
	const asked = await askedFor(lamplight, id);
	if (!asked || asked.isOver) return removeArchive(lamplight.settings.dataDir, id);
	if (!asked.isTheirs) return endPutBack(lamplight, asked, { refused: 'given_up' });
	if (asked.waitsForWord) return;
	try {
		const archive = await openArchive(archivePath(lamplight.settings.dataDir, id));
		try {
			await putBackFrom(lamplight, archive, asked);
		} finally {
			archive.close();
		}
	} catch (error) {
		const refused = error instanceof CopyRefused && !mayBeElsewhere(lamplight, asked, error);
		if (refused) return refuse(lamplight, asked, error);
		await noteWaiting(lamplight, id, error);
		throw error;
	}
	await removeArchive(lamplight.settings.dataDir, id);
}

function mayBeElsewhere({ now }: Lamplight, { arrivedAt }: Asked, { reason }: CopyRefused) {
	const since = now().getTime() - (arrivedAt?.getTime() ?? 0);
	return reason === 'lost' && since < mayBeElsewhereMs;
}

async function putBackFrom(lamplight: Lamplight, archive: Archive, asked: PuttingBack) {
	const { pools, files, now } = lamplight;
	const copy = await readCopy(archive);
	const plan = planOf(copy, { ...limits, boxBytes: await bytesAllowed(lamplight) });
	const went = progress(lamplight, asked.id, plan.bytes);
	await went(0);
	const { kinds, damaged } = await keepOriginals(
		...([files, archive, asked.boxId, plan.originals] as const),
		went
	);
	if (damaged.length > 0 && !asked.restWanted) throw new CopyRefused('damaged', damaged);
	// One moment: what somebody opened before they joined would be covered for them.
	const here = { box: asked.boxId, member: asked.memberId, now: now() };
	const rows = asRows(copy, plan, { ...here, kinds });
	await pools.worker.transaction().execute(async (tx) => {
		// Whoever gave it up, or did this meanwhile, was first.
		const { numUpdatedRows } = await tx
			.updateTable('putBack')
			.set({ endedAt: here.now, keptBytes: plan.bytes, leftOut: rows.leftOut })
			.set({ waitsFor: null, refused: null, refusedNames: [] })
			.where('id', '=', asked.id)
			.where('endedAt', 'is', null)
			.executeTakeFirst();
		if (numUpdatedRows === 0n) return;
		await writeBox(tx, lamplight, here, copy, rows);
	});
}

async function askedFor({ pools }: Lamplight, id: string): Promise<Asked | null> {
	const found = await pools.worker
		.selectFrom('putBack as p')
		.innerJoin('member as m', 'm.id', 'p.memberId')
		.where('p.id', '=', id)
		.where('p.arrivedAt', 'is not', null)
		.select(['p.memberId', 'p.boxId', 'p.restWantedAt', 'p.refused', 'p.endedAt', 'p.arrivedAt'])
		.select('m.endedAt as accountEndedAt')
		.executeTakeFirst();
	if (!found) return null;
	const { memberId, boxId, restWantedAt, refused, arrivedAt } = found;
	return {
		...{ id, memberId, boxId, arrivedAt, restWanted: restWantedAt !== null },
		isOver: found.endedAt !== null,
		isTheirs: found.accountEndedAt === null,
		waitsForWord: refused !== null && restWantedAt === null
	};
}

async function bytesAllowed({ pools }: Lamplight): Promise<number | null> {
	const { rows } = await sql<{ most: number | null }>`
		select bytes_allowed()::float8 as most`.execute(pools.worker);
	return rows[0]?.most ?? null;
}

/** A damaged copy waits for a word; any other refusal is the end of it. */
async function refuse(lamplight: Lamplight, { id, boxId }: PuttingBack, error: CopyRefused) {
	const { reason, names } = error;
	const waits = reason === 'damaged' && !names.includes('box.json');
	const said = { refused: reason, refusedNames: names, waitsFor: null };
	if (!waits) return endPutBack(lamplight, { id, boxId }, said);
	await lamplight.pools.worker.updateTable('putBack').set(said).where('id', '=', id).execute();
}

async function noteWaiting({ pools }: Lamplight, id: string, error: unknown): Promise<void> {
	const full = error instanceof Error && error.name === 'StorageFull';
	await pools.worker
		.updateTable('putBack')
		.set({ waitsFor: full ? 'no_room' : 'away' })
		.where('id', '=', id)
		.execute()
		// The database itself may be what is away.
		.catch(() => undefined);
}

/** Told at most so often: the page asks for it every few seconds. */
const everyMs = 1000;

function progress({ pools }: Lamplight, id: string, allBytes: number) {
	let told = 0;
	return async (keptBytes: number) => {
		if (performance.now() - told < everyMs && keptBytes < allBytes) return;
		told = performance.now();
		await pools.worker
			.updateTable('putBack')
			.set({ keptBytes, allBytes, waitsFor: null })
			.where('id', '=', id)
			.execute();
	};
}
