import { sql } from 'kysely';
import { m } from '#lib/paraglide/messages.js';
import { hashedToken } from '#lib/server/auth/hashedToken.ts';
import { openAuth } from '#lib/server/auth/auth.ts';
import { asViewer, type SignedIn } from '#lib/server/database/viewer.ts';
import { NotRight } from '#lib/server/failures.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { parseTyped } from '#lib/server/web/forms.ts';
import { hostInvitationForm, invitationForm } from './schema.ts';
import { askForLink, entered } from './signIn.server.ts';

/** What an invitation says of itself before it is taken up. */
export type InvitationFace = {
	kind: 'host' | 'guest' | 'keeper';
	/** What the one who invites calls them. */
	name: string;
	/** Where the letter went; null for a link that was handed over otherwise. */
	email: string | null;
	invitedBy: string | null;
};

/**
 * What became of it. `mailed`: the address has an account already, and a sign-in link went there:
 * a letter passed on by mistake must not open everything somebody has.
 */
export type InvitationAnswer =
	| { kind: 'taken'; as: 'host' | 'guest' | 'keeper'; boxId: string | null; cookies: Headers }
	| { kind: 'mailed'; email: string }
	| { kind: 'gone' };

type Answering = { session: string | null; token: string; clientAddress: string };

/** Looks at an invitation without using it; `face` is null where it is used, withdrawn or over. */
export async function lookAtInvitation(
	lamplight: Lamplight,
	session: string | null,
	token: string
): Promise<{ viewer: SignedIn | null; face: InvitationFace | null }> {
	return asViewer(lamplight.pools.web, session, async (tx, viewer) => {
		const { rows } = await sql<{ face: InvitationFace | null }>`
			select invitation_face(${hashedToken(token)}) as face
		`.execute(tx);
		return { viewer, face: rows[0]?.face ?? null };
	});
}

/** Takes an invitation up: as whoever is signed in, else with an account that begins with it. */
export async function takeUpInvitation(
	lamplight: Lamplight,
	answering: Answering,
	typed: Record<string, string>
): Promise<InvitationAnswer> {
	const { session, token, clientAddress } = answering;
	const { viewer, face } = await lookAtInvitation(lamplight, session, token);
	if (!face) return { kind: 'gone' };
	if (viewer && session) return accept(lamplight, session, token, new Headers());
	const { name, email } = face.email
		? { ...parseTyped(invitationForm, typed), email: face.email }
		: parseTyped(hostInvitationForm, typed);
	const { headers, response } = await openAuth(lamplight).api.beginAccount({
		body: { email, name, proven: face.email !== null },
		headers: new Headers(),
		returnHeaders: true
	});
	if (response.token) return accept(lamplight, response.token, token, headers);
	if (face.email === null) throw new NotRight({ email: m.accounts_invitation_sign_in_first() });
	await askForLink(lamplight, { email, next: `/invitation/${token}` }, clientAddress);
	return { kind: 'mailed', email };
}

async function accept(
	lamplight: Lamplight,
	session: string,
	token: string,
	cookies: Headers
): Promise<InvitationAnswer> {
	await entered(lamplight, session, cookies);
	return asViewer(lamplight.pools.web, session, async (tx) => {
		type Accepted = { kind: 'host' | 'guest' | 'keeper'; boxId: string | null };
		const { rows } = await sql<{ accepted: Accepted | null }>`
			select accept_invitation(${hashedToken(token)}) as accepted
		`.execute(tx);
		const accepted = rows[0]?.accepted;
		if (!accepted) return { kind: 'gone' };
		return { kind: 'taken', as: accepted.kind, boxId: accepted.boxId, cookies };
	});
}

/** Where taking an invitation up leads. */
export function pageAfter(taken: { as: InvitationFace['kind']; boxId: string | null }): string {
	if (taken.as === 'host') return '/host/setup';
	return taken.as === 'keeper' ? `/box/${taken.boxId}` : '/stories';
}
