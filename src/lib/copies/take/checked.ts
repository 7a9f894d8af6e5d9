import { m } from '#lib/paraglide/messages.js';
import { dayOf } from '#lib/ui/dayOf.ts';
import type { InCopy } from './inCopy.ts';

/** Its length is said before the files are read, so it leaves room for names. */
const bytes = 4096;

/** The last file of a copy: whether every file before it was found whole while the copy was made. */
export function checked(takenAt: Date): InCopy {
	return {
		...{ path: 'checked.txt', at: takenAt, bytes },
		say: (damaged) => filled(damaged.length === 0 ? whole(takenAt) : found(takenAt, damaged))
	};
}

const whole = (takenAt: Date) => m.copies_site_checked({ day: dayOf(takenAt) });

function found(takenAt: Date, damaged: readonly string[]): string {
	const said = (names: readonly string[], more: number) =>
		[
			m.copies_site_damaged({ day: dayOf(takenAt) }),
			'',
			...names,
			...(more > 0 ? [m.copies_site_damaged_more({ count: more })] : [])
		].join('\n');
	for (let count = damaged.length; count > 0; count--) {
		const text = said(damaged.slice(0, count), damaged.length - count);
		if (Buffer.byteLength(text) < bytes) return text;
	}
	return said([], damaged.length);
}

/** Blanks up to the length that was said. */
function filled(text: string): string {
	return `${text}${' '.repeat(bytes - Buffer.byteLength(text) - 1)}\n`;
}
