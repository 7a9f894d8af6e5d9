/**
 * What was lived, as a family may say it, and how roughly it may be shown outside. Facts are data: to
 * add a term is to add a line here and its words to the catalogue. Nothing is ever worked out from the
 * weeks: what it is called is the family's to say, and differs from country to country.
 */
import type { Lived } from './going.ts';

/** A term of the field, and where it is defined. */
export type Term = { id: string; source: string };

const icd10 = (codes: string) => `ICD-10, World Health Organization: ${codes}`;

export const happenings = [
	{ id: 'miscarriage', source: icd10('O03') },
	{ id: 'ectopic', source: icd10('O00') },
	{ id: 'molar', source: icd10('O01') },
	{ id: 'ending', source: icd10('O04, O35') },
	{ id: 'stillbirth', source: icd10('P95') },
	{ id: 'neonatal', source: icd10('volume 2, 3.1: the first 28 days of life') }
] as const satisfies Term[];

export const reasons = [
	{ id: 'placenta', source: icd10('P02.0–P02.3') },
	{ id: 'cord', source: icd10('P02.4–P02.6') },
	{ id: 'infection', source: icd10('P35–P39') },
	{ id: 'preterm', source: icd10('O60, P07') },
	{ id: 'condition', source: icd10('O35, Q00–Q99') },
	{ id: 'mother', source: icd10('P00, P01') },
	{ id: 'unknown', source: icd10('P95') }
] as const satisfies Term[];

/** Facts with one answer out of a few. */
export const choices = {
	babies: ['twins', 'more'],
	photographs: ['yes', 'no'],
	after: ['yes', 'no'],
	children: ['yes', 'no'],
	faith: ['faith', 'none'],
	writing: ['mother', 'father', 'partner', 'grandparent', 'sibling']
} as const;
export type ChoiceFact = keyof typeof choices;

/** Of one keeper alone: the others have answers of their own. */
export const ownFacts: readonly string[] = ['faith', 'writing'];

/** In the order in which they are said. `weeks`, `when` and `word` are what the memory box says already. */
export const livedFacts = [
	...['word', 'weeks', 'when', 'happened', 'cause', 'babies'],
	...['photographs', 'faith', 'after', 'children', 'writing']
] as const;

/** How a fact may be shown: not at all, roughly, or as it is. Only some have a rougher way. */
export type Shown = 'rough' | 'exact';
export const roughFacts: readonly string[] = ['weeks', 'when'];

/** What goes out of what was said: as it is, or roughly (marked with ~), each as it was chosen. */
export function coarsened(
	said: Lived,
	shown: Readonly<Record<string, Shown>>,
	thisYear: number
): Lived {
	return Object.fromEntries(
		livedFacts.flatMap((fact) => {
			const value = said[fact];
			const how = shown[fact];
			if (value === undefined || value.length === 0 || !how) return [];
			const rough = how === 'rough' && roughFacts.includes(fact) && typeof value === 'string';
			return [[fact, rough ? roughly(fact, value, thisYear) : value]];
		})
	);
}

/** To the nearest five weeks; years by whether they are some years ago. */
function roughly(fact: string, value: string, thisYear: number): string {
	if (fact === 'weeks') return `~${Math.max(5, Math.round(Number(value) / 5) * 5)}`;
	return thisYear - Number(value) >= 2 ? '~some-years' : '~recent';
}

/** How what is out was chosen to be shown. */
export function shownAs(lived: Lived): Record<string, Shown> {
	return Object.fromEntries(
		Object.entries(lived).map(([fact, value]) => [
			fact,
			typeof value === 'string' && value.startsWith('~') ? 'rough' : 'exact'
		])
	);
}
