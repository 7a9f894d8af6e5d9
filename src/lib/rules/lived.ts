/**
 * What was lived, as a family may say it, and how roughly it may be shown outside. Facts are data: to
 * add a term is to add a line here and its words to the catalogue; a host adds their own as plain words,
 * which are then what is said, so that they stand as they were agreed to whatever the host does later. Nothing is ever worked out from the
 * weeks: what it is called is the family's to say, and differs from country to country.
 */
import type { Lived } from './going.ts';

/**
 * A term of the field, and where those whose field it is say what it means: a stored copy of the page at
 * `url`, read on `checkedOn`. Where a country counts from another week, that decides nothing here.
 */
export type Term = { id: string; source: string; url: string; checkedOn: string };

const checkedOn = '2026-11-25';
const causesOfStillbirth = { url: 'https://www.nhs.uk/conditions/stillbirth/causes/', checkedOn };
const deathsAtBirth = {
	source: 'Perinatal deaths in Australia, Australian Institute of Health and Welfare',
	url: 'https://www.aihw.gov.au/reports/mothers-babies/perinatal-deaths-in-australia-2013-2014/contents/overview',
	checkedOn
};

export const happenings = [
	{
		id: 'miscarriage',
		source: 'What is a miscarriage, Tommy’s',
		url: 'https://www.tommys.org/baby-loss-support/miscarriage-information-and-support/what-is-miscarriage',
		checkedOn
	},
	{
		id: 'ectopic',
		source: 'Core knowledge, Royal College of Obstetricians and Gynaecologists',
		...{ url: 'https://elearning.rcog.org.uk/product?catalog=co_ectopicpregnancy', checkedOn }
	},
	{
		id: 'molar',
		source: 'Molar pregnancy, Buckinghamshire Healthcare NHS Trust',
		...{
			url: 'https://www.buckshealthcare.nhs.uk/pifs/molar-pregnancy-hydatidiform-mole/',
			checkedOn
		}
	},
	{
		id: 'ending',
		source: 'Terminating a pregnancy for medical reasons, Tommy’s',
		url: 'https://www.tommys.org/baby-loss-support/tfmr-terminating-pregnancy-medical-reasons',
		checkedOn
	},
	{ id: 'stillbirth', ...deathsAtBirth },
	{ id: 'neonatal', ...deathsAtBirth }
] as const satisfies Term[];

export const reasons = [
	{ id: 'placenta', source: 'Causes of stillbirth, NHS', ...causesOfStillbirth },
	{ id: 'cord', source: 'Causes of stillbirth, NHS', ...causesOfStillbirth },
	{ id: 'infection', source: 'Causes of stillbirth, NHS', ...causesOfStillbirth },
	{
		id: 'preterm',
		source: 'Preterm birth, World Health Organization: born alive before 37 weeks',
		...{
			url: 'http://www.who.int/features/factfiles/global_burden/facts/en/index2.html',
			checkedOn
		}
	},
	{
		id: 'condition',
		source: 'ICD-10: Q00–Q99, as told by the Centers for Disease Control and Prevention',
		url: 'https://www.cdc.gov/ncbddd/birthdefects/surveillancemanual/chapters/chapter-6/chapter6-2.html',
		checkedOn
	},
	{
		id: 'mother',
		source: 'ICD-10, 5th edition, NHS: P00, maternal conditions',
		...{ url: 'https://classbrowser.nhs.uk/ICD-10-5TH-Edition/vol1/block-p00-p04.htm', checkedOn }
	},
	{ id: 'unknown', source: 'Causes of stillbirth, NHS', ...causesOfStillbirth }
] as const satisfies Term[];

/** What can be ticked, by its fact: an id of ours, or the host's own words. */
export type Ticked = { happened: readonly string[]; cause: readonly string[] };

/** What a family can say: ours, the host's own, and what they said already, though it was withdrawn. */
export function termsFor(own: Ticked, said: Lived): Ticked {
	const all = (fact: keyof Ticked, ours: readonly Term[]) => {
		const before = said[fact] ?? [];
		const listed = typeof before === 'string' ? [] : before;
		return [...new Set([...ours.map(({ id }) => id), ...own[fact], ...listed])];
	};
	return { happened: all('happened', happenings), cause: all('cause', reasons) };
}

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
