import { openAuth } from '#lib/server/auth/auth.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { peersBy, type Way } from '#lib/watching/queries.server.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';

export type Passkey = { id: string; name: string; addedAt: Date | null };

/** What "You" shows beside the name and the boxes. */
export type OwnPage = {
	/** Since when they wait for a welcome; null: not asked. */
	askedAt: Date | null;
	/** How people become peers here. */
	peersBy: Way;
	/** Whose guest they are: the one who invited them, where that is still told to them. */
	guestOf: { id: string; invitedBy: string | null; since: Date }[];
};

export async function ownPage(tx: Tx, viewer: SignedIn): Promise<OwnPage> {
	const asked = await tx
		.selectFrom('peerRequest')
		.where('memberId', '=', viewer.id)
		.select('askedAt')
		.executeTakeFirst();
	const guestOf = await tx
		.selectFrom('guest as g')
		.leftJoin('member as by', 'by.id', 'g.invitedBy')
		.where('g.memberId', '=', viewer.id)
		.where('g.withdrawnAt', 'is', null)
		.orderBy('g.joinedAt')
		.select(['g.id', 'by.name as invitedBy', 'g.joinedAt as since'])
		.execute();
	return { askedAt: asked?.askedAt ?? null, peersBy: await peersBy(tx), guestOf };
}

/**
 * The passkeys of a member; and whether one may be added now: on the day of signing in only, so
 * that a device somebody else picked up gives them no key of their own.
 */
export async function ownPasskeys(
	lamplight: Lamplight,
	viewer: SignedIn,
	session: string | null
): Promise<{ passkeys: Passkey[]; mayAdd: boolean }> {
	const { auth } = lamplight.pools;
	const { rows } = await auth.query<Passkey>(
		`select "id", coalesce("name", '') as name, "createdAt" as "addedAt"
		from "passkey" where "userId" = $1 order by "createdAt"`,
		[viewer.id]
	);
	const { sessionConfig } = await openAuth(lamplight).$context;
	const fresh = await auth.query(
		`select 1 from "session"
		where "token" = $1 and "createdAt" > now() - make_interval(secs => $2)`,
		[session, sessionConfig.freshAge]
	);
	return { passkeys: rows, mayAdd: fresh.rows.length > 0 };
}
