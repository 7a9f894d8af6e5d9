import { sql } from 'kysely';
import { NotFound } from '#lib/server/failures.ts';
import type { Tx } from '#lib/server/database/viewer.ts';
import type { BoxId, ConsentFacts, Going } from '#lib/rules/facts.ts';

/**
 * What the rules of consent look at, of one box, as far as the walls show it to the viewer of this
 * transaction; one statement. Throws `NotFound` where they do not keep the box.
 */
export async function loadConsentFacts(tx: Tx, boxId: BoxId): Promise<ConsentFacts> {
	const { rows } = await sql<{ facts: Told | null; going: ToldGoing }>`
		select consent_facts(${boxId}) as facts, going_facts(${boxId}) as going
	`.execute(tx);
	if (!rows[0]?.facts) throw new NotFound();
	const { facts, going } = rows[0];
	const versions = facts.versions.map((each) => ({ ...each, ...going.versions[each.id] }));
	return withDates({ ...facts, versions, narrowings: going.narrowings }) as ConsentFacts;
}

/** As it travels in JSON. */
type Told = { versions: { id: string }[] };
type ToldGoing = { versions: Record<string, Going>; narrowings: unknown[] };

/** Moments travel as text in JSON; by their names they become dates again. */
function withDates(value: unknown, key = ''): unknown {
	if (typeof value === 'string') return /^at$|At$/.test(key) ? new Date(value) : value;
	if (Array.isArray(value)) return value.map((each) => withDates(each));
	if (value === null || typeof value !== 'object') return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, each]) => [name, withDates(each, name)])
	);
}
