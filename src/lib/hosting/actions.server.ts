import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { setRequestAside, welcomePeer } from '#lib/watching/actions.server.ts';
import { keepSettings } from '#lib/server/siteSetting.ts';
import { mustBeHost } from './mustBeHost.ts';
import type { SiteSettings } from './queries.server.ts';

export { mustBeHost } from './mustBeHost.ts';
export { keepTerms } from './terms/keepTerms.server.ts';
export { keepMailServer, keepName, keepWords, sendTry } from './setup/keep.server.ts';

/** Welcomes somebody who asked, and writes to tell them. Twice is once. */
export async function welcome(tx: Tx, viewer: SignedIn | null, member: string): Promise<void> {
	mustBeHost(viewer);
	await welcomePeer(tx, member);
}

/** Sets a request aside without a word to the one who asked: they may ask again. */
export async function notNow(tx: Tx, viewer: SignedIn | null, member: string): Promise<void> {
	mustBeHost(viewer);
	await setRequestAside(tx, member);
}

/** Ends a welcome: from now on they read what anyone may read. */
export async function endWelcome(tx: Tx, viewer: SignedIn | null, member: string): Promise<void> {
	mustBeHost(viewer);
	await tx.deleteFrom('peerWelcome').where('memberId', '=', member).execute();
}

export async function changeSettings(
	tx: Tx,
	viewer: SignedIn | null,
	settings: Omit<SiteSettings, 'siteName'>
): Promise<void> {
	mustBeHost(viewer);
	await keepSettings(tx, viewer, {
		keep_safe_open: settings.keepSafeOpen,
		box_bytes: settings.boxBytes,
		screen_learns: settings.screenLearns
	});
}
