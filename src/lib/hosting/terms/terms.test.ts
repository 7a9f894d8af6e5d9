import { expect, test } from 'vitest';
import { makeHome } from '../../../../tests/database/home.ts';
import { openTestSite, type Person } from '../../../../tests/database/site.ts';
import { sayLivedFacts } from '#lib/lived/actions.server.ts';
import { hostTerms, livedIn, termsIn } from '#lib/lived/queries.server.ts';
import { livedForm, livedTyped } from '#lib/lived/schema.ts';
import { sayLived } from '#lib/lived/words.ts';
import { asViewer, type SignedIn, type Tx } from '#lib/server/database/viewer.ts';
import { NotFound, NotRight } from '#lib/server/failures.ts';
import { parseTyped } from '#lib/server/web/forms.ts';
import { keepTerms } from '../actions.server.ts';
import { termsForm } from './schema.ts';

const site = await openTestSite();
const ash = await site.person('Ash');
await site.owner.query('insert into lamplight.host (member_id) values ($1)', [ash.id]);

const as = <T>(who: Person, work: (tx: Tx, viewer: SignedIn) => Promise<T>) =>
	asViewer(site.pools.web, who.session, (tx, viewer) => {
		if (!viewer) throw new NotFound();
		return work(tx, viewer);
	});
const adds = (happened: string, who = ash) =>
	as(who, (tx, me) => keepTerms(tx, me, parseTyped(termsForm, { happened, cause: '' })));

test('a host adds words of their own for what was lived, and nobody else does', async () => {
	const tom = await site.person('Tom');
	await adds(' Born  still \n\nA loss nobody knew of\nBorn still');
	expect(await hostTerms(site.pools.web)).toEqual({
		happened: ['Born still', 'A loss nobody knew of'],
		cause: []
	});
	await expect(adds('Mine', tom)).rejects.toThrow(NotFound);
	const asHost = (me: SignedIn) => ({ ...me, host: true });
	const behind = as(tom, (tx, me) => keepTerms(tx, asHost(me), { happened: [], cause: [] }));
	await expect(behind).rejects.toThrow(/row-level security/);
});

test('what cannot be a term is answered with a sentence', () => {
	const wrong = ['stillbirth', 'STILLBIRTH', '~20', 'a'.repeat(61), lines(31)];
	for (const happened of wrong) {
		expect(() => parseTyped(termsForm, { happened }), happened).toThrow(NotRight);
	}
});

test('a family says the host’s words, and keeps what it said when the host takes them out', async () => {
	const home = await makeHome(site);
	const says = (typed: Record<string, string>) =>
		as(home.wren, async (tx, me) => {
			const terms = await termsIn(tx, await livedIn(tx, home.box));
			await sayLivedFacts(tx, me, home.box, parseTyped(livedForm(terms), typed));
			return livedIn(tx, home.box);
		});
	await adds('Born still');
	const said = { happened: ['molar', 'Born still'] };
	expect(await says({ 'happened.molar': 'on', 'happened.Born still': 'on' })).toEqual(said);
	expect(sayLived(said)).toEqual(['Molar pregnancy, Born still']);
	await adds('');
	expect(await says(livedTyped(said))).toEqual(said);
	expect(await says({ 'happened.molar': 'on' })).toEqual({ happened: ['molar'] });
	// Taken back now: it is offered to nobody new.
	expect(await says(livedTyped(said))).toEqual({ happened: ['molar'] });
});

function lines(count: number): string {
	return Array.from({ length: count }, (_, at) => `Term ${at}`).join('\n');
}
