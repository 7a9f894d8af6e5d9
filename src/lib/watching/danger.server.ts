import { sql } from 'kysely';
import { z } from 'zod';
import { enqueueMail } from '#lib/server/mail/enqueueMail.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { dangerMinutes } from './settings.server.ts';

const payload = z.object({ matter: z.uuid() });

/**
 * Somebody may not be safe: writes to one moderator; where nobody has taken it up within the host's
 * set time, to the next and to the hosts, until everybody was told. Nobody is written to twice, unless
 * somebody had taken it up meanwhile and has it no longer.
 */
export async function tellOfDanger(raw: unknown, { pools }: Lamplight): Promise<void> {
	const { matter } = payload.parse(raw);
	await pools.worker.transaction().execute(async (tx) => {
		const { rows: open } = await sql<{ held: boolean; round: number }>`
			select exists (
				select from matter_taking t where t.matter_id = m.id and t.ended_at is null
			) as held, (select count(*)::int from matter_taking t where t.matter_id = m.id) as round
			from matter m where m.id = ${matter} and m.closed_at is null
		`.execute(tx);
		if (!open[0]) return;
		const { rows } = await sql<{ member: string }>`
			select member from next_to_tell(${matter}) member
		`.execute(tx);
		for (const { member } of rows) {
			await enqueueMail(tx, {
				...{ template: 'danger_waits', params: { matter }, to: { member } },
				key: `danger:${matter}:${open[0].round}:${member}`
			});
		}
		// Whoever has it may yet lay it back or leave it: it is asked after as long as it is open.
		if (rows.length === 0 && !open[0].held) return;
		const minutes = await dangerMinutes(tx);
		await sql`
			select jobs.enqueue('tell_of_danger', ${JSON.stringify({ matter })}::json,
				${`danger:${matter}`}, now() + make_interval(mins => ${minutes}))
		`.execute(tx);
	});
}
