import { expect, test } from 'vitest';
import { addressHeld } from './heldForm.ts';

test.each([
	['/box/a/about?/save', true],
	['/watch/3f?/decide', true],
	['/host/watching?/settings', true],
	['/you/days?/name', true],
	['https://elsewhere.example/you', false],
	['//elsewhere.example/watch/3f', false],
	['/stories', false],
	[null, false]
])('what was held at %s can be sent there again: %s', (address, can) => {
	expect(addressHeld(address)).toBe(can ? address : '/you');
});
