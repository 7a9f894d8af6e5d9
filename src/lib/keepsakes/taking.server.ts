import { sql } from 'kysely';
import { copying } from '#lib/rules/copying.ts';
import type { BoxId } from '#lib/rules/facts.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { originalAddress, pictureAddress, type Address } from '#lib/server/files/address.ts';
import { asFact, asRuleViewer, loadBox } from './facts.server.ts';
import { withDetails } from './queries.server.ts';

/** A file of a keepsake for its keeper's own copy: where its bytes lie, and what they must be. */
export type TakenFile = { address: Address; bytes: number; sha256: string };

/** A keepsake as its keeper may take it away. */
export type TakenKeepsake = {
	id: string;
	kind: string;
	scope: 'mine' | 'box';
	by: { name: string; you: boolean } | null;
	putInAt: Date;
	happenedOn: string | null;
	words: string | null;
	caption: string;
	alt: string;
	coverWords: string;
	cover: 'put-away' | 'not-opened' | null;
	putAwayAt: Date | null;
	fileName: string | null;
	mediaType: string | null;
	/** When its file was changed last, as the device that gave it said. */
	modifiedAt: Date | null;
	original: TakenFile | null;
	/** What is said or written in it, as the family put it down. */
	said: string;
	/** The film beside a photograph that moves. */
	half: {
		id: string;
		fileName: string | null;
		mediaType: string | null;
		modifiedAt: Date | null;
		original: TakenFile;
	} | null;
	/** What was made of it: pictures, the smallest first; pages, the first first; what is played. */
	views: View[];
};

/** A file that was made of an original, to be seen or heard. */
export type View = TakenFile & {
	use: 'small' | 'medium' | 'large' | 'page' | 'play';
	mediaType: string;
	/** In pixels; null: there is nothing to see. */
	width: number | null;
	height: number | null;
};

/** What a keeper's copy would hold of a box, and whether they put anything away. */
export type Takings = { keepsakes: TakenKeepsake[]; putAway: boolean };

/** Every keepsake that this keeper may take away, the oldest first. Throws `NotFound`. */
export async function keepsakesToTake(
	tx: Tx,
	viewer: SignedIn,
	boxId: BoxId,
	putAwayToo: boolean,
	now: Date
): Promise<Takings> {
	const box = await loadBox(tx, boxId);
	const rows = await withDetails(tx, viewer, boxId).orderBy('k.putInAt').orderBy('k.id').execute();
	const views = await viewsIn(tx, boxId);
	const halves = await halvesIn(tx, boxId);
	let putAway = false;
	const keepsakes = rows.flatMap((row): TakenKeepsake[] => {
		const thing = { kind: 'keepsake', box, keepsake: asFact(row, viewer) } as const;
		const decided = copying(asRuleViewer(viewer), thing, putAwayToo, now);
		putAway ||= decided.take ? decided.cover === 'put-away' : decided.why === 'put-away';
		if (!decided.take) return [];
		const { id, kind, putInAt, happenedOn, words, caption, alt, coverWords, said } = row;
		const { sha256 } = row;
		const original =
			sha256 === null
				? null
				: { address: originalAddress(boxId, sha256), bytes: row.bytes ?? 0, sha256 };
		return [
			{
				...{ id, kind, putInAt, happenedOn, words, caption, alt, coverWords, said, original },
				scope: row.scope as TakenKeepsake['scope'],
				by: row.giver === null ? null : { name: row.giver, you: row.putInBy === viewer.id },
				cover: decided.cover,
				putAwayAt: decided.cover === 'put-away' ? row.ownPutAwayAt : null,
				fileName: row.fileName,
				mediaType: row.mediaType,
				modifiedAt: row.modifiedAt,
				half: halves.get(id) ?? null,
				views: views.get(id) ?? []
			}
		];
	});
	return { keepsakes, putAway };
}

type ViewRow = Omit<View, 'address'> & { keepsakeId: string; original: string };

/** Everything made of the keepsakes of a box. What was made of a film beside a photograph is with it. */
async function viewsIn(tx: Tx, boxId: BoxId): Promise<Map<string, View[]>> {
	const { rows } = await sql<ViewRow>`
		select coalesce(k.part_of, k.id) as keepsake_id, k.sha256 as original, made.use, made.sha256,
			made.media_type, made.bytes, made.width, made.height
		from keepsake k
		cross join lateral (
			select size as use, sha256, media_type, bytes::float8, width, height, 0 as number
			from picture where keepsake_id = k.id and k.part_of is null
			union all
			select 'page', sha256, media_type, bytes::float8, width, height, number
			from page where keepsake_id = k.id
			union all
			select 'play', sha256, media_type, bytes::float8, width, height, 0
			from playable where keepsake_id = k.id
		) made
		where k.box_id = ${boxId} and k.sha256 is not null
		order by k.id, made.number, made.width`.execute(tx);
	const views = new Map<string, View[]>();
	for (const { keepsakeId, original, ...view } of rows) {
		const located = { ...view, address: pictureAddress(boxId, original, view.sha256) };
		views.set(keepsakeId, [...(views.get(keepsakeId) ?? []), located]);
	}
	return views;
}

async function halvesIn(tx: Tx, boxId: BoxId) {
	const rows = await tx
		.selectFrom('keepsake')
		.where('boxId', '=', boxId)
		.where('partOf', 'is not', null)
		.select(['id', 'partOf', 'fileName', 'mediaType', 'modifiedAt', 'sha256', 'bytes'])
		.execute();
	return new Map(
		rows.flatMap(({ partOf, sha256, bytes, ...half }) =>
			partOf === null || sha256 === null
				? []
				: [
						[
							partOf,
							{
								...half,
								original: { address: originalAddress(boxId, sha256), bytes: bytes ?? 0, sha256 }
							}
						] as const
					]
		)
	);
}
