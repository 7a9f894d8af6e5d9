import { sql } from 'kysely';
import type { Db } from '#lib/server/database/pools.ts';

/** What was found about one file in one place. */
export type Finding = {
	place: 'store' | 'copy';
	what: 'missing' | 'changed' | 'orphan';
	address: string;
	boxId: string;
	sha256: string;
	keepsakeId: string | null;
	mended: boolean;
};

/** Writes a finding down; one that stands already stays one, and may be mended by now. */
export async function noteFinding(db: Db, check: string, finding: Finding, now: Date) {
	const { place, what, address, boxId, sha256, keepsakeId, mended } = finding;
	await sql`
		insert into file_finding
			(check_id, place, what, address, box_id, sha256, keepsake_id, found_at)
		values (${check}, ${place}, ${what}, ${address},
			(select id from box where id::text = ${boxId}), ${sha256}, ${keepsakeId}, ${now})
		on conflict (place, address) where mended_at is null
			do update set check_id = excluded.check_id, what = excluded.what`.execute(db);
	if (mended) await noteWhole(db, [{ place, address }], now);
}

/** What stands open about these files no longer does. */
export async function noteWhole(
	db: Db,
	files: { place: string; address: string }[],
	now: Date
): Promise<void> {
	await sql`
		update file_finding f set mended_at = ${now}
		from jsonb_to_recordset(${JSON.stringify(files)}::jsonb) as w (place text, address text)
		where f.place = w.place and f.address = w.address and f.mended_at is null`.execute(db);
}

/** Findings about what is not there any more: an orphan that was swept, an original let go for good. */
export async function closeFindings(db: Db, check: string, now: Date): Promise<void> {
	await sql`
		update file_finding f set mended_at = ${now}
		where f.mended_at is null and (
			(f.what = 'orphan' and f.check_id <> ${check})
			or (f.what <> 'orphan' and not exists (
				select from original o where o.box_id = f.box_id and o.sha256 = f.sha256
			))
		)`.execute(db);
}
