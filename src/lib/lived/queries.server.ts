/** What other features may ask about what was lived. Each looks as the viewer. */
export { livedToTake, type TakenFact } from './taking.server.ts';
import { sql } from 'kysely';
import type { BoxId } from '#lib/rules/facts.ts';
import type { Lived } from '#lib/rules/going.ts';
import { termsFor, type Ticked } from '#lib/rules/lived.ts';
import type { Db } from '#lib/server/database/pools.ts';
import type { Tx } from '#lib/server/database/viewer.ts';
import { settingOf } from '#lib/server/siteSetting.ts';

/**
 * All that a keeper has of it: what they and the others said of the memory box, and what they said of
 * themselves. Nothing to anybody else.
 */
export async function livedIn(tx: Tx, boxId: BoxId): Promise<Lived> {
	const { rows } = await sql<{ said: Lived }>`
		select jsonb_strip_nulls(jsonb_build_object(
				'word', nullif(b.happened, ''), 'weeks', b.weeks::text,
				'when', left(coalesce(b.born_on, b.died_on, b.due_on), 4)
			)) || coalesce(
				(select jsonb_object_agg(f.fact, f.value) from lived_fact f where f.box_id = b.id), '{}'
			) as said
		from box b where b.id = ${boxId}
	`.execute(tx);
	return rows[0]?.said ?? {};
}

/** The terms that the host added, each its own words. Anybody may read them. */
export async function hostTerms(db: Db): Promise<Ticked> {
	const kept = ((await settingOf(db, 'lived_terms')) ?? {}) as Partial<Record<string, unknown>>;
	const list = (fact: keyof Ticked) => {
		const terms = kept[fact];
		return Array.isArray(terms) ? terms.filter((each) => typeof each === 'string') : [];
	};
	return { happened: list('happened'), cause: list('cause') };
}

/** What those who keep this memory box can say, by what they said already. */
export async function termsIn(tx: Tx, said: Lived): Promise<Ticked> {
	return termsFor(await hostTerms(tx), said);
}
