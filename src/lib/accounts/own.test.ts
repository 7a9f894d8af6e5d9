import { expect, test } from 'vitest';
import { asViewer, type SignedIn, type Tx } from '#lib/server/database/viewer.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { askToBeWelcomed, goByName, removePasskey } from './actions.server.ts';
import { passkeyDoor } from './passkeyDoor.server.ts';
import { ownPage, ownPasskeys } from './queries.server.ts';

const site = await openTestSite();

const as = <T>(person: Person, work: (tx: Tx, viewer: SignedIn) => Promise<T>) =>
	asViewer(site.pools.web, person.session, (tx, viewer) => {
		if (!viewer) throw new Error('nobody');
		return work(tx, viewer);
	});

async function giveKey(person: Person, name: string): Promise<string> {
	const { rows } = await site.owner.query(
		`insert into auth."passkey"
			("name", "publicKey", "userId", "credentialID", "counter", "deviceType", "backedUp", "createdAt")
		values ($1, 'k', $2, $1, 0, 'singleDevice', false, now()) returning "id"`,
		[name, person.id]
	);
	return rows[0].id;
}

test('a name is changed for oneself alone', async () => {
	const [wren, tom] = [await site.person('Wren'), await site.person('Tom')];
	await as(wren, (tx, me) => goByName(tx, me, 'W'));
	expect(await as(wren, async (_tx, me) => me.name)).toBe('W');
	expect(await as(tom, async (_tx, me) => me.name)).toBe('Tom');
});

test('asking to be welcomed twice is asking once, with the first words', async () => {
	const wren = await site.person('Wren');
	await as(wren, (tx, me) => askToBeWelcomed(tx, me, 'In March.'));
	await as(wren, (tx, me) => askToBeWelcomed(tx, me, 'Again.'));
	const { rows } = await site.owner.query(
		'select words from lamplight.peer_request where member_id = $1',
		[wren.id]
	);
	expect(rows).toEqual([{ words: 'In March.' }]);
	expect((await as(wren, (tx, me) => ownPage(tx, me))).askedAt).toBeInstanceOf(Date);
});

test('a passkey is removed by its owner, and by nobody else', async () => {
	const [wren, tom] = [await site.person('Wren'), await site.person('Tom')];
	const key = await giveKey(wren, 'my phone');
	const keys = () => as(wren, (_tx, me) => ownPasskeys(site, me, wren.session));
	await as(tom, (_tx, me) => removePasskey(site, me, key));
	expect((await keys()).passkeys.map(({ name }) => name)).toEqual(['my phone']);
	await as(wren, (_tx, me) => removePasskey(site, me, key));
	expect((await keys()).passkeys).toEqual([]);
});

test('a passkey may be added on the day of signing in, and not later', async () => {
	const wren = await site.person('Wren');
	const may = async () => (await as(wren, (_tx, me) => ownPasskeys(site, me, wren.session))).mayAdd;
	expect(await may()).toBe(true);
	await site.owner.query(
		`update auth."session" set "createdAt" = now() - interval '25 hours' where "token" = $1`,
		[wren.session]
	);
	expect(await may()).toBe(false);
});

test('of the accounts library only the four doors of passkeys have an address', async () => {
	const knock = (method: string, path: string) =>
		passkeyDoor(
			site,
			new Request(`${site.settings.origin}/api/auth/${path}`, { method }),
			'198.51.100.1'
		);
	for (const [method, path] of [
		['GET', 'get-session'],
		['POST', 'sign-in/magic-link'],
		['GET', 'magic-link/verify?token=x'],
		['POST', 'sign-up/email'],
		['POST', 'update-user'],
		['POST', 'delete-user'],
		['GET', 'list-sessions'],
		['GET', 'passkey/list-user-passkeys'],
		['POST', 'passkey/delete-passkey'],
		['GET', 'passkey/verify-authentication'],
		['GET', 'ok'],
		['GET', '../auth/get-session']
	] as const) {
		expect(await knock(method, path), path).toBeNull();
	}
	const options = await knock('GET', 'passkey/generate-authenticate-options');
	expect(options?.status).toBe(200);
	expect(await options?.json()).toMatchObject({ rpId: 'lamplight.test' });
	expect((await knock('GET', 'passkey/generate-register-options'))?.status).toBe(401);
});
