import type { Selectable } from 'kysely';
import type { Hold as HoldRow } from '#lib/server/database/tables.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import type {
	Box,
	BoxId,
	Hold,
	Keepsake,
	KeepsakeId,
	KeepsakeKind,
	MemberId,
	Scope,
	Viewer
} from '#lib/rules/facts.ts';
import { NotFound } from '#lib/server/failures.ts';

/** A member as the rules know them, within their own box. */
export function asRuleViewer(viewer: SignedIn): Viewer {
	return {
		kind: 'member',
		id: viewer.id,
		visit: null,
		suspended: viewer.suspended,
		peer: viewer.peer,
		moderator: false
	};
}

/** A box with all its keepers, as its present keepers may see it. Throws `NotFound`. */
export async function loadBox(tx: Tx, id: BoxId): Promise<Box> {
	const keepers = await tx
		.selectFrom('keeper')
		.where('boxId', '=', id)
		.select(['memberId', 'joinedAt', 'leftAt', 'diedAt'])
		.execute();
	if (keepers.length === 0) throw new NotFound();
	return {
		id,
		keepers: keepers.map((each) => ({ ...each, memberId: each.memberId as MemberId })),
		guests: [],
		blocks: [],
		takedowns: [],
		matters: []
	};
}

type Row = {
	id: string;
	putInBy: string | null;
	putInAt: Date;
	releasedAt: Date | null;
	heldAgainAt: Date | null;
	scope: string;
	kind: string;
} & Own;
type Own = { [K in keyof OwnHold as `own${Capitalize<K>}`]: OwnHold[K] | null };
type OwnHold = Pick<Selectable<HoldRow>, 'heldSince' | 'openedAt' | 'putAwayAt' | 'letGoAt'>;

/**
 * Keepsakes with the viewer's own hold, and nothing of the others': what another keeper opened, put
 * away or let go is theirs alone to see. Whether anybody still holds one stands in `releasedAt`.
 */
export function selectKeepsakes(tx: Tx, viewer: SignedIn, box: BoxId) {
	return (
		tx
			.selectFrom('keepsake as k')
			.leftJoin('hold as h', (on) =>
				on.onRef('h.keepsakeId', '=', 'k.id').on('h.memberId', '=', viewer.id)
			)
			.where('k.boxId', '=', box)
			// The film of a photograph is one thing with it.
			.where('k.partOf', 'is', null)
			.select(['k.id', 'k.putInBy', 'k.putInAt', 'k.scope', 'k.kind'])
			.select(['k.releasedAt', 'k.heldAgainAt'])
			.select([
				'h.heldSince as ownHeldSince',
				'h.openedAt as ownOpenedAt',
				'h.putAwayAt as ownPutAwayAt',
				'h.letGoAt as ownLetGoAt'
			])
	);
}

/** A row of `selectKeepsakes` in the words of the rules. */
export function asFact(row: Row, viewer: SignedIn): Keepsake {
	return {
		id: row.id as KeepsakeId,
		putInBy: row.putInBy as MemberId | null,
		putInAt: row.putInAt,
		releasedAt: row.releasedAt,
		heldAgainAt: row.heldAgainAt,
		scope: row.scope as Scope,
		kind: row.kind as KeepsakeKind,
		holds: ownHold(row, viewer),
		takedowns: [],
		matters: []
	};
}

function ownHold(row: Own, viewer: SignedIn): Hold[] {
	if (row.ownHeldSince === null) return [];
	return [
		{
			memberId: viewer.id,
			heldSince: row.ownHeldSince,
			openedAt: row.ownOpenedAt,
			putAwayAt: row.ownPutAwayAt,
			letGoAt: row.ownLetGoAt
		}
	];
}
