import { partsOf } from './looseDate.ts';
import { dates, type About } from './aboutForm.ts';

/** What is known about a box, as its form shows it. */
export function fieldsOf(about: About): Record<string, string> {
	const fields: Record<string, string> = {
		name: about.name ?? '',
		weeks: about.weeks?.toString() ?? '',
		daysPastWeeks: about.daysPastWeeks?.toString() ?? '',
		happened: about.happened ?? ''
	};
	for (const date of dates) {
		const { day, month, year } = partsOf(about[date]);
		fields[`${date}Day`] = day;
		fields[`${date}Month`] = month;
		fields[`${date}Year`] = year;
	}
	return fields;
}
