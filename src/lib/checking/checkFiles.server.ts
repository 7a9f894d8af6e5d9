import { sql } from 'kysely';
import type { Db } from '#lib/server/database/pools.ts';
import { enqueueMail } from '#lib/server/mail/enqueueMail.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { alone } from './alone.server.ts';
import { goOn, runOf, type Run, type Watch } from './run.server.ts';

/** How long one turn of the nightly check may take: other jobs come to their turn in between. */
const turnMs = 8_000;
/** When another check is under way just now. */
const laterMs = 60_000;

/**
 * One turn of the nightly check: goes on where it stopped and queues the next turn, so late that no
 * more bytes are read in a second than the host allows. The last turn tells of what was found.
 */
export async function checkFilesTurn(lamplight: Lamplight): Promise<void> {
	const begunAt = lamplight.now().getTime();
	const { checkBytesPerSecond: rate } = lamplight.settings;
	const turn = await alone(lamplight, async () => {
		const run = await runOf(lamplight.pools.worker, 'nightly', lamplight.now());
		const budget = { mostBytes: (rate * turnMs) / 1000, mostMs: turnMs };
		const after = await goOn(lamplight, run, budget);
		return { run: after, bytes: after.bytes - run.bytes };
	});
	if (turn?.run.endedAt) return endOf(lamplight, turn.run);
	const next = turn ? begunAt + (turn.bytes / rate) * 1000 : begunAt + laterMs;
	await sql`select jobs.enqueue('check_files', '{}'::json, 'check_files', ${new Date(next)})`.execute(
		lamplight.pools.worker
	);
}

/** The whole check at once; waits where another one has its turn. */
export async function checkAllFiles(lamplight: Lamplight, watch: Watch): Promise<Run> {
	const worker = lamplight.pools.worker;
	const done = await alone(
		lamplight,
		async () => {
			// One that was cut off is not gone on with: what is asked for now is read now.
			await worker
				.updateTable('fileCheck')
				.set({ endedAt: lamplight.now() })
				.where('kind', '=', 'asked')
				.where('endedAt', 'is', null)
				.execute();
			const run = await runOf(worker, 'asked', lamplight.now());
			return goOn(lamplight, run, { mostBytes: Infinity, mostMs: Infinity }, watch);
		},
		{ waits: true }
	);
	if (!done) throw new Error('the check did not come to its turn');
	return done;
}

async function endOf(lamplight: Lamplight, run: Run): Promise<void> {
	await lamplight.files.sweep(lamplight.now());
	await lamplight.pools.worker.transaction().execute((tx) => tellHosts(tx, run, lamplight.now()));
}

/** Writes to each host of damage that they were not told of yet; once a finding. */
async function tellHosts(tx: Db, run: Run, now: Date): Promise<void> {
	const told = await tx
		.updateTable('fileFinding')
		.set({ toldAt: now })
		.where('toldAt', 'is', null)
		.where('what', '<>', 'orphan')
		.executeTakeFirst();
	if (told.numUpdatedRows === 0n) return;
	const hosts = await tx.selectFrom('host').select('memberId').execute();
	for (const { memberId: member } of hosts) {
		const key = `files_damaged:${run.id}:${member}`;
		await enqueueMail(tx, {
			template: 'files_damaged',
			params: { told: now.toISOString() },
			to: { member },
			key
		});
	}
}
