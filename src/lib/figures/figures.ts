/**
 * How often this happens, as those who count it have published it. Each figure was read at `source` on
 * `checkedOn` before it was put here; the year and the definition are those of the source. What counts
 * as a stillbirth differs from place to place, so that figures of two places cannot be compared.
 */
export type Figure = {
	place: Place;
	what: What;
	/** Out of a thousand births; null: the source read gives a number alone. */
	perThousand: number | null;
	/** How many babies; null: the source read gives a rate alone. */
	babies: number | null;
	year: number;
	/** From when on it is counted; null: from birth on. */
	counted: Counted | null;
	source: string;
	url: string;
	checkedOn: string;
};
export type Place =
	'australia' | 'england_wales' | 'germany' | 'scotland' | 'united_states' | 'world';
export type What = 'stillbirth' | 'neonatal';
export type Counted =
	'weeks_20' | 'weeks_20_or_400_g' | 'weeks_24' | 'weeks_24_or_500_g' | 'weeks_28';

const checkedOn = '2026-11-25';
const aihw = {
	source: 'Australian Institute of Health and Welfare, Stillbirths and neonatal deaths, 2021',
	url: 'https://pp.aihw.gov.au/reports/mothers-babies/australias-mothers-babies/contents/stillbirths-and-neonatal-deaths',
	checkedOn
};
const scotpho = {
	source: 'ScotPHO, Public Health Scotland, from National Records of Scotland, 2024',
	url: 'https://scotpho.org.uk/population-dynamics/pregnancy-births-and-maternity/data/pregnancy-outcomes-stillbirth-neonatal-and-infant-deaths-and-maternal-deaths',
	checkedOn
};

export const figures: readonly Figure[] = [
	{
		...{ place: 'australia', what: 'stillbirth', perThousand: 7.2, babies: 2278, year: 2021 },
		...{ counted: 'weeks_20_or_400_g', ...aihw }
	},
	{
		...{ place: 'australia', what: 'neonatal', perThousand: 2.4, babies: 738, year: 2021 },
		...{ counted: null, ...aihw }
	},
	{
		...{ place: 'england_wales', what: 'stillbirth', perThousand: null, babies: 2597, year: 2021 },
		counted: 'weeks_24',
		source: 'Office for National Statistics, answer FOI/2022/4350',
		url: 'https://ons.gov.uk/aboutus/transparencyandgovernance/freedomofinformationfoi/stillbirthandmiscarriagedatafrom2015to2022',
		checkedOn
	},
	{
		...{ place: 'england_wales', what: 'neonatal', perThousand: 2.9, babies: null, year: 2022 },
		counted: null,
		source: 'Office for National Statistics, Child and infant mortality in England and Wales: 2022',
		url: 'https://ons.gov.uk/peoplepopulationandcommunity/birthsdeathsandmarriages/deaths/bulletins/childhoodinfantandperinatalmortalityinenglandandwales/latest',
		checkedOn
	},
	{
		...{ place: 'germany', what: 'stillbirth', perThousand: 4.4, babies: 3247, year: 2022 },
		counted: 'weeks_24_or_500_g',
		source:
			'Statistisches Bundesamt (Destatis), press release of July 2023, as distributed by news aktuell',
		url: 'https://www.finanznachrichten.de/nachrichten-2023-07/59619292-anteil-der-totgeburten-im-jahr-2022-leicht-auf-4-4-je-1-000-geborene-gestiegen-zahl-der-totgeburten-sinkt-weniger-stark-als-die-zahl-der-lebend-gebo-007.htm',
		checkedOn
	},
	{
		...{ place: 'scotland', what: 'stillbirth', perThousand: 3.7, babies: null, year: 2023 },
		...{ counted: 'weeks_24', ...scotpho }
	},
	{
		...{ place: 'scotland', what: 'neonatal', perThousand: 2.7, babies: null, year: 2023 },
		...{ counted: null, ...scotpho }
	},
	{
		...{ place: 'united_states', what: 'stillbirth', perThousand: 5.73, babies: null, year: 2021 },
		counted: 'weeks_20',
		source:
			'National Center for Health Statistics, Fetal Mortality Declined 5% Between 2021 and 2022',
		url: 'https://blogs.cdc.gov/nchs/2023/11/08/7489/',
		checkedOn
	},
	{
		...{ place: 'world', what: 'stillbirth', perThousand: 13.9, babies: 1_900_000, year: 2021 },
		counted: 'weeks_28',
		source:
			'United Nations Inter-agency Group for Child Mortality Estimation, Never Forgotten (2023), summary',
		url: 'https://www.alignmnh.org/resource/never-forgotten-the-situation-of-stillbirth-around-the-globe/',
		checkedOn
	}
];

/** Loss early in pregnancy is counted nowhere: this is what a college of doctors estimates. */
export const early = {
	source: 'Royal College of Obstetricians and Gynaecologists, Miscarriage and ectopic pregnancy',
	url: 'https://www.rcog.org.uk/en/patients/fertility/miscarriage-ectopic/',
	checkedOn
} as const;

export const places: readonly Place[] = [...new Set(figures.map(({ place }) => place))];
