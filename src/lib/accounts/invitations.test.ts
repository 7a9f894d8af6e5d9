import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { hostLink } from '#lib/hosting/hostLink.server.ts';
import { hashedToken } from '#lib/server/auth/hashedToken.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { NotRight } from '#lib/server/failures.ts';
import { makeFamily } from '../../../tests/database/family.ts';
import { openTestSite } from '../../../tests/database/site.ts';
import { linkFor } from '../../../tests/mail/queued.ts';
import { lookAtInvitation, takeUpInvitation } from './invitations.server.ts';
import { enterByLink } from './signIn.server.ts';

const site = await openTestSite();
const family = await makeFamily(site);
const gone = { kind: 'gone' };

/** An invitation as it stands once everyone agreed to it. */
async function invite(kind: 'guest' | 'keeper', email: string, name = 'Iris'): Promise<string> {
	const token = randomBytes(32).toString('base64url');
	await site.owner.query(
		`insert into lamplight.invitation (kind, box_id, token_hash, name, email, invited_by, expires_at)
		values ($1, $2, $3, $4, $5, $6, now() + interval '30 days')`,
		[kind, family.box, hashedToken(token), name, email, family.wren.id]
	);
	return token;
}

const look = (token: string) => lookAtInvitation(site, null, token).then(({ face }) => face);
const takeUp = (token: string, typed: Record<string, string>, session: string | null = null) =>
	takeUpInvitation(site, { session, token, clientAddress: '198.51.100.1' }, typed);
const whoIs = (session: string) => asViewer(site.pools.web, session, async (_tx, viewer) => viewer);

/** The session that the cookies of an answer carry. */
function sessionIn(cookies: Headers): string {
	const value = /session_token=([^;]+)/.exec(cookies.get('set-cookie') ?? '')?.[1] ?? '';
	return decodeURIComponent(value).split('.')[0] ?? '';
}

async function standing(token: string): Promise<boolean> {
	const { rows } = await site.owner.query(
		'select used_at is null as open from lamplight.invitation where token_hash = $1',
		[hashedToken(token)]
	);
	return rows[0].open;
}

test('looking at an invitation uses up nothing, however often', async () => {
	const token = await invite('guest', 'iris@example.org');
	for (let look_ = 0; look_ < 3; look_++) {
		expect(await look(token)).toMatchObject({ kind: 'guest', invitedBy: 'Wren' });
	}
	expect(await standing(token)).toBe(true);
});

test('a guest takes it up once, with an account that begins with it', async () => {
	const token = await invite('guest', 'once@example.org');
	const answer = await takeUp(token, { name: 'Aunt Iris' });
	if (answer.kind !== 'taken') throw new Error(answer.kind);
	const me = await whoIs(sessionIn(answer.cookies));
	expect(me).toMatchObject({ name: 'Aunt Iris', guest: true, boxes: [], host: false });
	expect(await takeUp(token, { name: 'Somebody else' })).toEqual(gone);
	expect(await look(token)).toBeNull();
});

test('a keeper takes it up and keeps the box, every photograph covered until they choose', async () => {
	const token = await invite('keeper', 'keeper@example.org');
	const answer = await takeUp(token, { name: 'Rowan' });
	if (answer.kind !== 'taken') throw new Error(answer.kind);
	expect(answer).toMatchObject({ as: 'keeper', boxId: family.box });
	const session = sessionIn(answer.cookies);
	expect((await whoIs(session))?.boxes.map(({ id }) => id)).toEqual([family.box]);
	const holds = await asViewer(site.pools.web, session, (tx) =>
		tx.selectFrom('hold').select(['keepsakeId', 'openedAt']).execute()
	);
	expect(holds).toEqual([{ keepsakeId: family.photograph, openedAt: null }]);
});

test('one that was withdrawn or is over opens nothing, and begins no account', async () => {
	for (const end of ['withdrawn_at = now()', `expires_at = now() - interval '1 second'`]) {
		const email = `${randomBytes(4).toString('hex')}@example.org`;
		const token = await invite('guest', email);
		await site.owner.query(`update lamplight.invitation set ${end} where token_hash = $1`, [
			hashedToken(token)
		]);
		expect(await look(token)).toBeNull();
		expect(await takeUp(token, { name: 'Iris' })).toEqual(gone);
		const { rows } = await site.owner.query('select from auth."user" where "email" = $1', [email]);
		expect(rows).toHaveLength(0);
	}
});

test('a token that was made up is gone, like one that was used', async () => {
	const token = await invite('guest', 'made-up@example.org');
	expect(await takeUp(`${token}x`, { name: 'Iris' })).toEqual(gone);
	expect(await takeUp(hashedToken(token), { name: 'Iris' })).toEqual(gone);
});

test('whoever is signed in takes it up as themselves', async () => {
	const moth = await site.person('Moth');
	const token = await invite('guest', 'elsewhere@example.org');
	expect(await takeUp(token, {}, moth.session)).toMatchObject({ kind: 'taken', as: 'guest' });
	expect((await whoIs(moth.session))?.guest).toBe(true);
	const { rows } = await site.owner.query(
		`select from auth."user" where "email" = 'elsewhere@example.org'`
	);
	expect(rows).toHaveLength(0);
});

test('a letter passed on does not open an account that was there: a sign-in link goes to it', async () => {
	const moth = await site.person('Moth');
	const token = await invite('guest', moth.email);
	expect(await takeUp(token, { name: 'Not Moth' })).toEqual({ kind: 'mailed', email: moth.email });
	expect(await standing(token)).toBe(true);
	const entered = await enterByLink(site, await linkFor(site, moth.email));
	expect(entered?.viewer.id).toBe(moth.id);
	expect(await takeUp(token, {}, entered?.session)).toMatchObject({ kind: 'taken' });
});

test('a name is asked for kindly, and nothing is used up without it', async () => {
	const token = await invite('guest', 'nameless@example.org');
	await expect(takeUp(token, { name: '  ' })).rejects.toThrow(NotRight);
	expect(await standing(token)).toBe(true);
});

test('the first host takes the link of the console once, and then there is none', async () => {
	const old = tokenOf(await hostLink(site));
	const token = tokenOf(await hostLink(site));
	expect(await takeUp(old, { name: 'Ash', email: 'ash@example.org' })).toEqual(gone);
	expect(await look(token)).toMatchObject({ kind: 'host', email: null });
	await expect(takeUp(token, { name: 'Ash', email: '' })).rejects.toThrow(NotRight);
	// An account that is there is not opened by knowing its address.
	await expect(takeUp(token, { name: 'Ash', email: family.wren.email })).rejects.toThrow(NotRight);
	const answer = await takeUp(token, { name: 'Ash', email: 'ash@example.org' });
	if (answer.kind !== 'taken') throw new Error(answer.kind);
	expect(await whoIs(sessionIn(answer.cookies))).toMatchObject({ name: 'Ash', host: true });
	expect(await takeUp(token, { name: 'Moth', email: 'moth@example.org' })).toEqual(gone);
	expect(await hostLink(site)).toBeNull();
});

function tokenOf(link: string | null): string {
	return link?.split('/invitation/')[1] ?? '';
}
