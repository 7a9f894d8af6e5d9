import { isAPIError } from 'better-auth/api';
import { sql } from 'kysely';
import { m } from '#lib/paraglide/messages.js';
import { openAuth } from '#lib/server/auth/auth.ts';
import { client, within, type Bound } from '#lib/server/auth/bounds.ts';
import { asViewer, type SignedIn, type Tx } from '#lib/server/database/viewer.ts';
import { NotRight } from '#lib/server/failures.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { withNext } from './nextPage.ts';

/** Letters to one address: enough for somebody who looks in the wrong mailbox first. */
const lettersToAnAddress: Bound = { what: 'sign-in-to', most: 5, seconds: 3600 };
/** Letters asked for from one place: a ward or a charity's office shares an address. */
const lettersFromAPlace: Bound = { what: 'sign-in-from', most: 30, seconds: 3600 };

/** Somebody who has just signed in: their session, and the cookies that carry it. */
export type Entered = { viewer: SignedIn; session: string; cookies: Headers };

/**
 * Mails a link that signs in. Whether the address has an account, or has had its five letters this
 * hour, is told to nobody: that would say who uses this site. Throws `NotRight` where too many were
 * asked for from one place.
 */
export async function askForLink(
	lamplight: Lamplight,
	wish: { email: string; next: string | null },
	clientAddress: string
): Promise<void> {
	if (!(await within(lamplight, lettersFromAPlace, client(clientAddress)))) {
		throw new NotRight({ email: m.accounts_too_many_letters() });
	}
	if (!(await within(lamplight, lettersToAnAddress, wish.email))) return;
	await openAuth(lamplight).api.signInMagicLink({
		body: { email: wish.email, metadata: { next: wish.next } },
		headers: new Headers()
	});
}

/** Uses up a mailed link. Null where it was used, is too old, or never was one. */
export async function enterByLink(lamplight: Lamplight, token: string): Promise<Entered | null> {
	try {
		const { headers, response } = await openAuth(lamplight).api.magicLinkVerify({
			query: { token },
			headers: new Headers(),
			returnHeaders: true
		});
		return await entered(lamplight, response.token, headers);
	} catch (error) {
		// A link that does not hold is answered with a redirect; a fault of ours is not.
		if (isAPIError(error) && error.statusCode < 500) return null;
		throw error;
	}
}

/** Whoever signed in with this session no longer than five minutes ago; else null. */
export async function justEntered(
	lamplight: Lamplight,
	session: string | null
): Promise<SignedIn | null> {
	const { rowCount } = await lamplight.pools.auth.query(
		`select 1 from "session"
		where "token" = $1 and "createdAt" > now() - interval '5 minutes'`,
		[session]
	);
	if (!rowCount) return null;
	return asViewer(lamplight.pools.web, session, async (_tx, viewer) => viewer);
}

/**
 * What follows on every way in by which an address was shown to be one's own: what was left for
 * that address becomes theirs. Null where the account has ended.
 */
export async function entered(
	lamplight: Lamplight,
	session: string,
	cookies: Headers
): Promise<Entered | null> {
	return asViewer(lamplight.pools.web, session, async (tx, viewer) => {
		if (!viewer) return null;
		await claimDeposits(tx);
		return { viewer, session, cookies };
	});
}

export async function claimDeposits(tx: Tx): Promise<void> {
	await sql`select claim_deposits()`.execute(tx);
}

/** Ends the session, here and in the database. Gives the cookies that say so. */
export async function signOut(lamplight: Lamplight, request: Headers): Promise<Headers> {
	const cookie = request.get('cookie') ?? '';
	const { headers } = await openAuth(lamplight).api.signOut({
		headers: new Headers({ cookie }),
		returnHeaders: true
	});
	return headers;
}

/** Where somebody goes who has just signed in: first of all they give a name to go by. */
export function startingPage(viewer: SignedIn, next: string | null): string {
	const page = next ?? (viewer.guest && viewer.boxes.length === 0 ? '/stories' : '/boxes');
	return viewer.name ? page : withNext('/you', page);
}
