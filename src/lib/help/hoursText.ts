import type { Hours, OpenHours } from '#lib/rules/helpLines.ts';

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Hours as a host writes them: `Mon-Fri 09:00-16:00; Sat 10:00-12:00`, `always`, or nothing. */
export function writeHours(hours: Hours): string {
	if (hours === null) return '';
	if (hours === 'always') return 'always';
	return hours.map(({ days: on, from, to }) => `${writeDays(on)} ${from}-${to}`).join('; ');
}

function writeDays(on: readonly number[]): string {
	const [first = 1, last = 1] = [Math.min(...on), Math.max(...on)];
	const whole = on.length > 2 && last - first + 1 === on.length;
	if (whole) return `${days[first - 1]}-${days[last - 1]}`;
	return on.map((day) => days[day - 1]).join(',');
}

/** Reads them again; `undefined`: not written in a way that can be understood. */
export function readHours(text: string): Hours | undefined {
	const plain = text.trim();
	if (plain === '') return null;
	if (plain.toLowerCase() === 'always') return 'always';
	const spans = plain.split(';').map((part) => readSpan(part.trim()));
	return spans.every((span) => span !== undefined) ? (spans as OpenHours[]) : undefined;
}

function readSpan(text: string): OpenHours | undefined {
	const [, on, from = '', to = ''] =
		/^([a-z,\- ]+?)\s+(\d\d:\d\d)\s*[-–]\s*(\d\d:\d\d)$/i.exec(text) ?? [];
	const read = on === undefined ? undefined : readDays(on);
	const times = /^([01]\d|2[0-3]):[0-5]\d$/;
	if (!read || !times.test(from) || !(times.test(to) || to === '24:00') || from >= to) return;
	return { days: read, from, to };
}

function readDays(text: string): number[] | undefined {
	const number = (name: string) =>
		days.findIndex((day) => day.toLowerCase() === name.trim().slice(0, 3).toLowerCase()) + 1;
	const [from, to, ...more] = text.split('-').map(number);
	if (text.includes('-')) {
		if (!from || !to || more.length > 0 || from > to) return;
		return Array.from({ length: to - from + 1 }, (_, index) => from + index);
	}
	const listed = text.split(',').map(number);
	return listed.every((day) => day > 0) ? listed : undefined;
}
