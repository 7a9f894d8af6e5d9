import { sql } from 'kysely';
import { NotFound } from '#lib/server/failures.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';

/** Closing asks for a sign-in this fresh: whoever finds an open device cannot close an account. */
export const freshMs = 60 * 60 * 1000;

/**
 * Closes the account of whoever holds this session: they are signed out everywhere, and what was
 * agreed with them goes back to keepers only, at once. Gives the moment when the account ends; to
 * sign in before then takes it back. Throws `NotFound` where the sign-in is not fresh.
 */
export async function closeAccount(lamplight: Lamplight, session: string | null): Promise<Date> {
	const { rows } = await sql<{ until: Date }>`select close_account(${session}) as until`
		.execute(lamplight.pools.web)
		.catch((error: unknown) => {
			if (error instanceof Error && 'code' in error && error.code === '42501') throw new NotFound();
			throw error;
		});
	if (!rows[0]) throw new NotFound();
	return rows[0].until;
}
