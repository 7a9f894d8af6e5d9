import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';

/** Whoever acts, and from where. */
export type Watcher = { lamplight: Lamplight; session: string | null };

/** Runs one thing as a moderator; to anybody else there is nothing here. */
export function asModerator<T>(
	{ lamplight, session }: Watcher,
	work: (tx: Tx, viewer: SignedIn) => Promise<T>
): Promise<T> {
	return asViewer(lamplight.pools.web, session, async (tx, viewer) => {
		if (!viewer?.moderator) throw new NotFound();
		return orMissing(work(tx, viewer));
	});
}

/** The same for what moderators and hosts may both do. */
export function asWatcher<T>(
	{ lamplight, session }: Watcher,
	work: (tx: Tx, viewer: SignedIn) => Promise<T>
): Promise<T> {
	return asViewer(lamplight.pools.web, session, async (tx, viewer) => {
		if (!viewer?.moderator && !viewer?.host) throw new NotFound();
		return orMissing(work(tx, viewer));
	});
}

/** The same for what hosts alone may do. */
export function asHost<T>(
	{ lamplight, session }: Watcher,
	work: (tx: Tx, viewer: SignedIn) => Promise<T>
): Promise<T> {
	return asViewer(lamplight.pools.web, session, async (tx, viewer) => {
		if (!viewer?.host) throw new NotFound();
		return orMissing(work(tx, viewer));
	});
}

/** What Postgres says is not there is not there. */
export async function orMissing<T>(work: Promise<T>): Promise<T> {
	try {
		return await work;
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'P0002') throw new NotFound();
		throw error;
	}
}
