import { sql } from 'kysely';
import { m } from '#lib/paraglide/messages.js';
import type { LetterWay } from '#lib/rules/facts.ts';
import { NotRight } from '#lib/server/failures.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { uuidOrMissing } from '#lib/server/web/uuid.ts';
import { sayFace, type Face } from './face.ts';
import { asMember, verb, type Actor } from './asMember.server.ts';

export type Somebody = { id: string; name: string };
export type LetterSettings = {
	way: LetterWay;
	/** Who was asked to read first, and whether they have said yes. */
	reader: (Somebody & { agreed: boolean }) | null;
	/** Those who could be asked: who keeps a memory box with the viewer, or is a guest of theirs. */
	couldRead: Somebody[];
	/** Who asked the viewer to read for them. */
	asked: { id: string; name: string; agreed: boolean }[];
	face: Face;
	/** What could be said of them, from what they said of their memory boxes; nothing before they choose. */
	offered: (Face & { box: string; words: string })[];
};

/** How letters reach the viewer, and what those they write to know of them. */
export async function letterSettings(tx: Tx, viewer: SignedIn, now: Date): Promise<LetterSettings> {
	const chosen = await tx.selectFrom('letterWay').select('way').executeTakeFirst();
	const face = await tx.selectFrom('letterFace').select(['weeks', 'year']).executeTakeFirst();
	const trusts = await tx
		.selectFrom('letterTrust as t')
		.leftJoin('member as asks', 'asks.id', 't.memberId')
		.leftJoin('member as reads', 'reads.id', 't.readerId')
		.where('t.endedAt', 'is', null)
		.select(['t.id', 't.memberId', 't.readerId', 't.agreedAt'])
		.select(['asks.name as asksName', 'reads.name as readsName'])
		.execute();
	const own = trusts.find(({ memberId }) => memberId === viewer.id);
	const couldRead = await tx
		.selectFrom('member')
		.where('id', '<>', viewer.id)
		.where('name', '<>', '')
		.where(sql<boolean>`shares_a_box(id)`)
		.orderBy('name')
		.select(['id', 'name'])
		.execute();
	return {
		way: (chosen?.way as LetterWay | undefined) ?? 'moderator',
		reader: own
			? { id: own.readerId, name: own.readsName ?? '', agreed: own.agreedAt !== null }
			: null,
		couldRead,
		asked: trusts
			.filter(({ readerId }) => readerId === viewer.id)
			.map(({ id, asksName, agreedAt }) => ({
				id,
				name: asksName ?? '',
				agreed: agreedAt !== null
			})),
		face: face ?? { weeks: null, year: null },
		offered: await offeredFaces(tx, viewer, now)
	};
}

async function offeredFaces(
	tx: Tx,
	viewer: SignedIn,
	now: Date
): Promise<LetterSettings['offered']> {
	const lived = await tx
		.selectFrom('box as b')
		.innerJoin('keeper as k', 'k.boxId', 'b.id')
		.where('k.memberId', '=', viewer.id)
		.where('k.leftAt', 'is', null)
		.orderBy('k.joinedAt')
		.select(['b.id as box', 'b.weeks'])
		.select(sql<string | null>`left(coalesce(b.born_on, b.died_on, b.due_on), 4)`.as('year'))
		.execute();
	return lived
		.map(({ box, weeks, year }) => ({ box, weeks, year: year === null ? null : Number(year) }))
		.filter(({ weeks, year }) => weeks !== null || year !== null)
		.map((each) => ({ ...each, words: sayFace(each, now) }));
}

/** How letters reach the viewer from now on. Whom they trust is asked, and a moderator reads until then. */
export async function chooseWay(actor: Actor, way: LetterWay, reader: string): Promise<void> {
	if (way === 'trusted' && reader === '')
		throw new NotRight({ reader: m.letters_reader_missing() });
	await asMember(actor, async (tx, viewer) => {
		if (way === 'trusted') await sql`select ask_to_read(${uuidOrMissing(reader)})`.execute(tx);
		else {
			await tx
				.updateTable('letterTrust')
				.set({ endedAt: actor.lamplight.now() })
				.where('memberId', '=', viewer.id)
				.where('endedAt', 'is', null)
				.execute();
		}
		await tx
			.insertInto('letterWay')
			.values({ memberId: viewer.id, way })
			.onConflict((row) => row.column('memberId').doUpdateSet({ way, chosenAt: sql`now()` }))
			.execute();
	});
}

/** What is said of the viewer beside "I am with you" and their letters from now on. */
export async function keepFace(actor: Actor, face: Face): Promise<void> {
	await asMember(actor, (tx, viewer) =>
		tx
			.insertInto('letterFace')
			.values({ memberId: viewer.id, ...face })
			.onConflict((row) => row.column('memberId').doUpdateSet(face))
			.execute()
	);
}

/** Says yes or no to reading first for somebody. A yes can become a no at any time. */
export function answerTrust(actor: Actor, trust: string, agrees: boolean): Promise<void> {
	return verb(actor, sql`answer_trust(${uuidOrMissing(trust)}, ${agrees})`);
}
