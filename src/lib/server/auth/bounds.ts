import { createHmac } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { sql } from 'kysely';
import type { Lamplight } from '../lamplight.ts';

/** How often something may be done, at most, within a stretch of time. */
export type Bound = { what: string; most: number; seconds: number };

/**
 * Counts one attempt of `who` (an address, a client) and says whether it is within the bound. What
 * is counted under is a keyed hash: the table names nobody.
 */
export async function within(lamplight: Lamplight, bound: Bound, who: string): Promise<boolean> {
	const key = createHmac('sha256', lamplight.settings.secret)
		.update(`bound:${bound.what}:${who}`)
		.digest('base64url');
	const { rows } = await sql<{ allowed: boolean }>`
		select allow(${key}, ${bound.most}, ${bound.seconds}) as allowed
	`.execute(lamplight.pools.web);
	return rows[0]?.allowed ?? false;
}

/** Whose attempt it is: a client's address, and of IPv6 the network a household is given (/64). */
export function client(address: string): string {
	if (!isIPv6(address)) return address;
	const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
	if (mapped?.[1]) return mapped[1];
	const [head = '', tail] = address.split('::');
	const groups = head === '' ? [] : head.split(':');
	if (tail !== undefined) {
		const after = tail === '' ? 0 : tail.split(':').length;
		while (groups.length < 8 - after) groups.push('0');
	}
	return groups.slice(0, 4).join(':');
}
