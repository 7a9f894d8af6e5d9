import { sql } from 'kysely';
import type { Tx } from '#lib/server/database/viewer.ts';
import type { BoxId, Hold, MemberId, Scope, VersionId } from '#lib/rules/facts.ts';
import { isSeenKind, type Known } from '#lib/stories/queries.server.ts';
import type { Placing } from './schema.ts';

/**
 * A keepsake (a photograph, a film, a recording, a paper) as it stands in a version, or would stand
 * in one. `holds`: as far as the viewer may know.
 */
export type PlacedKeepsake = Known &
	Placing & {
		scope: Scope;
		putInBy: MemberId;
		putInAt: Date;
		/** What shows it is made. */
		ready: boolean;
		/** When it was last taken back from nobody: it is not out with what was agreed before. */
		heldAgainAt: Date | null;
		holds: Hold[];
	};

/**
 * The keepsakes of a draft, in the order of `ids`, each with the words it has in the box, covered
 * and still. `words`: the writer's own for its place. What is not the viewer's to share is left out.
 */
export async function placedKeepsakesIn(
	tx: Tx,
	boxId: BoxId,
	ids: readonly string[],
	words: ReadonlyMap<string, string>
): Promise<PlacedKeepsake[]> {
	if (ids.length === 0) return [];
	const rows = await tx
		.selectFrom('keepsake as k')
		.leftJoin('hold as h', 'h.keepsakeId', 'k.id')
		.where('k.boxId', '=', boxId)
		.where('k.id', 'in', [...ids])
		.where('k.partOf', 'is', null)
		.where('k.releasedAt', 'is', null)
		.select(['k.id', 'k.kind', 'k.scope', 'k.putInBy', 'k.putInAt', 'k.caption', 'k.alt'])
		.select(['k.coverWords', 'k.said', 'k.pageCount'])
		.select(['k.width', 'k.height', 'k.picturesMadeAt', 'k.heldAgainAt'])
		.select(['h.memberId', 'h.heldSince', 'h.openedAt', 'h.putAwayAt', 'h.letGoAt'])
		.select(({ exists, selectFrom }) =>
			exists(selectFrom('picture').whereRef('keepsakeId', '=', 'k.id').select('size')).as(
				'pictured'
			)
		)
		.select(sql<Known['play']>`(select to_json(y) from playable_of(k.id) y)`.as('play'))
		.select(sql<Known['pages']>`pages_of(k.id)`.as('pages'))
		.execute();
	const found = new Map(rows.map((row) => [row.id, row]));
	return ids.flatMap((id): PlacedKeepsake[] => {
		const row = found.get(id);
		if (!row || !isSeenKind(row.kind)) return [];
		const { kind, caption, alt, coverWords, said, width, height, putInAt, heldAgainAt } = row;
		const { pages, pageCount } = row;
		const ready = row.picturesMadeAt !== null;
		return [
			{
				...{
					id,
					kind,
					covered: true,
					moving: false,
					alt,
					coverWords,
					said,
					width,
					height,
					putInAt
				},
				...{ pages, pageCount, ready, pictured: ready && Boolean(row.pictured), heldAgainAt },
				play: row.play && playIn(row.play),
				scope: row.scope as Scope,
				putInBy: row.putInBy as MemberId,
				caption: words.get(id) || caption,
				holds: row.memberId === null ? [] : [holdOf(row)]
			}
		];
	});
}

/** The keepsakes of a version that is the viewer's to see, in the order of reading. */
export async function placedKeepsakesOf(tx: Tx, versionId: VersionId): Promise<PlacedKeepsake[]> {
	const { rows } = await sql<{
		pictures: Written[];
	}>`select version_pictures(${versionId}, null) as pictures`.execute(tx);
	return (rows[0]?.pictures ?? [])
		.filter((each) => !each.released && isSeenKind(each.kind))
		.map(({ putInAt, heldAgainAt, holds, released: _gone, ...each }) => ({
			...each,
			pictured: each.ready && Boolean(each.widths),
			pages: each.pages ?? [],
			putInAt: new Date(putInAt),
			heldAgainAt: momentOf(heldAgainAt),
			holds: holds.map(holdOf)
		}));
}

/** As readers would have it: a photograph that was not chosen to move is still. */
export function stillUnlessMoving(keepsake: PlacedKeepsake): PlacedKeepsake {
	const { kind, moving } = keepsake;
	return kind === 'photograph' && !moving ? { ...keepsake, play: null } : keepsake;
}

/** The same with its moments as JSON writes them. */
type Written = Omit<PlacedKeepsake, 'putInAt' | 'heldAgainAt' | 'holds' | 'pictured' | 'pages'> & {
	putInAt: string;
	heldAgainAt: string | null;
	pages: Known['pages'] | null;
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

function playIn({ seconds, width, height }: NonNullable<Known['play']>): Known['play'] {
	return { seconds, width, height };
}

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
