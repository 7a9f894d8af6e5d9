/** What was lived, in the words of the screen. */
import { m } from '#lib/paraglide/messages.js';
import type { Lived } from '#lib/rules/going.ts';
import { livedFacts } from '#lib/rules/lived.ts';

const terms: Record<string, () => string> = {
	miscarriage: m.lived_miscarriage,
	ectopic: m.lived_ectopic,
	molar: m.lived_molar,
	ending: m.lived_ending,
	stillbirth: m.lived_stillbirth,
	neonatal: m.lived_neonatal,
	placenta: m.lived_placenta,
	cord: m.lived_cord,
	infection: m.lived_infection,
	preterm: m.lived_preterm,
	condition: m.lived_condition,
	mother: m.lived_mother_ill,
	unknown: m.lived_unknown
};

const answers: Record<string, Record<string, () => string>> = {
	babies: { twins: m.lived_babies_twins, more: m.lived_babies_more },
	photographs: { yes: m.lived_photographs_yes, no: m.lived_photographs_no },
	after: { yes: m.lived_after_yes, no: m.lived_after_no },
	children: { yes: m.lived_children_yes, no: m.lived_children_no },
	faith: { faith: m.lived_faith_faith, none: m.lived_faith_none },
	writing: {
		mother: m.lived_writing_mother,
		father: m.lived_writing_father,
		partner: m.lived_writing_partner,
		grandparent: m.lived_writing_grandparent,
		sibling: m.lived_writing_sibling
	}
};

/** A term of the field, as families say it; one that a host added is its own words. */
export function sayTerm(id: string): string {
	return terms[id]?.() ?? id;
}

/** One answer out of a few. */
export function sayAnswer(fact: string, value: string): string {
	return answers[fact]?.[value]?.() ?? '';
}

/** One fact as it is shown: "around 20 weeks". */
export function sayFact(fact: string, value: Lived[string]): string {
	if (typeof value !== 'string') return value.map((each) => sayTerm(each)).join(', ');
	if (fact === 'word') return m.lived_word_said({ word: value });
	if (fact === 'weeks') return sayWeeks(value);
	if (fact === 'when') return sayWhen(value);
	return sayAnswer(fact, value);
}

function sayWeeks(value: string): string {
	if (value.startsWith('~')) return m.lived_weeks_around({ weeks: value.slice(1) });
	return value === '1' ? m.lived_week_one() : m.lived_weeks_exact({ weeks: value });
}

function sayWhen(value: string): string {
	if (value === '~some-years') return m.lived_when_some_years();
	return value === '~recent' ? m.lived_when_recent() : m.lived_when_year({ year: value });
}

/** All that is shown, each said by itself. */
export function sayLived(lived: Lived): string[] {
	return livedFacts.flatMap((fact) => {
		const value = lived[fact];
		return value === undefined ? [] : [sayFact(fact, value)].filter((each) => each !== '');
	});
}
