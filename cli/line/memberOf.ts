import { sql } from 'kysely';
import type { Db } from '#lib/server/database/pools.ts';
import { Refusal } from '#lib/server/postgres/refusal.ts';

/** The member whose address this is. Throws `Refusal` where there is none. */
export async function memberOf(worker: Db, email: string): Promise<string> {
	const { rows } = await sql<{ id: string }>`
		select m.id from auth."user" u join member m on m.id = u."id" and m.ended_at is null
		where lower(u."email") = ${email.trim().toLowerCase()}`.execute(worker);
	if (!rows[0]) throw new Refusal(`Nobody here has the address ${email}.`);
	return rows[0].id;
}
