import { sql } from 'kysely';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { screenOf } from '#lib/server/screening/screenOf.ts';
import { decidedBefore, keepSeen } from './learning.server.ts';

/** Screens a letter and sends each copy on its way. A letter that was taken away meanwhile is none. */
export async function screenLetter(lamplight: Lamplight, id: string): Promise<void> {
	const { worker } = lamplight.pools;
	const letter = await worker
		.selectFrom('letter')
		.where('id', '=', id)
		.select(['body', 'screen'])
		.executeTakeFirst();
	if (!letter) return;
	if (letter.screen === null) {
		const decided = await decidedBefore(lamplight);
		const looked = await screenOf(lamplight).look(letter.body, decided);
		await worker.transaction().execute(async (tx) => {
			await tx
				.updateTable('letter')
				.set({
					screenedAt: lamplight.now(),
					screen: looked.decision,
					concern: looked.concern,
					screenScore: looked.score,
					...placeOf(looked.worst, letter.body)
				})
				.where('id', '=', id)
				.where('screen', 'is', null)
				.execute();
			if (looked.decision === 'hold') await keepSeen(tx, lamplight, id, looked.sentences);
			await sql`select route_letter(${id})`.execute(tx);
		});
	} else await sql`select route_letter(${id})`.execute(worker);
}

/** Where a sentence stands in a letter; nowhere, where it was cut or written otherwise. */
function placeOf(sentence: string | null, body: string) {
	const from = sentence === null ? -1 : body.indexOf(sentence);
	if (sentence === null || from < 0) return { screenFrom: null, screenTo: null };
	return { screenFrom: from, screenTo: from + sentence.length };
}
