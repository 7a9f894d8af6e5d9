import { m } from '#lib/paraglide/messages.js';

/** What somebody lets those they write to know of them. */
export type Face = { weeks: number | null; year: number | null };

/** "Somebody who lost a baby at 20 weeks, nine years ago": as much of it as they allowed. */
export function sayFace({ weeks, year }: Face, now: Date): string {
	const years = year === null ? null : now.getUTCFullYear() - year;
	if (weeks === null && years === null) return m.letters_face_nobody();
	const when =
		years === null
			? ''
			: years <= 0
				? m.letters_face_this_year()
				: years === 1
					? m.letters_face_a_year()
					: m.letters_face_years({ years: years < words.length ? words[years]!() : String(years) });
	const what = weeks === null ? m.letters_face() : m.letters_face_weeks({ weeks });
	return when ? `${what}, ${when}` : what;
}

const words = [
	...[m.number_0, m.number_1, m.number_2, m.number_3, m.number_4, m.number_5, m.number_6],
	...[m.number_7, m.number_8, m.number_9, m.number_10, m.number_11, m.number_12]
];
