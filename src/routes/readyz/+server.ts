import { sql } from 'kysely';

/** Can serve: Postgres answers. 503 while it does not. */
export const GET = async ({ locals }) => {
	try {
		await sql`select 1`.execute(locals.lamplight.pools.web);
		return new Response('ready\n');
	} catch {
		return new Response('Postgres does not answer yet.\n', { status: 503 });
	}
};
