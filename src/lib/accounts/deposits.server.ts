import { openAuth } from '#lib/server/auth/auth.ts';
import { depositOfToken } from '#lib/server/auth/depositToken.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { askForLink, claimDeposits, entered, type Entered } from './signIn.server.ts';

/**
 * What became of a deposit's link. `entered`: an account began with it, or was open already.
 * `mailed`: the address has an account, so a sign-in link went there: a letter that lies about for
 * a year must not open everything somebody has. `gone`: it is claimed, or is over.
 */
export type DepositAnswer =
	| { kind: 'entered'; entered: Entered | null }
	| { kind: 'mailed'; email: string }
	| { kind: 'gone' };

/** Makes what was left for an address theirs who answer the letter that went there. */
export async function enterByDeposit(
	lamplight: Lamplight,
	session: string | null,
	token: string,
	clientAddress: string
): Promise<DepositAnswer> {
	const email = await waitingFor(lamplight, token);
	if (!email) return { kind: 'gone' };
	if (await claimsBeingSignedIn(lamplight, session, token))
		return { kind: 'entered', entered: null };
	const { headers, response } = await openAuth(lamplight).api.beginAccount({
		body: { email, name: '', proven: true },
		headers: new Headers(),
		returnHeaders: true
	});
	if (response.token) {
		return { kind: 'entered', entered: await entered(lamplight, response.token, headers) };
	}
	await askForLink(lamplight, { email, next: '/boxes' }, clientAddress);
	return { kind: 'mailed', email };
}

/** The address a deposit waits for; null where the link is not ours, or nothing waits any more. */
async function waitingFor(lamplight: Lamplight, token: string): Promise<string | null> {
	const deposit = depositOfToken(lamplight.settings.secret, token);
	if (!deposit) return null;
	const found = await lamplight.pools.worker
		.selectFrom('deposit')
		.where('id', '=', deposit)
		.where('claimedAt', 'is', null)
		.where('expiresAt', '>', lamplight.now())
		.select('email')
		.executeTakeFirst();
	return found?.email ?? null;
}

async function claimsBeingSignedIn(
	lamplight: Lamplight,
	session: string | null,
	token: string
): Promise<boolean> {
	await asViewer(lamplight.pools.web, session, async (tx, viewer) => {
		if (viewer) await claimDeposits(tx);
	});
	return session !== null && (await waitingFor(lamplight, token)) === null;
}
