import type { Db } from '#lib/server/database/pools.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import type { Seen } from '#lib/server/screening/kernel.ts';
import { decidedFrom, packSeen, unpackSeen } from '#lib/server/screening/decided.ts';
import type { Decided } from '#lib/server/screening/screen.ts';
import { settingOf } from '#lib/server/siteSetting.ts';

/** The most held letters that the screen leans on, the latest first: weighing more of them would hold up pages. */
const mostLetters = 100;
/** Of one letter: its most worrying sentences. */
const mostSentences = 3;

/**
 * Keeps a held letter as the screen saw it, where the host lets the screen learn from what moderators
 * decide: numbers and never words, in a row that goes with the letter.
 */
export async function keepSeen(
	tx: Db,
	lamplight: Lamplight,
	letter: string,
	sentences: Seen[]
): Promise<void> {
	if (!(await learns(lamplight))) return;
	const packed = packSeen(sentences.slice(0, mostSentences));
	await tx
		.insertInto('letterSeen')
		.values({ letterId: letter, meaning: lamplight.meaning.model, ...packed })
		.onConflict((row) => row.doNothing())
		.execute();
}

/** What moderators decided about letters that are still here. Where the host no longer allows it: gone. */
export async function decidedBefore(lamplight: Lamplight): Promise<Decided> {
	const { worker } = lamplight.pools;
	if (!(await learns(lamplight))) {
		await worker.deleteFrom('letterSeen').execute();
		return [];
	}
	const rows = await worker
		.selectFrom('letterSeen as s')
		.innerJoin('letter as l', 'l.id', 's.letterId')
		.where('s.meaning', '=', lamplight.meaning.model)
		.where('l.verdict', 'in', ['passed_on', 'abuse'])
		.orderBy('l.verdictAt', 'desc')
		.limit(mostLetters)
		.select(['s.vectors', 's.signs', 'l.verdict'])
		.execute();
	return decidedFrom(
		rows.flatMap(({ vectors, signs, verdict }) => {
			const seen = unpackSeen({ vectors, signs }, lamplight.meaning.dimensions);
			// Of a cruel letter its worst sentence is cruel; of one that was passed on, none was.
			const cruel = verdict === 'abuse';
			return seen.slice(0, cruel ? 1 : undefined).map((one) => ({ seen: one, cruel }));
		}),
		lamplight.learned()
	);
}

async function learns({ pools }: Lamplight): Promise<boolean> {
	return (await settingOf(pools.worker, 'screen_learns')) === true;
}
