import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { siteSettings } from '#lib/hosting/queries.server.ts';
import { m } from '#lib/paraglide/messages.js';
import { client, within, type Bound } from '#lib/server/auth/bounds.ts';
import { asUploader, deviceHash, type Uploader } from '#lib/server/database/uploader.ts';
import { NotFound, NotRight } from '#lib/server/failures.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';

/** A ward shares an address, and a night has many hours. Said on the page when it is met. */
const depositsFromAPlace: Bound = { what: 'deposit-from', most: 20, seconds: 86_400 };

/**
 * Begins a deposit for this address: a box that nobody keeps yet, and the key by which this device
 * puts photographs into it. The same whatever the address, and whoever uses it. Throws `NotFound`
 * where the host has closed this door, `NotRight` where too many came from one place today.
 */
export async function beginDeposit(
	lamplight: Lamplight,
	wish: { email: string; device: string; clientAddress: string }
): Promise<void> {
	const { keepSafeOpen } = await siteSettings(lamplight.pools.web);
	if (!keepSafeOpen) throw new NotFound();
	if (!(await within(lamplight, depositsFromAPlace, client(wish.clientAddress)))) {
		throw new NotRight({ email: m.keepsafe_wrong_often() });
	}
	await sql`
		select make_deposit(${randomUUID()}, ${randomUUID()}, ${wish.email}, ${deviceHash(wish.device)})
	`.execute(lamplight.pools.web);
}

/** The deposit that this device is making, if there is one. */
export function depositInHand(lamplight: Lamplight, device: string | null): Promise<string | null> {
	const who: Uploader = { session: null, device };
	return asUploader(lamplight.pools.web, who, async (_tx, { deposit }) => deposit);
}
