import { sql } from 'kysely';
import type { FileKind } from '#lib/server/films/whatIs.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import type { Tx } from '#lib/server/database/viewer.ts';
import { tidyName, tidyType } from './arriving/announced.ts';
import { askForAll } from './making/askFor.server.ts';

/** A keepsake of a copy, with an id of its own here. */
export type KeepsakePutBack = {
	id: string;
	/** Who put it in; null: nobody knows. */
	giver: string | null;
	scope: 'mine' | 'box';
	putInAt: Date;
	happenedOn: string | null;
	words: string | null;
	caption: string;
	alt: string;
	coverWords: string;
	said: string;
	/** Opened by whoever puts it back; null: it waits under its cover. */
	openedAt: Date | null;
	putAwayAt: Date | null;
	/** The photograph of which it is the moving half. */
	partOf: string | null;
	original: {
		sha256: string;
		bytes: number;
		fileName: string | null;
		mediaType: string | null;
		modifiedAt: Date | null;
		/** What it is by what stands in it, never by what the copy says. */
		kind: FileKind;
	} | null;
};

/** So many rows in one statement. */
const atOnce = 500;

/**
 * Writes down the keepsakes of a copy in a new box that this member alone keeps, as they were for
 * them, and has made whatever shows them. Their originals lie in the store already.
 */
export async function putBackKeepsakes(
	tx: Tx,
	lamplight: Lamplight,
	box: string,
	member: string,
	keepsakes: readonly KeepsakePutBack[]
): Promise<void> {
	// A half names its photograph, so that comes first.
	const inOrder = [...keepsakes].sort((a, b) => Number(!!a.partOf) - Number(!!b.partOf));
	for (let at = 0; at < inOrder.length; at += atOnce) {
		const some = inOrder.slice(at, at + atOnce);
		await writeOriginals(tx, box, some);
		await tx
			.insertInto('keepsake')
			.values(some.map((each) => rowOf(box, each)))
			.execute();
		await coverAsBefore(tx, member, some);
		await askForAll(tx, some);
	}
	if (lamplight.copy) {
		await sql`select jobs.enqueue('reconcile_copy', json_build_object('box', box_id, 'sha256', sha256),
			'reconcile_copy:' || box_id || ':' || sha256) from original where box_id = ${box}`.execute(tx);
	}
}

async function writeOriginals(tx: Tx, box: string, some: readonly KeepsakePutBack[]) {
	const originals = some.flatMap(({ original }) =>
		original ? [{ boxId: box, sha256: original.sha256, bytes: original.bytes }] : []
	);
	if (originals.length === 0) return;
	await tx
		.insertInto('original')
		.values(originals)
		.onConflict((both) => both.doNothing())
		.execute();
}

function rowOf(box: string, each: KeepsakePutBack) {
	const { id, giver, scope, putInAt, happenedOn, words, caption, alt, coverWords, said } = each;
	const { original, partOf } = each;
	const fileName = original?.fileName ?? null;
	return {
		...{ id, boxId: box, putInBy: giver, scope, putInAt, happenedOn, words },
		...{ caption, alt, coverWords, said, partOf },
		kind: original?.kind ?? 'words',
		sha256: original?.sha256 ?? null,
		bytes: original?.bytes ?? null,
		fileName: fileName === null ? null : tidyName(fileName),
		mediaType: tidyType(original?.mediaType),
		modifiedAt: original?.modifiedAt ?? null
	};
}

/** The holds were made with the keepsakes; what was done with each is said of it again. */
async function coverAsBefore(tx: Tx, member: string, some: readonly KeepsakePutBack[]) {
	const holds = some.map(({ id, openedAt, putAwayAt }) => ({ id, openedAt, putAwayAt }));
	await sql`
		update hold h set opened_at = said."openedAt", put_away_at = said."putAwayAt"
		from jsonb_to_recordset(${JSON.stringify(holds)}::jsonb)
			as said (id uuid, "openedAt" timestamptz, "putAwayAt" timestamptz)
		where h.keepsake_id = said.id and h.member_id = ${member}`.execute(tx);
}
