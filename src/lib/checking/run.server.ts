import { sql, type Selectable } from 'kysely';
import type { FileCheck } from '#lib/server/database/tables.ts';
import type { Db } from '#lib/server/database/pools.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { closeFindings, type Finding } from './findings.server.ts';
import { originalsPage } from './originalsPage.server.ts';
import { orphansPage } from './orphansPage.server.ts';
import { picturesPage } from './picturesPage.server.ts';

/** A run through all files, as it stands: what is read so far, and where it goes on. */
export type Run = Selectable<FileCheck>;

/** What one page brought: added to the run, with the place after it. */
export type Page = {
	files: number;
	bytes: number;
	copied?: number;
	remade?: number;
	copyAway?: boolean;
	/** Where the next page begins; null: this was the last one of its phase. */
	next: { id: string | null; key: string } | null;
};

/** Hears of each finding, and of the run after each page. */
export type Watch = { found?(finding: Finding): void; went?(run: Run): void };

const phases = ['originals', 'pictures', 'orphans', 'copy_orphans', 'done'] as const;
type Phase = (typeof phases)[number];

/** The unfinished run of this kind, or a new one. */
export async function runOf(db: Db, kind: 'nightly' | 'asked', now: Date): Promise<Run> {
	await db
		.insertInto('fileCheck')
		.values({ kind, begunAt: now })
		.onConflict((on) => on.doNothing())
		.execute();
	return db
		.selectFrom('fileCheck')
		.selectAll()
		.where('kind', '=', kind)
		.where('endedAt', 'is', null)
		.executeTakeFirstOrThrow();
}

/**
 * Goes on with a run until it is done or has read `mostBytes` or taken `mostMs`. What was seen is
 * written down page by page: cut off anywhere, it goes on after the last page. Memory: one page of
 * rows and one buffer of bytes.
 */
export async function goOn(
	lamplight: Lamplight,
	begun: Run,
	budget: { mostBytes: number; mostMs: number },
	watch: Watch = {}
): Promise<Run> {
	const from = { bytes: begun.bytes, at: performance.now() };
	let run = begun;
	while (run.phase !== 'done') {
		const page = await pageOf(lamplight, run, watch);
		run = await writeDown(lamplight, run, page);
		watch.went?.(run);
		const spent = run.bytes - from.bytes >= budget.mostBytes;
		if (spent || performance.now() - from.at >= budget.mostMs) break;
	}
	return run;
}

function pageOf(lamplight: Lamplight, run: Run, watch: Watch): Promise<Page> {
	switch (run.phase as Phase) {
		case 'pictures':
			return picturesPage(lamplight, run);
		case 'orphans':
			return orphansPage(lamplight, run, 'store', watch);
		case 'copy_orphans':
			return orphansPage(lamplight, run, 'copy', watch);
		default:
			return originalsPage(lamplight, run, watch);
	}
}

async function writeDown(lamplight: Lamplight, run: Run, page: Page): Promise<Run> {
	const now = lamplight.now();
	const phase = page.next ? run.phase : (phases[phases.indexOf(run.phase as Phase) + 1] ?? 'done');
	return lamplight.pools.worker.transaction().execute(async (tx) => {
		if (run.phase === 'originals' && phase !== run.phase) await noteBoxes(tx, now);
		if (phase === 'done') await closeFindings(tx, run.id, now);
		return tx
			.updateTable('fileCheck')
			.set({
				phase,
				atId: page.next?.id ?? null,
				atKey: page.next?.key ?? null,
				files: run.files + page.files,
				bytes: run.bytes + page.bytes,
				copied: run.copied + (page.copied ?? 0),
				remade: run.remade + (page.remade ?? 0),
				copyAway: run.copyAway || (page.copyAway ?? false),
				endedAt: phase === 'done' ? now : null
			})
			.where('id', '=', run.id)
			.returningAll()
			.executeTakeFirstOrThrow();
	});
}

/** From now on each box can say when it was last read. */
async function noteBoxes(tx: Db, now: Date): Promise<void> {
	await sql`
		insert into box_check (box_id, checked_at)
		select b.id, ${now} from box b where exists (select from original o where o.box_id = b.id)
		on conflict (box_id) do update set checked_at = excluded.checked_at`.execute(tx);
}
