import { sql } from 'kysely';
import { decide } from '#lib/rules/moderation.ts';
import type { MatterFacts, MemberId, ModeratorFacts } from '#lib/rules/facts.ts';
import { m } from '#lib/paraglide/messages.js';
import { NotFound, NotRight } from '#lib/server/failures.ts';
import { uuidOrMissing } from '#lib/server/web/uuid.ts';
import { asViewer, type SignedIn, type Tx } from '#lib/server/database/viewer.ts';
import type { Decided } from './schema.ts';
import { tellDecided } from './tell.server.ts';
import type { MatterBefore } from './told.ts';
import { asModerator, orMissing, type Watcher } from './watcher.server.ts';

/** Decides the matter that is before this moderator, and tells those concerned. */
export async function decideMatter(
	watcher: Watcher,
	matter: string,
	{ verb, reason, words }: Decided
): Promise<void> {
	await asModerator(watcher, async (tx, viewer) => {
		const before = await matterBefore(tx, matter);
		const facts = { moderator: moderatorFacts(viewer), matter: factsOf(before, viewer) };
		const now = watcher.lamplight.now();
		const { allowed, causes } = decide(verb, reason, facts.moderator, facts.matter, now);
		if (causes.some(({ cause }) => cause === 'no-reason')) {
			throw new NotRight({ reason: m.watching_reason_missing() });
		}
		if (!allowed) throw new NotFound();
		await sql`select decide_matter(${before.id}, ${verb}, ${reason}, ${words})`.execute(tx);
		await tellDecided(tx, before.id);
	});
}

/** The whole of a matter, for whoever has it before them. The first sight of it is logged. */
export async function matterBefore(tx: Tx, matter: string): Promise<MatterBefore> {
	const { rows } = await orMissing(
		sql<{ before: MatterBefore }>`select matter_before(${uuidOrMissing(matter)}) as before`.execute(
			tx
		)
	);
	if (!rows[0]) throw new NotFound();
	return rows[0].before;
}

/** Those who keep a story that was taken down ask another moderator to look again. */
export async function appealMatter(
	{ lamplight, session }: Watcher,
	matter: string,
	words: string
): Promise<void> {
	await asViewer(lamplight.pools.web, session, async (tx, viewer) => {
		if (!viewer) throw new NotFound();
		const { rows } = await orMissing(
			sql<{ done: boolean }>`
				select appeal_matter(${uuidOrMissing(matter)}, ${words}) as done
			`.execute(tx)
		);
		if (!rows[0]?.done) throw new NotFound();
	});
}

function moderatorFacts({ id, suspended }: SignedIn): ModeratorFacts {
	return { id, suspended, endedAt: null, aside: [], knows: [] };
}

/** Postgres gives it to nobody for whom it is not. */
function factsOf(before: MatterBefore, viewer: SignedIn): MatterFacts {
	const { kind, concern, state } = before;
	return {
		...{ kind, concern, state, closedAt: null, boxId: null, takenBy: viewer.id as MemberId },
		...{ decisions: [], passedOnBy: [], reporters: [], concerned: [] }
	};
}
