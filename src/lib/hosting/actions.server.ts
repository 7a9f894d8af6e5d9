import { sql } from 'kysely';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { enqueueMail } from '#lib/server/mail/enqueueMail.ts';
import type { SiteSettings } from './queries.server.ts';

/** Hosts only; to anybody else there is nothing here. */
export function mustBeHost(viewer: SignedIn | null): asserts viewer is SignedIn {
	if (!viewer?.host) throw new NotFound();
}

/** Welcomes somebody who asked, and writes to tell them. Twice is once. */
export async function welcome(tx: Tx, viewer: SignedIn | null, member: string): Promise<void> {
	mustBeHost(viewer);
	const asked = await tx
		.deleteFrom('peerRequest')
		.where('memberId', '=', member)
		.executeTakeFirst();
	if (asked.numDeletedRows === 0n) return;
	await tx
		.insertInto('peerWelcome')
		.values({ memberId: member, welcomedBy: viewer.id })
		.onConflict((on) => on.column('memberId').doNothing())
		.execute();
	await enqueueMail(tx, {
		to: { member },
		template: 'peer_welcome',
		params: {}
	});
}

/** Sets a request aside without a word to the one who asked: they may ask again. */
export async function notNow(tx: Tx, viewer: SignedIn | null, member: string): Promise<void> {
	mustBeHost(viewer);
	await tx.deleteFrom('peerRequest').where('memberId', '=', member).execute();
}

/** Ends a welcome: from now on they read what anyone may read. */
export async function endWelcome(tx: Tx, viewer: SignedIn | null, member: string): Promise<void> {
	mustBeHost(viewer);
	await tx.deleteFrom('peerWelcome').where('memberId', '=', member).execute();
}

export async function changeSettings(
	tx: Tx,
	viewer: SignedIn | null,
	settings: SiteSettings
): Promise<void> {
	mustBeHost(viewer);
	const changed = { changedBy: viewer.id, changedAt: sql<Date>`now()` };
	const rows = [
		{ key: 'site_name', value: JSON.stringify(settings.siteName), ...changed },
		{ key: 'keep_safe_open', value: JSON.stringify(settings.keepSafeOpen), ...changed },
		{ key: 'box_bytes', value: JSON.stringify(settings.boxBytes), ...changed }
	];
	await tx
		.insertInto('siteSetting')
		.values(rows)
		.onConflict((on) =>
			on.column('key').doUpdateSet((row) => ({
				value: row.ref('excluded.value'),
				changedBy: row.ref('excluded.changedBy'),
				changedAt: row.ref('excluded.changedAt')
			}))
		)
		.execute();
}
