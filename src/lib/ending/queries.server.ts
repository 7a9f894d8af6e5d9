import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { freshMs } from './closeAccount.server.ts';

export { boxesLeft } from './keepAgain.server.ts';

/** A box as closing its keeper's account finds it: who else keeps it. */
export type BoxAtClosing = { id: string; name: string | null; others: string[] };

export type AtClosing = {
	boxes: BoxAtClosing[];
	/** Signed in within the hour: it can be closed now. */
	fresh: boolean;
	/** Nobody else looks after the site. */
	onlyHost: boolean;
};

/** What closing the viewer's account would mean, for the page that asks. */
export async function atClosing(
	lamplight: Lamplight,
	tx: Tx,
	viewer: SignedIn,
	session: string | null
): Promise<AtClosing> {
	const others = await tx
		.selectFrom('keeper as k')
		.innerJoin('member as who', 'who.id', 'k.memberId')
		.where('k.memberId', '<>', viewer.id)
		.where('k.leftAt', 'is', null)
		.where('k.diedAt', 'is', null)
		.orderBy('k.joinedAt')
		.select(['k.boxId', 'who.name'])
		.execute();
	const hosts = viewer.host ? await tx.selectFrom('host').select('memberId').execute() : [];
	return {
		boxes: viewer.boxes.map((box) => ({
			...box,
			others: others.filter(({ boxId }) => boxId === box.id).map(({ name }) => name)
		})),
		fresh: await isFresh(lamplight, session),
		onlyHost: hosts.length === 1
	};
}

async function isFresh({ pools }: Lamplight, session: string | null): Promise<boolean> {
	const { rows } = await pools.auth.query(
		`select 1 from "session"
		where "token" = $1 and "createdAt" > now() - make_interval(secs => $2)`,
		[session, freshMs / 1000]
	);
	return rows.length > 0;
}

/** When the viewer asked to close this account and then signed in again; null: not this month. */
export async function closingTakenBack(tx: Tx, viewer: SignedIn, now: Date): Promise<Date | null> {
	const found = await tx
		.selectFrom('closing')
		.where('memberId', '=', viewer.id)
		.where('endsAt', '>', now)
		.select('takenBackAt')
		.executeTakeFirst();
	return found?.takenBackAt ?? null;
}
