import { sql } from 'kysely';
import { NotFound } from '#lib/server/failures.ts';
import { uuidOrMissing } from '#lib/server/web/uuid.ts';
import { mayBegin, sittingOf } from './sitting.server.ts';
import { asModerator, type Watcher } from './watcher.server.ts';

export type Taken = 'taken' | 'another' | 'over';

/**
 * Takes a matter up: from then on it is before this moderator alone. `another`: somebody was quicker.
 * `over`: the sitting is, or none was begun.
 */
export async function takeMatter(watcher: Watcher, matter: string): Promise<Taken> {
	return asModerator(watcher, async (tx, viewer) => {
		if (!mayBegin(await sittingOf(tx, viewer), watcher.lamplight.now())) return 'over';
		const { rows } = await sql<{ taken: boolean }>`
			select take_matter(${uuidOrMissing(matter)}) as taken
		`.execute(tx);
		return rows[0]?.taken ? 'taken' : 'another';
	});
}

const ways = ['passed_on', 'knows_family', 'put_back'];

/** Hands a matter to another, no reason asked; or lays it back for later. Nobody learns why. */
export async function passOnMatter(watcher: Watcher, matter: string, how: string): Promise<void> {
	if (!ways.includes(how)) throw new NotFound();
	await asModerator(watcher, (tx) =>
		sql`select pass_on_matter(${uuidOrMissing(matter)}, ${how})`.execute(tx)
	);
}
