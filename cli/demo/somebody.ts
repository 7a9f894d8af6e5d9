import { takeUpInvitation } from '#lib/accounts/invitations.server.ts';
import { openAuth } from '#lib/server/auth/auth.ts';
import { asViewer, type SignedIn, type Tx } from '#lib/server/database/viewer.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';

/** Somebody of the demo at their own device: what they do goes through the site's own use cases. */
export type Somebody = { lamplight: Lamplight; name: string; email: string; session: string };

export const clientAddress = '127.0.0.1';

/** Nobody's address: example.org is reserved for examples (RFC 2606). */
export function emailOf(name: string): string {
	return `${name.toLowerCase().replace(/\W+/g, '.')}@example.org`;
}

/** Opens an account for somebody who has none. */
export async function begins(lamplight: Lamplight, name: string): Promise<Somebody> {
	const email = emailOf(name);
	const { token } = await openAuth(lamplight).api.beginAccount({
		body: { email, name, proven: true },
		headers: new Headers()
	});
	if (!token) throw new Error(`${email} has an account already.`);
	return { lamplight, name, email, session: token };
}

/** Takes up an invitation's link, with an account that begins with it. */
export async function comesBy(
	lamplight: Lamplight,
	token: string,
	name: string
): Promise<Somebody> {
	const email = emailOf(name);
	const answering = { session: null, token, clientAddress };
	const { kind } = await takeUpInvitation(lamplight, answering, { name, email });
	if (kind !== 'taken')
		throw new Error(`The invitation for ${name} could not be taken up: ${kind}.`);
	return { lamplight, name, email, session: await newSession(lamplight, email) };
}

/** A new session for an account that is there. */
export async function newSession(lamplight: Lamplight, email: string): Promise<string> {
	const { internalAdapter } = await openAuth(lamplight).$context;
	const found = await internalAdapter.findUserByEmail(email);
	if (!found) throw new Error(`${email} has no account.`);
	return (await internalAdapter.createSession(found.user.id)).token;
}

/** One transaction as this person. */
export function as<T>(who: Somebody, work: (tx: Tx, viewer: SignedIn) => Promise<T>): Promise<T> {
	return asViewer(who.lamplight.pools.web, who.session, (tx, viewer) => {
		if (!viewer) throw new Error(`${who.name} is not signed in.`);
		return work(tx, viewer);
	});
}
