import { sql } from 'kysely';
import { asViewer, type SignedIn, type Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import type { BoxId, ConsentFacts } from '#lib/rules/facts.ts';
import { loadConsentFacts } from './facts.server.ts';

/** Whoever acts, and from where. */
export type Actor = { lamplight: Lamplight; session: string | null };

/** A keeper at work on their box, alone in it until the transaction ends. */
export type Keeping = {
	tx: Tx;
	viewer: SignedIn;
	boxId: BoxId;
	facts: ConsentFacts;
	/** The site's, under which the link of an invitation waits to be mailed. */
	secret: string;
	/** The moment at which the box was ours, by the clock that writes the rows. */
	now: Date;
};

/**
 * Runs one decision about a box: in one transaction, as the viewer, the box's row locked first, the
 * facts read after that. Throws `NotFound` for whoever does not keep it.
 */
export async function keeping<T>(
	{ lamplight, session }: Actor,
	boxId: string,
	work: (keeping: Keeping) => Promise<T>
): Promise<T> {
	return asViewer(lamplight.pools.web, session, async (tx, viewer) => {
		const box = viewer?.boxes.find((each) => each.id === boxId);
		if (!viewer || !box) throw new NotFound();
		const { rows } = await sql<{ at: Date }>`select lock_box(${box.id}) as at`.execute(tx);
		const now = rows[0]?.at ?? lamplight.now();
		const facts = await loadConsentFacts(tx, box.id);
		const { secret } = lamplight.settings;
		return work({ tx, viewer, boxId: box.id, facts, secret, now });
	});
}
