import { sql } from 'kysely';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { enqueueMail } from '#lib/server/mail/enqueueMail.ts';
import { digestNamed } from './links.ts';

export type DigestState = { every: 'week' | 'month'; confirmed: boolean } | null;

/** What the viewer has asked for; null: nothing, or it was stopped. */
export async function digestOf(tx: Tx, viewer: SignedIn): Promise<DigestState> {
	const row = await tx
		.selectFrom('digest')
		.where('memberId', '=', viewer.id)
		.where('stoppedAt', 'is', null)
		.select(['every', 'confirmedAt'])
		.executeTakeFirst();
	if (!row) return null;
	return { every: row.every === 'week' ? 'week' : 'month', confirmed: row.confirmedAt !== null };
}

/** Asks for a letter home: first comes one with a link, and nothing else before it is opened. */
export async function askForDigest(
	tx: Tx,
	viewer: SignedIn,
	every: 'week' | 'month'
): Promise<void> {
	const { rows } = await sql<{ key: string | null }>`
		select ask_for_digest(${every}) as key`.execute(tx);
	const digest = rows[0]?.key;
	if (!digest) return;
	await enqueueMail(tx, {
		to: { member: viewer.id },
		template: 'digest_confirm',
		params: { digest }
	});
}

/** The viewer stops their own. */
export async function stopOwnDigest(tx: Tx, viewer: SignedIn): Promise<void> {
	await sql`select stop_digest(key) from digest where member_id = ${viewer.id}`.execute(tx);
}

/** By the link of a letter, signed in or not. Throws `NotFound` where it is not one of ours. */
export async function confirmDigest(lamplight: Lamplight, token: string): Promise<void> {
	const key = digestNamed(lamplight.settings.secret, 'yes', token);
	const { rows } = await sql<{ done: boolean }>`
		select confirm_digest(${key}) as done`.execute(lamplight.pools.web);
	if (!key || !rows[0]?.done) throw new NotFound();
}

export async function stopDigest(lamplight: Lamplight, token: string): Promise<void> {
	const key = digestNamed(lamplight.settings.secret, 'stop', token);
	const { rows } = await sql<{ done: boolean }>`
		select stop_digest(${key}) as done`.execute(lamplight.pools.web);
	if (!key || !rows[0]?.done) throw new NotFound();
}
