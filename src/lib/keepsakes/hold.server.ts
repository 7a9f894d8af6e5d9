import { sql } from 'kysely';
import type { BoxId, KeepsakeId, ShareId } from '#lib/rules/facts.ts';
import { letGo, open, putAway, takeBack, takeOut } from '#lib/rules/holding.ts';
import type { Effect } from '#lib/rules/ruling.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { asFact, loadBox, selectKeepsakes } from './facts.server.ts';
import { sharedIn } from './queries.server.ts';

/** A keepsake of a box, and whoever decides about their own hold on it. */
type Mine = { viewer: SignedIn; box: BoxId; keepsake: KeepsakeId; now: Date };

const rules = { open, putAway, takeOut, letGo, takeBack };

/**
 * What a keeper does with their own hold (R3): opens it, puts it away, takes it out again, lets it
 * go, takes it back. Changes nothing for the others, unless theirs was the last hold. Throws
 * `NotFound` where the rule does not allow it.
 */
export async function decideHold(tx: Tx, verb: keyof typeof rules, mine: Mine): Promise<void> {
	await sql`select lock_box(${mine.box})`.execute(tx);
	const box = await loadBox(tx, mine.box);
	const row = await selectKeepsakes(tx, mine.viewer, mine.box)
		.where('k.id', '=', mine.keepsake)
		.executeTakeFirst();
	if (!row) throw new NotFound();
	const shares = await sharedIn(tx, mine.box, mine.keepsake);
	const ruling = rules[verb](
		mine.viewer.id,
		asFact(row, mine.viewer),
		box,
		mine.now,
		shares.map(({ shareId }) => shareId as ShareId)
	);
	if (!ruling.allowed) throw new NotFound();
	for (const effect of ruling.effects) await write(tx, effect);
}

/** "Show the photograph": takes it out where it was put away, and opens it. */
export async function show(tx: Tx, mine: Mine): Promise<void> {
	await decideHold(tx, 'takeOut', mine);
	await decideHold(tx, 'open', mine);
}

/** A keeper chooses to see everything that waits for them. What they put away stays put away. */
export async function openAll(tx: Tx, { viewer, box, now }: Omit<Mine, 'keepsake'>) {
	await loadBox(tx, box);
	await sql`
		insert into hold (keepsake_id, member_id, opened_at)
		select k.id, ${viewer.id}, ${now} from keepsake k
		where k.box_id = ${box} and k.kind <> 'words' and k.released_at is null
		on conflict (keepsake_id, member_id) do update set opened_at = excluded.opened_at
			where hold.put_away_at is null and hold.let_go_at is null`.execute(tx);
}

async function write(tx: Tx, effect: Effect): Promise<void> {
	switch (effect.effect) {
		case 'open':
			return ownHold(tx, { ...effect, openedAt: effect.at });
		case 'put-away':
			return ownHold(tx, { ...effect, putAwayAt: effect.at });
		case 'let-go':
			// The database looks at the holds of all keepers, which no keeper may see, and releases.
			await (
				effect.at
					? sql`select let_go(${effect.keepsakeId})`
					: sql`select take_back(${effect.keepsakeId})`
			).execute(tx);
			return;
		case 'release':
		case 'hold-again':
			return;
		default:
			throw new Error(`Nobody's own hold: ${effect.effect}`);
	}
}

type Own = {
	keepsakeId: KeepsakeId;
	memberId: string;
	openedAt?: Date | null;
	putAwayAt?: Date | null;
};

async function ownHold(tx: Tx, { keepsakeId, memberId, openedAt, putAwayAt }: Own): Promise<void> {
	const set = { openedAt, putAwayAt };
	await tx
		.insertInto('hold')
		.values({ keepsakeId, memberId, ...set })
		.onConflict((on) => on.columns(['keepsakeId', 'memberId']).doUpdateSet(set))
		.execute();
}
