import { sql } from 'kysely';
import type { Tx } from '#lib/server/database/viewer.ts';
import type { BoxId, Hold, KeepsakeKind, MemberId, Scope, VersionId } from '#lib/rules/facts.ts';

/** A photograph as it stands in a version, or would stand in one. `holds`: as far as the viewer may know. */
export type Photograph = {
	id: string;
	kind: KeepsakeKind;
	scope: Scope;
	putInBy: MemberId;
	putInAt: Date;
	caption: string;
	alt: string;
	coverWords: string;
	covered: boolean;
	width: number | null;
	height: number | null;
	ready: boolean;
	/** When it was last taken back from nobody: it is not out with what was agreed before. */
	heldAgainAt: Date | null;
	holds: Hold[];
};

/**
 * The photographs of a draft, in the order of `ids`, each with the words it has in the box and
 * covered. `words`: the writer's own for its place. What is not the viewer's to share is left out.
 */
export async function photographsIn(
	tx: Tx,
	boxId: BoxId,
	ids: readonly string[],
	words: ReadonlyMap<string, string>
): Promise<Photograph[]> {
	if (ids.length === 0) return [];
	const rows = await tx
		.selectFrom('keepsake as k')
		.leftJoin('hold as h', 'h.keepsakeId', 'k.id')
		.where('k.boxId', '=', boxId)
		.where('k.id', 'in', [...ids])
		.where('k.kind', '=', 'photograph')
		.where('k.releasedAt', 'is', null)
		.select(['k.id', 'k.scope', 'k.putInBy', 'k.putInAt', 'k.caption', 'k.alt', 'k.coverWords'])
		.select(['k.width', 'k.height', 'k.picturesMadeAt', 'k.heldAgainAt'])
		.select(['h.memberId', 'h.heldSince', 'h.openedAt', 'h.putAwayAt', 'h.letGoAt'])
		.execute();
	const found = new Map(rows.map((row) => [row.id, row]));
	return ids.flatMap((id): Photograph[] => {
		const row = found.get(id);
		if (!row) return [];
		const { caption, alt, coverWords, width, height, putInAt, heldAgainAt } = row;
		return [
			{
				...{ id, kind: 'photograph', covered: true, alt, coverWords, width, height, putInAt },
				scope: row.scope as Scope,
				putInBy: row.putInBy as MemberId,
				caption: words.get(id) || caption,
				ready: row.picturesMadeAt !== null,
				heldAgainAt,
				holds: row.memberId === null ? [] : [holdOf(row)]
			}
		];
	});
}

/** The photographs of a version that is the viewer's to see, in the order of reading. */
export async function photographsOf(tx: Tx, versionId: VersionId): Promise<Photograph[]> {
	const { rows } = await sql<{
		pictures: Written[];
	}>`select version_pictures(${versionId}, null) as pictures`.execute(tx);
	return (rows[0]?.pictures ?? [])
		.filter((each) => !each.released)
		.map(({ putInAt, heldAgainAt, holds, released: _gone, ...each }) => ({
			...each,
			putInAt: new Date(putInAt),
			heldAgainAt: momentOf(heldAgainAt),
			holds: holds.map(holdOf)
		}));
}

/** The same with its moments as JSON writes them. */
type Written = Omit<Photograph, 'putInAt' | 'heldAgainAt' | 'holds'> & {
	putInAt: string;
	heldAgainAt: string | null;
	/** Nobody holds it any more. */
	released: boolean;
	holds: HoldRow[];
};
type HoldRow = {
	memberId: string | null;
	heldSince: Date | string | null;
	openedAt: Date | string | null;
	putAwayAt: Date | string | null;
	letGoAt: Date | string | null;
};

function holdOf(row: HoldRow): Hold {
	return {
		memberId: row.memberId as MemberId,
		heldSince: momentOf(row.heldSince) ?? new Date(0),
		openedAt: momentOf(row.openedAt),
		putAwayAt: momentOf(row.putAwayAt),
		letGoAt: momentOf(row.letGoAt)
	};
}

function momentOf(value: Date | string | null): Date | null {
	return value === null ? null : new Date(value);
}
