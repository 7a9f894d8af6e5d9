import { sql } from 'kysely';
import type { Uploading } from '#lib/server/database/uploader.ts';
import type { Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { limits } from '../limits.ts';
import type { Announced } from './announced.ts';
import { Refused } from './refused.ts';

type Begun = { id: string; bytes: number } & Announced;

/**
 * Writes down an upload that is about to come, as its owner's. Throws `NotFound` where the box is
 * not theirs (or there is none), `Refused` where it would go beyond a limit.
 */
export async function beginUpload(tx: Tx, who: Uploading, begun: Begun): Promise<void> {
	if (begun.bytes > limits.fileBytes) throw new Refused('too_large');
	const { boxId, ...owner } = await placeFor(tx, who, begun);
	const { rows } = await sql<{ things: number | null }>`
		select things_in(${boxId}) as things`.execute(tx);
	const things = rows[0]?.things ?? null;
	if (things === null) throw new NotFound();
	if (things >= limits.thingsInBox) throw new Refused('box_full');
	if (!(await hasRoom(tx, boxId, begun))) throw new Refused('no_quota');
	await tx
		.insertInto('upload')
		.values({
			id: begun.id,
			boxId,
			...owner,
			fileName: begun.fileName,
			mediaType: begun.mediaType,
			bytes: begun.bytes,
			sha256: begun.sha256,
			keptCovered: begun.keptCovered,
			scope: begun.scope,
			modifiedAt: begun.modifiedAt
		})
		.execute();
}

/** Within what the host allows one box, with what is on its way; the box stays locked till the end. */
async function hasRoom(tx: Tx, boxId: string, { bytes, sha256 }: Begun): Promise<boolean> {
	const { rows } = await sql<{ room: boolean }>`
		select has_room(${boxId}, ${bytes}, ${sha256}, null) as room`.execute(tx);
	return rows[0]?.room ?? false;
}

async function placeFor(tx: Tx, who: Uploading, begun: Begun) {
	if (begun.box !== null) {
		if (!who.viewer?.boxes.some((box) => box.id === begun.box)) throw new NotFound();
		return { boxId: begun.box, memberId: who.viewer.id };
	}
	if (who.deposit === null || begun.scope !== 'box') throw new NotFound();
	const deposit = await tx
		.selectFrom('deposit')
		.select('boxId')
		.where('id', '=', who.deposit)
		.executeTakeFirst();
	if (!deposit) throw new NotFound();
	await checkDeposit(tx, who.deposit, begun.bytes);
	return { boxId: deposit.boxId, depositId: who.deposit };
}

async function checkDeposit(tx: Tx, deposit: string, bytes: number): Promise<void> {
	const sofar = await tx
		.selectFrom('upload')
		.where('depositId', '=', deposit)
		.select((eb) => [
			eb.fn.countAll<number>().as('files'),
			sql<number>`coalesce(sum(bytes), 0)::bigint`.as('bytes')
		])
		.executeTakeFirstOrThrow();
	if (sofar.files >= limits.depositFiles || sofar.bytes + bytes > limits.depositBytes) {
		throw new Refused('deposit_full');
	}
}
