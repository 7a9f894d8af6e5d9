import type pg from 'pg';

/** What a restore says of the backup it puts back. */
export type ComingBack = {
	/** ISO 8601: when the backup was taken. */
	takenAt: string;
	/** The host said that nothing happened here after it was taken: everything stays as it was. */
	asItWas: boolean;
};

/**
 * Notes, in the transaction that loads a backup, that it came back: whatever breaks off after that,
 * nothing of it is served before `finishComingBack` has ended what was shared.
 */
export async function noteComingBack(
	client: pg.ClientBase,
	{ takenAt, asItWas }: ComingBack
): Promise<void> {
	await client.query(
		'create table public.lamplight_coming_back (taken_at timestamptz not null, as_it_was boolean not null)'
	);
	await client.query('insert into public.lamplight_coming_back values ($1, $2)', [
		takenAt,
		asItWas
	]);
}

/**
 * Ends what a backup cannot know to be still wanted, where one was loaded just before; else nothing.
 * Part of every migrating, so that a Lamplight never opens with it undone. All of it or nothing.
 */
export async function finishComingBack(owner: pg.ClientBase): Promise<void> {
	const { rows: noted } = await owner.query<{ there: boolean }>(
		`select to_regclass('public.lamplight_coming_back') is not null as there`
	);
	if (!noted[0]?.there) return;
	await owner.query('begin');
	try {
		const { rows } = await owner.query<{ unchanged: boolean }>(
			`select lamplight.come_back(taken_at, as_it_was), as_it_was as unchanged
			from public.lamplight_coming_back`
		);
		if (rows.some(({ unchanged }) => !unchanged)) await owner.query(dropLetters);
		await owner.query('drop table public.lamplight_coming_back');
		await owner.query('commit');
	} catch (error) {
		await owner.query('rollback');
		throw new Error('What was shared in the backup could not be ended.', { cause: error });
	}
}

/**
 * The letters that waited to be sent when the backup was taken have most likely arrived since, or are
 * about what has ended. Those that bring a family to what it left here are sent: twice is better
 * than never. So are those to hosts about the site itself.
 */
const dropLetters = `
	delete from graphile_worker._private_jobs j
	using graphile_worker._private_tasks t
	where t.id = j.task_id and t.identifier = 'send_mail' and j.payload->>'template' not in (
		'deposit_received', 'deposit_reminder', 'deposit_last', 'files_damaged', 'backup_overdue',
		'help_lines_old'
	)`;
