import { sql } from 'kysely';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { createScreen, type Screen } from '#lib/server/screening/screen.ts';
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
					concern: looked.concern
				})
				.where('id', '=', id)
				.where('screen', 'is', null)
				.execute();
			if (looked.decision === 'hold') await keepSeen(tx, lamplight, id, looked.sentences);
			await sql`select route_letter(${id})`.execute(tx);
		});
	} else await sql`select route_letter(${id})`.execute(worker);
}

const screens = new WeakMap<Lamplight['meaning'], Screen>();

/** One a site: what was learned is read from its file once. */
function screenOf({ meaning }: Lamplight): Screen {
	const screen = screens.get(meaning) ?? createScreen(meaning);
	screens.set(meaning, screen);
	return screen;
}
