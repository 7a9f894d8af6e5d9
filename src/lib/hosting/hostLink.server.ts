import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { hashedToken } from '#lib/server/auth/hashedToken.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';

/**
 * While the site has no host: a fresh link that makes one, for the console. It works once, for 30
 * days, and ends the links made before it. Null as soon as there is a host.
 */
export async function hostLink(lamplight: Lamplight): Promise<string | null> {
	const token = randomBytes(32).toString('base64url');
	const { rows } = await sql<{ made: boolean }>`
		select make_host_invitation(${randomUUID()}, ${hashedToken(token)}) as made
	`.execute(lamplight.pools.worker);
	return rows[0]?.made ? `${lamplight.settings.origin}/invitation/${token}` : null;
}
