import { describe, expect, test } from 'vitest';
import { isOld, linesAt, openness, type HelpLine } from './helpLines.ts';

const line = (more: Partial<HelpLine> = {}): HelpLine => ({
	...{ id: 'a', country: 'GB', name: 'A line', crisis: false, for: 'anyone' },
	...{ channels: [{ by: 'telephone', number: '1' }], zone: 'Europe/London' },
	...{ hours: null, source: 'https://example.org', read: 'all of it', checkedOn: '2026-11-01' },
	...more
});
const at = (moment: string) => new Date(moment);
const weekdays = [1, 2, 3, 4, 5];
const office = line({ hours: [{ days: weekdays, from: '09:00', to: '16:00' }] });
const night = line({
	hours: [
		{ days: [5], from: '18:00', to: '24:00' },
		{ days: [6], from: '00:00', to: '02:00' }
	]
});

describe('a line says whether somebody answers', () => {
	test.each([
		['a weekday morning', office, '2026-11-25T10:00Z', true],
		['a minute too early', office, '2026-11-25T08:59Z', false],
		['the last minute', office, '2026-11-25T15:59Z', true],
		['the minute after', office, '2026-11-25T16:00Z', false],
		['a Saturday', office, '2026-11-28T10:00Z', false],
		['summer, an hour sooner', office, '2026-07-01T08:00Z', true],
		['before midnight', night, '2026-11-27T23:30Z', true],
		['and after it', night, '2026-11-28T00:30Z', true],
		['at any hour', line({ hours: 'always' }), '2026-11-28T03:00Z', true],
		['hours that nobody knows', line(), '2026-11-28T03:00Z', null]
	])('%s', (_when, which, now, open) => {
		expect(openness(which, at(now)).open).toBe(open);
	});

	test('and when next, by its own clock', () => {
		expect(openness(office, at('2026-11-27T17:00Z'))).toEqual({
			open: false,
			opens: at('2026-11-30T09:00Z')
		});
		expect(openness(office, at('2026-03-27T17:00Z'))).toEqual({
			open: false,
			opens: at('2026-03-30T08:00Z')
		});
	});
});

describe('a list of lines', () => {
	const always = line({ id: 'always', hours: 'always', crisis: true });
	const lines = [office, always, line({ id: 'unknown' }), line({ id: 'NZ', country: 'NZ' })];
	const shown = (now: string) => linesAt(lines, 'GB', at(now)).shown.map(({ line: { id } }) => id);

	test('begins with those that are open now', () => {
		expect(shown('2026-11-25T10:00Z')).toEqual(['a', 'always', 'unknown']);
		expect(shown('2026-11-25T20:00Z')).toEqual(['always', 'unknown', 'a']);
	});

	test('lets those stand aside that nobody checked for 180 days, but never a crisis line', () => {
		expect(isOld(office, at('2027-04-30T00:00Z'))).toBe(false);
		expect(isOld(office, at('2027-04-30T01:00Z'))).toBe(true);
		expect(linesAt(lines, 'GB', at('2027-05-01T10:00Z'))).toMatchObject({
			shown: [{ line: { id: 'always' }, old: true }],
			aside: 2
		});
	});
});
