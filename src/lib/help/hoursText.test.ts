import { expect, test } from 'vitest';
import { readHours, writeHours } from './hoursText.ts';
import { shippedLines } from './shipped.ts';

test.each([
	['Mon-Fri 09:00-16:00', [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '16:00' }]],
	[
		'Mon,Wed 10:00-12:00; Sun 18:00-24:00',
		[
			{ days: [1, 3], from: '10:00', to: '12:00' },
			{ days: [7], from: '18:00', to: '24:00' }
		]
	],
	['always', 'always'],
	['', null]
])('a host writes hours as %j', (text, hours) => {
	expect(readHours(text)).toEqual(hours);
	expect(writeHours(readHours(text) ?? null)).toBe(text);
});

test.each(['nine to five', 'Mon 16:00-09:00', 'Mon-Fri', 'Xyz 09:00-10:00', 'Fri-Mon 09:00-10:00'])(
	'%j is not understood, and nothing is guessed',
	(text) => {
		expect(readHours(text)).toBeUndefined();
	}
);

test('the hours of every line that comes with the site can be written and read again', () => {
	for (const { hours } of shippedLines) expect(readHours(writeHours(hours))).toEqual(hours);
});
