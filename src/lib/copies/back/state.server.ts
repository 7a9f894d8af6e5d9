import type { Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import type { CopyRefusal } from './refused.ts';

/** Where a copy is on its way back, as its page shows it. */
export type PutBackState = { id: string; fileName: string } & (
	| { at: 'arriving'; bytes: number }
	| { at: 'working'; part: number | null; waitsFor: 'no_room' | 'away' | null }
	| { at: 'damaged'; names: string[] }
	| { at: 'refused'; why: CopyRefusal; names: string[] }
	| { at: 'done'; box: string; leftOut: string[]; photographs: boolean }
);

/** One of the viewer's own. Throws `NotFound`. */
export async function putBackState(tx: Tx, id: string): Promise<PutBackState> {
	const found = await tx
		.selectFrom('putBack')
		.where('id', '=', id)
		.selectAll()
		.executeTakeFirstOrThrow(() => new NotFound());
	const { fileName, bytes, boxId, allBytes, keptBytes } = found;
	const [names, why] = [found.refusedNames, found.refused as CopyRefusal | null];
	const here = { id, fileName };
	if (found.endedAt) {
		return why
			? { ...here, at: 'refused', why, names }
			: {
					...here,
					at: 'done',
					box: boxId,
					leftOut: found.leftOut,
					photographs: await hasPhotographs(tx, boxId)
				};
	}
	if (!found.arrivedAt) return { ...here, at: 'arriving', bytes };
	if (why && !found.restWantedAt) return { ...here, at: 'damaged', names };
	return {
		...{ ...here, at: 'working' },
		part: allBytes ? Math.min(keptBytes / allBytes, 1) : null,
		waitsFor: found.waitsFor as 'no_room' | 'away' | null
	};
}

/** The one that the viewer is putting back now; null: none. */
export async function openPutBack(tx: Tx, viewer: { id: string }): Promise<PutBackState | null> {
	const open = await tx
		.selectFrom('putBack')
		.where('memberId', '=', viewer.id)
		.where('endedAt', 'is', null)
		.select('id')
		.executeTakeFirst();
	return open ? putBackState(tx, open.id) : null;
}

async function hasPhotographs(tx: Tx, box: string): Promise<boolean> {
	const one = await tx
		.selectFrom('keepsake')
		.where('boxId', '=', box)
		.where('kind', '=', 'photograph')
		.select('id')
		.limit(1)
		.executeTakeFirst();
	return one !== undefined;
}
