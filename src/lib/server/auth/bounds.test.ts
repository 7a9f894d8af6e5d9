import { expect, test } from 'vitest';
import { openTestSite } from '../../../../tests/database/site.ts';
import { client, within } from './bounds.ts';

const site = await openTestSite();

test.each([
	['198.51.100.7', '198.51.100.7'],
	['::ffff:198.51.100.7', '198.51.100.7'],
	['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
	['2001:db8:1:2::9', '2001:db8:1:2'],
	['2001:db8::9', '2001:db8:0:0'],
	['::1', '0:0:0:0']
])('%s counts as the place %s', (address, place) => {
	expect(client(address)).toBe(place);
});

test('a bound holds when many come at once, for each by themselves, and for each thing', async () => {
	const bound = { what: 'knocking', most: 3, seconds: 60 };
	const answers = await Promise.all(Array.from({ length: 8 }, () => within(site, bound, 'wren')));
	expect(answers.filter(Boolean)).toHaveLength(3);
	expect(await within(site, bound, 'tom')).toBe(true);
	expect(await within(site, { ...bound, what: 'ringing' }, 'wren')).toBe(true);
});

test('a bound is open again once its time has passed', async () => {
	const bound = { what: 'waiting', most: 1, seconds: 60 };
	expect(await within(site, bound, 'wren')).toBe(true);
	expect(await within(site, bound, 'wren')).toBe(false);
	await site.owner.query(`update lamplight.attempt set at = at - interval '61 seconds'`);
	expect(await within(site, bound, 'wren')).toBe(true);
});
