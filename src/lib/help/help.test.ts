import { expect, test, vi } from 'vitest';
import { mustBeHost } from '#lib/hosting/actions.server.ts';
import { isZone } from '#lib/rules/days.ts';
import { linesAt } from '#lib/rules/helpLines.ts';
import { asViewer, type SignedIn, type Tx } from '#lib/server/database/viewer.ts';
import { NotFound, NotRight } from '#lib/server/failures.ts';
import { wordsOf } from '#lib/server/mail/words.ts';
import { parseTyped } from '#lib/server/web/forms.ts';
import { lettersIn } from '../../../tests/database/home.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { checkLine, keepLine, keepNear, removeLine } from './actions.server.ts';
import { helpAtHand, helpOf } from './helpOf.server.ts';
import { helpPage } from './page.server.ts';
import { lineForm, nearForm } from './schema.ts';
import { shippedLines } from './shipped.ts';
import { warnOfOldLines } from './warn.server.ts';

const site = await openTestSite();
const ash = await site.person('Ash');
await site.owner.query('insert into lamplight.host (member_id) values ($1)', [ash.id]);

const as = <T>(person: Person, work: (tx: Tx, viewer: SignedIn | null) => Promise<T>) =>
	asViewer(site.pools.web, person.session, work);
const typed = {
	...{ id: '', country: 'gb', name: 'A made-up line', for: 'Families of our town.' },
	...{ telephone: '020 7946 0000', hours: 'Mon-Fri 09:00-16:00', zone: 'Europe/London' },
	...{ source: 'https://example.org/line', read: 'Their own page.' }
};
const today = new Date('2026-12-01T12:00:00Z');
const namesIn = async () => (await helpOf(site.pools.web)).lines.map(({ name }) => name);

test('every line that ships names its source, what was read of it, its zone and a way to reach it', () => {
	for (const line of shippedLines) {
		expect(URL.canParse(line.source), line.id).toBe(true);
		expect(line.read.length, line.id).toBeGreaterThan(20);
		expect(isZone(line.zone), line.id).toBe(true);
		expect(line.channels.length, line.id).toBeGreaterThan(0);
	}
	expect(new Set(shippedLines.map(({ id }) => id)).size).toBe(shippedLines.length);
});

test('there is a line for early loss, for ending a pregnancy and for danger where families look first', () => {
	const gb = shippedLines.filter(({ country }) => country === 'GB').map(({ id }) => id);
	expect(gb).toEqual(
		expect.arrayContaining(['gb-miscarriage-association', 'gb-arc', 'gb-samaritans'])
	);
	for (const country of ['GB', 'IE', 'US', 'CA', 'AU', 'NZ']) {
		const lines = shippedLines.filter((line) => line.country === country);
		expect(lines.some(({ crisis }) => crisis)).toBe(true);
		expect(lines.some((line) => /ended|ending/.test(line.for))).toBe(true);
		expect(lines.some((line) => line.hours !== null && !line.crisis) || country === 'NZ').toBe(
			true
		);
	}
});

test('a host adds a line, corrects one that shipped, and removes one', async () => {
	await as(ash, (tx, me) => keepLine(tx, me, parseTyped(lineForm, typed), today));
	expect(await namesIn()).toContain('A made-up line');
	const sands = { ...typed, id: 'gb-sands', name: 'Sands, corrected' };
	await as(ash, (tx, me) => keepLine(tx, me, parseTyped(lineForm, sands), today));
	await as(ash, (tx, me) => removeLine(tx, me, 'us-share'));
	const names = await namesIn();
	expect(names).toContain('Sands, corrected');
	expect(names).not.toContain('Sands');
	expect(names).not.toContain('Share Pregnancy & Infant Loss Support');
});

test.each([
	[{ telephone: 'call us' }, 'telephone'],
	[{ telephone: '' }, 'telephone'],
	[{ hours: 'in the morning' }, 'hours'],
	[{ zone: '+01:00' }, 'zone'],
	[{ source: '' }, 'source'],
	[{ chat: 'javascript:alert(1)' }, 'chat'],
	[{ country: 'Britain' }, 'country'],
	[{ name: ' ' }, 'name']
])('%j is answered beside its field', (more, field) => {
	try {
		parseTyped(lineForm, { ...typed, ...more });
		expect.unreachable();
	} catch (error) {
		expect(error instanceof NotRight && Object.keys(error.fields)).toEqual([field]);
	}
});

test('nobody but a host changes a line or the words, by the page or behind it', async () => {
	const tom = await site.person('Tom');
	const line = parseTyped(lineForm, typed);
	await expect(as(tom, (tx, me) => keepLine(tx, me, line, today))).rejects.toThrow(NotFound);
	await expect(as(tom, (tx, me) => removeLine(tx, me, 'gb-arc'))).rejects.toThrow(NotFound);
	const pretending = (me: SignedIn | null) => (me ? { ...me, host: true } : null);
	await expect(as(tom, (tx, me) => keepLine(tx, pretending(me), line, today))).rejects.toThrow(
		/row-level security/
	);
	await expect(as(tom, async (_tx, me) => mustBeHost(me))).rejects.toThrow(NotFound);
});

test('the host’s country, maternity unit and words stand on the page, and the usual ones elsewhere', async () => {
	const near = { country: 'NZ', maternityName: 'Ward 4', maternityNumber: '04 123 4567' };
	const form = parseTyped(nearForm, { ...near, milk: 'Our midwife Jo knows. Call her.' });
	await as(ash, (tx, me) => keepNear(tx, me, form));
	const locals = { lamplight: site, session: null, visit: null, told: null };
	const page = await helpPage(locals, null);
	expect(page.country?.emergency).toBe('111');
	expect(page.maternity).toEqual({ name: 'Ward 4', number: '04 123 4567' });
	expect(page.firstDays[0]?.words).toBe('Our midwife Jo knows. Call her.');
	expect(page.firstDays[1]?.words).toContain('Do not wait');
	expect((await helpPage(locals, 'GB')).country?.emergency).toBe('999');
	expect((await helpPage(locals, 'ZZ')).country).toBeNull();
});

test('a line that is old stands aside until it is checked; the hosts are told once', async () => {
	const later = new Date('2027-08-01T12:00:00Z');
	const shown = async () => linesAt((await helpOf(site.pools.web)).lines, 'GB', later);
	expect((await shown()).shown.map(({ line }) => line.id)).toEqual(['gb-samaritans']);
	const lamplight = { ...site, now: () => later };
	await warnOfOldLines(lamplight);
	await warnOfOldLines(lamplight);
	const told = (await lettersIn(site)).filter(({ template }) => template === 'help_lines_old');
	expect(told.map(({ member }) => member)).toEqual([ash.id]);
	expect((await wordsOf(site, { template: 'help_lines_old', params: {} }))?.link.href).toContain(
		'/host/help'
	);
	await as(ash, (tx, me) => checkLine(tx, me, 'gb-arc', later));
	expect((await shown()).shown.map(({ line }) => line.id)).toContain('gb-arc');
});

test('help is there while the database is away: what it told last, or what came with the site', async () => {
	const away = Object.assign(new Error('gone'), { code: 'ECONNREFUSED' });
	const gone = { ...site, pools: { ...site.pools } };
	const query = vi.spyOn(gone.pools.web, 'getExecutor').mockImplementation(() => {
		throw away;
	});
	expect((await helpAtHand(gone)).lines).toEqual(shippedLines);
	query.mockRestore();
});
