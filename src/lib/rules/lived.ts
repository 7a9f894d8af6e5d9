/**
 * What was lived, as a family may say it, and how roughly it may be shown outside. Facts are data: to
 * add a term is to add a line here and its words to the catalogue; a host adds their own as plain words,
 * which are then what is said, so that they stand as they were agreed to whatever the host does later. Nothing is ever worked out from the
 * weeks: what it is called is the family's to say, and differs from country to country.
 */
import type { Lived } from './going.ts';

/**
 * A term of the field, and where it is defined: read at `url` on `checkedOn`. Codes are those of the
 * World Health Organization's ICD-10; they say what is meant and decide nothing.
 */
export type Term = { id: string; source: string; url: string; checkedOn: string };

const checkedOn = '2026-11-25';
const ICD10 = 'ICD-10, World Health Organization';
const abortive = {
	url: 'http://thcc.or.th/ICD-10TM/go00.htm',
	checkedOn
};
const perinatal = {
	url: 'https://classbrowser.nhs.uk/ICD-10-5TH-Edition/vol1/block-p00-p04.htm',
	checkedOn
};
const unspecified = {
	url: 'https://acesoai.com/codes/icd10/try/cm/P95',
	checkedOn
};

export const happenings = [
	{
		id: 'miscarriage',
		source: `${ICD10}: O03, spontaneous abortion`,
		...{ url: 'https://www.medentic.app/en/resources/icd-codes/o03', checkedOn }
	},
	{ id: 'ectopic', source: `${ICD10}: O00, ectopic pregnancy`, ...abortive },
	{ id: 'molar', source: `${ICD10}: O01, hydatidiform mole`, ...abortive },
	{
		id: 'ending',
		source: `${ICD10}: O35, what is known or feared of the baby as a reason for termination`,
		...{ url: 'https://diseasedb.com/icd10/O35', checkedOn }
	},
	{ id: 'stillbirth', source: `${ICD10}, as used in the United States: P95`, ...unspecified },
	{
		id: 'neonatal',
		source: 'METeOR 327250, Australian Institute of Health and Welfare, after ICD-10: 28 days',
		url: 'https://meteor.aihw.gov.au/content/index.phtml/itemId/327250/pageDefinitionItemId/tag.MeteorPrinterFriendlyPage',
		checkedOn
	}
] as const satisfies Term[];

export const reasons = [
	{
		id: 'placenta',
		source: `${ICD10}: P02.1, placental separation and haemorrhage`,
		...{ url: 'https://gesund.bund.de/en/icd-code-search/p02-1', checkedOn }
	},
	{
		id: 'cord',
		source: `${ICD10}: P02, complications of placenta, cord and membranes`,
		...{ url: 'https://www.medentic.app/en/resources/icd-codes/p02-0', checkedOn }
	},
	{
		id: 'infection',
		source: `${ICD10}, in Norway's edition: P35–P39`,
		...{
			url: 'https://finnkode.ehelse.no/contentpages/ICD10SysDel/Kapittel_XVI_2595819.html',
			checkedOn
		}
	},
	{
		id: 'preterm',
		source: `${ICD10}: O60, preterm labour and delivery`,
		...{ url: 'https://www.rxreasoner.com/icd10codes/O60', checkedOn }
	},
	{
		id: 'condition',
		source: `${ICD10}: Q00–Q99, as told by the Centers for Disease Control and Prevention`,
		url: 'https://www.cdc.gov/ncbddd/birthdefects/surveillancemanual/chapters/chapter-6/chapter6-2.html',
		checkedOn
	},
	{ id: 'mother', source: `${ICD10}, 5th edition, NHS: P00, maternal conditions`, ...perinatal },
	{ id: 'unknown', source: `${ICD10}, as used in the United States: P95`, ...unspecified }
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
