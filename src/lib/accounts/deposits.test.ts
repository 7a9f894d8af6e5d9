import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { depositToken } from '#lib/server/auth/depositToken.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { openTestSite } from '../../../tests/database/site.ts';
import { linkFor, queuedFor } from '../../../tests/mail/queued.ts';
import { enterByDeposit } from './deposits.server.ts';
import { askForLink, enterByLink } from './signIn.server.ts';

const site = await openTestSite();
const place = '198.51.100.1';

/** Something is left for an address; gives the deposit, its box and the token of its letters. */
async function leave(email: string) {
	const [deposit, box] = [randomUUID(), randomUUID()];
	await sql`select make_deposit(${deposit}, ${box}, ${email}, ${randomUUID()})`.execute(
		site.pools.web
	);
	return { deposit, box, token: depositToken(site.settings.secret, deposit) };
}

const boxesOf = (session: string | null | undefined) =>
	asViewer(site.pools.web, session ?? null, async (_tx, me) => me?.boxes.map(({ id }) => id) ?? []);

test('the letter makes what was left theirs who got it, once', async () => {
	const { box, token } = await leave('left@example.org');
	const answer = await enterByDeposit(site, null, token, place);
	if (answer.kind !== 'entered') throw new Error(answer.kind);
	expect(await boxesOf(answer.entered?.session)).toEqual([box]);
	expect(await enterByDeposit(site, null, token, place)).toEqual({ kind: 'gone' });
});

test('signing in with the address makes what was left theirs, and with another does not', async () => {
	const { box } = await leave('mine@example.org');
	await askForLink(site, { email: 'other@example.org', next: null }, place);
	const other = await enterByLink(site, await linkFor(site, 'other@example.org'));
	expect(await boxesOf(other?.session)).toEqual([]);
	await askForLink(site, { email: 'mine@example.org', next: null }, place);
	const mine = await enterByLink(site, await linkFor(site, 'mine@example.org'));
	expect(await boxesOf(mine?.session)).toEqual([box]);
});

test('an address that nobody has shown to be theirs claims nothing', async () => {
	const { box } = await leave('unproven@example.org');
	const ash = await site.person('Ash');
	await site.owner.query(
		`update auth."user" set "email" = 'unproven@example.org', "emailVerified" = false where "id" = $1`,
		[ash.id]
	);
	await asViewer(site.pools.web, ash.session, (tx) => sql`select claim_deposits()`.execute(tx));
	expect(await boxesOf(ash.session)).not.toContain(box);
});

test('where the address has an account, the letter opens nothing: a sign-in link goes there', async () => {
	const wren = await site.person('Wren');
	const { box, token } = await leave(wren.email);
	expect(await enterByDeposit(site, null, token, place)).toEqual({
		kind: 'mailed',
		email: wren.email
	});
	expect(await boxesOf(wren.session)).toEqual([]);
	const entered = await enterByLink(site, await linkFor(site, wren.email));
	expect(await boxesOf(entered?.session)).toEqual([box]);
});

test('whoever is signed in with the address has it at once', async () => {
	const wren = await site.person('Wren');
	const { box, token } = await leave(wren.email);
	expect(await enterByDeposit(site, wren.session, token, place)).toEqual({
		kind: 'entered',
		entered: null
	});
	expect(await boxesOf(wren.session)).toEqual([box]);
	expect(await queuedFor(site, wren.email)).toHaveLength(0);
});

test('being signed in as somebody else gives them nothing', async () => {
	const tom = await site.person('Tom');
	const { box, token } = await leave('not-tom@example.org');
	const answer = await enterByDeposit(site, tom.session, token, place);
	if (answer.kind !== 'entered') throw new Error(answer.kind);
	expect(await boxesOf(tom.session)).toEqual([]);
	expect(await boxesOf(answer.entered?.session)).toEqual([box]);
});

test('a token that was made up, or of what is over, opens nothing', async () => {
	const { deposit, token } = await leave('tampered@example.org');
	const gone = { kind: 'gone' };
	expect(await enterByDeposit(site, null, deposit, place)).toEqual(gone);
	expect(await enterByDeposit(site, null, `${deposit}.`, place)).toEqual(gone);
	expect(await enterByDeposit(site, null, depositToken('another', deposit), place)).toEqual(gone);
	const other = await leave('tampered@example.org');
	const mixed = `${other.deposit}.${token.split('.')[1]}`;
	expect(await enterByDeposit(site, null, mixed, place)).toEqual(gone);
	await site.owner.query(
		`update lamplight.deposit set expires_at = now() - interval '1 second' where id = $1`,
		[deposit]
	);
	expect(await enterByDeposit(site, null, token, place)).toEqual(gone);
});
