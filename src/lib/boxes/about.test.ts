import { expect, test } from 'vitest';
import { asViewer } from '#lib/server/database/viewer.ts';
import { NotFound, NotRight } from '#lib/server/failures.ts';
import { parseTyped } from '#lib/server/web/forms.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { aboutBox, beginBox, changeAbout } from './about.server.ts';
import { fieldsOf } from './aboutFields.ts';
import { aboutForm, type About } from './aboutForm.ts';
import { keptBoxes } from './keptBoxes.server.ts';

const site = await openTestSite();
const begin = (person: Person, typed: Record<string, string>) =>
	asViewer(site.pools.web, person.session, (tx) => beginBox(tx, parseTyped(aboutForm, typed)));
const about = (person: Person, box: string) =>
	asViewer(site.pools.web, person.session, (tx) => aboutBox(tx, box));

test('a memory box begins with nothing filled in, and is whole', async () => {
	const wren = await site.person('Wren');
	const box = await begin(wren, {});
	expect(Object.values(await about(wren, box)).every((value) => value === null)).toBe(true);
	const kept = await asViewer(site.pools.web, wren.session, (tx, me) =>
		me ? keptBoxes(tx, me) : Promise.resolve([])
	);
	expect(kept).toEqual([{ id: box, name: null, others: [] }]);
});

test('what is known is kept as exactly as it was given, and comes back into the fields', async () => {
	const wren = await site.person('Wren');
	const typed = {
		...{ name: ' Robin ', happened: 'He came too soon', weeks: '20', daysPastWeeks: '3' },
		...{ bornOnDay: '29', bornOnMonth: '2', bornOnYear: '2024' },
		...{ diedOnDay: '', diedOnMonth: '3', diedOnYear: '2024' },
		...{ dueOnDay: '', dueOnMonth: '', dueOnYear: '2024' }
	};
	const box = await begin(wren, typed);
	const known = await about(wren, box);
	expect(known).toEqual({
		name: 'Robin',
		happened: 'He came too soon',
		weeks: 20,
		daysPastWeeks: 3,
		bornOn: '2024-02-29',
		diedOn: '2024-03',
		dueOn: '2024'
	} satisfies About);
	expect(fieldsOf(known)).toEqual({ ...typed, name: 'Robin' });
});

test.each([
	['a day that the month does not have', { Day: '30', Month: '2', Year: '2024' }],
	['the 29th of February in another year', { Day: '29', Month: '2', Year: '2023' }],
	['a day without its month', { Day: '3', Month: '', Year: '2024' }],
	['a month without its year', { Day: '', Month: '3', Year: '' }],
	['a year of two digits', { Day: '', Month: '', Year: '24' }],
	['a year long gone', { Day: '', Month: '', Year: '1492' }],
	['a year far ahead', { Day: '', Month: '', Year: '2999' }],
	['words for a day', { Day: 'x', Month: '3', Year: '2024' }],
	['a thirteenth month', { Day: '1', Month: '13', Year: '2024' }]
])('%s is answered beside that date alone', (_what, parts) => {
	const typed = Object.fromEntries(
		Object.entries(parts).map(([part, value]) => [`bornOn${part}`, value])
	);
	expect(wrongOf(typed)).toEqual(['bornOn']);
});

test.each([
	[{ weeks: '46' }, 'weeks'],
	[{ weeks: '0' }, 'weeks'],
	[{ weeks: 'twelve' }, 'weeks'],
	[{ weeks: '12.5' }, 'weeks'],
	[{ weeks: '20', daysPastWeeks: '7' }, 'daysPastWeeks'],
	[{ daysPastWeeks: '3' }, 'daysPastWeeks'],
	[{ name: 'x'.repeat(121) }, 'name'],
	[{ happened: 'x'.repeat(201) }, 'happened']
])('%j is answered beside its field', (typed, field) => {
	expect(wrongOf(typed as Record<string, string>)).toEqual([field]);
});

function wrongOf(typed: Record<string, string>): string[] {
	try {
		parseTyped(aboutForm, typed);
		return [];
	} catch (error) {
		if (error instanceof NotRight) return Object.keys(error.fields);
		throw error;
	}
}

test('to anybody who does not keep it there is no such memory box', async () => {
	const [wren, tom] = [await site.person('Wren'), await site.person('Tom')];
	const box = await begin(wren, { name: 'Robin' });
	await expect(about(tom, box)).rejects.toThrow(NotFound);
	await expect(
		asViewer(site.pools.web, tom.session, (tx) =>
			changeAbout(tx, box, parseTyped(aboutForm, { name: 'Mine' }))
		)
	).rejects.toThrow(NotFound);
	expect((await about(wren, box)).name).toBe('Robin');
});

test('nobody begins a memory box without being signed in', async () => {
	await expect(
		asViewer(site.pools.web, null, (tx) => beginBox(tx, parseTyped(aboutForm, {})))
	).rejects.toThrow();
});
