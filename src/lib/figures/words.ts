import { m } from '#lib/paraglide/messages.js';
import type { Counted, Figure, Place } from './figures.ts';

const places: Record<Place, () => string> = {
	australia: m.figures_australia,
	england_wales: m.figures_england_wales,
	germany: m.figures_germany,
	scotland: m.figures_scotland,
	united_states: m.figures_united_states,
	world: m.figures_world
};
const counted: Record<Counted, () => string> = {
	weeks_20: m.figures_weeks_20,
	weeks_20_or_400_g: m.figures_weeks_20_400,
	weeks_24: m.figures_weeks_24,
	weeks_24_or_500_g: m.figures_weeks_24_500,
	weeks_28: m.figures_weeks_28
};
const number = new Intl.NumberFormat('en-GB');

export const sayPlace = (place: Place): string => places[place]();

/** One figure in a sentence, with its year and what it counts. */
export function sayFigure({ what, perThousand, babies, year, counted: from }: Figure): string {
	const many = babies === null ? '' : number.format(babies);
	const rate = perThousand === null ? '' : number.format(perThousand);
	if (what === 'neonatal') {
		return babies === null
			? m.figures_neonatal_rate({ rate, year })
			: m.figures_neonatal({ rate, year, many });
	}
	const how = from === null ? '' : counted[from]();
	if (perThousand === null) return m.figures_stillborn_many({ many, year, how });
	return babies === null
		? m.figures_stillborn_rate({ rate, year, how })
		: m.figures_stillborn({ rate, year, many, how });
}
