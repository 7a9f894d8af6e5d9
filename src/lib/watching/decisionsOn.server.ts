import { sql } from 'kysely';
import type { MatterKind, MatterState } from '#lib/rules/facts.ts';
import type { Tx } from '#lib/server/database/viewer.ts';
import { uuidOrMissing } from '#lib/server/web/uuid.ts';

/** What was decided about a story, as those who keep it are told: who decided is not. */
export type Decision = {
	matter: string;
	kind: MatterKind;
	state: MatterState;
	reason: string | null;
	words: string | null;
	appealedBefore: boolean;
};

/** How a story of this keeper stands with those who watch over the site, the latest first. */
export async function decisionsOn(tx: Tx, story: string): Promise<Decision[]> {
	const { rows } = await sql<{ decisions: Decision[] }>`
		select decisions_on(${uuidOrMissing(story)}) as decisions
	`.execute(tx);
	return rows[0]?.decisions ?? [];
}
