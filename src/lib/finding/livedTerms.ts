import type { Lived } from '#lib/rules/going.ts';

/** Compared with nobody's: the family's own word for it, and the year. */
const theirOwn = ['word', 'when'];

/**
 * What was lived as terms that can be compared, as `lived_terms` in Postgres gives them:
 * `happened:stillbirth`, and `weeks:20` for all that is nearest to twenty, however exactly it was said.
 */
export function livedTerms(lived: Lived): string[] {
	const terms = Object.entries(lived).flatMap(([fact, said]) => {
		if (theirOwn.includes(fact)) return [];
		const all = typeof said === 'string' ? [said] : said;
		return all.map((each) => `${fact}:${fact === 'weeks' ? weeksRoughly(each) : each}`);
	});
	return [...new Set(terms)].sort();
}

/** To the nearest five, as weeks are said roughly. */
function weeksRoughly(said: string): number {
	return Math.max(5, 5 * Math.round(Number(said.replace('~', '')) / 5));
}
