import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { enqueueMail } from '#lib/server/mail/enqueueMail.ts';
import { keepSettings } from './keepSettings.server.ts';
import { mustBeHost } from './mustBeHost.ts';
import type { SiteSettings } from './queries.server.ts';

export { mustBeHost } from './mustBeHost.ts';
export { keepMailServer, keepName, keepWords, sendTry } from './setup/keep.server.ts';

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
	await keepSettings(tx, viewer, {
		site_name: settings.siteName,
		keep_safe_open: settings.keepSafeOpen,
		box_bytes: settings.boxBytes
	});
}
