import { setTimeout as pause } from 'node:timers/promises';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { adaAlone } from './ada.ts';
import { answers, theModerator } from './answers.ts';
import { nellsFamily } from './nell.ts';
import { asksToBeWelcomed, theDeposit, theHost, theReaders, welcomesAll } from './others.ts';
import { robinsFamily } from './robin.ts';

/**
 * Makes the world of the demo on an empty site, by the site's own use cases; its jobs must be
 * running, since invitations come by letter. Throws where anybody is there already.
 */
export async function makeWorld(lamplight: Lamplight) {
	const jo = await theHost(lamplight);
	const robin = await robinsFamily(lamplight);
	const nell = await nellsFamily(lamplight);
	const ada = await adaAlone(lamplight);
	for (const who of [robin.wren, robin.tom, nell.sol, nell.mika]) {
		await asksToBeWelcomed(who, `We keep a memory box here. ${who.name}, who is made up.`);
	}
	await welcomesAll(jo);
	const readers = await theReaders(lamplight, jo);
	await theDeposit(lamplight);
	// Named once the stories are out, so that none of them waits to be looked at.
	const maeve = await theModerator(jo);
	await answers(readers.noor, maeve);
	await picturesMade(lamplight);
	return { jo, maeve, robin, nell, ada, ...readers };
}

const patienceMs = 60_000;

/** Waits until every photograph has its pictures for the screen. */
async function picturesMade({ pools }: Lamplight): Promise<void> {
	const giveUpAt = performance.now() + patienceMs;
	for (;;) {
		const unmade = await pools.worker
			.selectFrom('keepsake')
			.where('kind', '=', 'photograph')
			.where('picturesMadeAt', 'is', null)
			.select('id')
			.executeTakeFirst();
		if (!unmade) return;
		if (performance.now() > giveUpAt) throw new Error('The pictures of the demo were not made.');
		await pause(100);
	}
}
