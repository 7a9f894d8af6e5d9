import { sql } from 'kysely';
import type { Lamplight } from '#lib/server/lamplight.ts';

/** Really ends the accounts whose time to come back is over. Each by itself, and twice is once. */
export async function endAccounts({ pools, now }: Lamplight): Promise<void> {
	const at = now();
	const due = await pools.worker
		.selectFrom('closing')
		.where('endsAt', '<=', at)
		.where('takenBackAt', 'is', null)
		.where('endedAt', 'is', null)
		.select('memberId')
		.execute();
	for (const { memberId } of due) {
		await sql`select end_account(${memberId}, ${at})`.execute(pools.worker);
	}
}
