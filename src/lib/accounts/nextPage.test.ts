import { expect, test } from 'vitest';
import { nextPage } from './nextPage.ts';

const id = '2b1f8a0e-7f0e-4b52-9c7a-0d6f1f7f3a11';

test.each([
	'/boxes',
	'/boxes/begin',
	'/keep-safe',
	'/you',
	'/welcome',
	'/stories',
	`/story/${id}`,
	`/box/${id}`,
	`/box/${id}/put-in`,
	`/box/${id}/proposal/${id}`,
	'/invitation/Zm9v-_bar'
])('signing in comes back to %s', (page) => {
	expect(nextPage(page)).toBe(page);
});

test.each([
	'https://elsewhere.example/boxes',
	'//elsewhere.example',
	'/\\elsewhere.example',
	'/box/../../elsewhere',
	'/box//elsewhere.example',
	'/boxes?next=//elsewhere.example',
	'/boxes\n//elsewhere.example',
	'javascript:alert(1)',
	'/api/auth/sign-out',
	'/sign-out',
	'boxes',
	'',
	`/box/${'x'.repeat(400)}`
])('signing in never leads to %j', (page) => {
	expect(nextPage(page)).toBeNull();
});
