import { sql } from 'kysely';
import { NotFound } from '#lib/server/failures.ts';
import type { Tx } from '#lib/server/database/viewer.ts';
import type { BoxId, ConsentFacts } from '#lib/rules/facts.ts';

/**
 * What the rules of consent look at, of one box, as far as the walls show it to the viewer of this
 * transaction; one statement. Throws `NotFound` where they do not keep the box.
 */
export async function loadConsentFacts(tx: Tx, boxId: BoxId): Promise<ConsentFacts> {
	const { rows } = await sql<{ facts: unknown }>`select consent_facts(${boxId}) as facts`.execute(
		tx
	);
	if (!rows[0]?.facts) throw new NotFound();
	return withDates(rows[0].facts) as ConsentFacts;
}

/** Moments travel as text in JSON; by their names they become dates again. */
function withDates(value: unknown, key = ''): unknown {
	if (typeof value === 'string') return /^at$|At$/.test(key) ? new Date(value) : value;
	if (Array.isArray(value)) return value.map((each) => withDates(each));
	if (value === null || typeof value !== 'object') return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, each]) => [name, withDates(each, name)])
	);
}
