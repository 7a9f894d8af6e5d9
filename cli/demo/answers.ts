import { setTimeout as pause } from 'node:timers/promises';
import { keepFace, sayWithYou, sendLetter } from '#lib/letters/actions.server.ts';
import {
	beginSitting,
	decideMatter,
	endSitting,
	nameModerator,
	reportStory,
	takeMatter
} from '#lib/watching/actions.server.ts';
import { queueOf } from '#lib/watching/queries.server.ts';
import { as, begins, clientAddress, type Somebody } from './somebody.ts';

const letters = {
	passedOn:
		'Dear both, I read about the blind and the frost on the cars, twice, and then I sat for a while. Nobody told us what sort of a day it was. I looked it up last night: it rained. I am glad to know it. You need not answer. (A made-up letter for the demo.)',
	waits:
		'Dear Wren, I have thought about the tiles. I counted the lamps in the corridor, there were fourteen, and I have never told anybody. Thank you for writing it down. (A made-up letter for the demo.)'
};
const aboutReport =
	'A nurse is named in it by her first name, I think. Perhaps she does not mind. (Made up, for the demo.)';

/** Jo asks Maeve to watch over the site. */
export async function theModerator(jo: Somebody): Promise<Somebody> {
	const maeve = await begins(jo.lamplight, 'Maeve');
	await as(jo, (tx, viewer) => nameModerator(tx, viewer, maeve.email));
	return maeve;
}

/**
 * Noor answers stories: "I am with you", a letter that Maeve has passed on, one that waits for her, and
 * a story she tells of. Letters come when the jobs of the site have looked through them.
 */
export async function answers(noor: Somebody, maeve: Somebody): Promise<void> {
	const [morning, nell] = [
		await storyCalled(noor, 'The morning Robin came'),
		await storyCalled(noor, 'Two days with Nell')
	];
	const year = noor.lamplight.now().getUTCFullYear() - 6;
	await keepFace(noor, { weeks: 9, year });
	for (const story of [morning, nell]) await sayWithYou(noor, story);
	await sendLetter(noor, { story: morning }, { body: letters.passedOn });
	await passesOn(maeve);
	await sendLetter(noor, { story: morning }, { body: letters.waits });
	await waiting(maeve);
	await reportStory(noor, nell, { concern: 'names_somebody', words: aboutReport }, clientAddress);
}

async function passesOn(maeve: Somebody): Promise<void> {
	await as(maeve, (tx, viewer) => beginSitting(tx, viewer, 30));
	const matter = await waiting(maeve);
	await takeMatter(maeve, matter);
	const decision = { verb: 'release', reason: 'as_it_may_be', words: 'A kind letter.' } as const;
	await decideMatter(maeve, matter, decision);
	await as(maeve, (tx, viewer) => endSitting(tx, viewer, maeve.lamplight.now()));
}

const patienceMs = 60_000;

/** What waits for a moderator, once it does. */
async function waiting(maeve: Somebody): Promise<string> {
	const giveUpAt = performance.now() + patienceMs;
	for (;;) {
		const queue = await as(maeve, (tx, viewer) => queueOf(tx, viewer, maeve.lamplight.now()));
		if (queue.waiting[0]) return queue.waiting[0].id;
		if (performance.now() > giveUpAt) throw new Error('A letter of the demo was not screened.');
		await pause(100);
	}
}

function storyCalled(reader: Somebody, title: string): Promise<string> {
	return as(reader, async (tx) => {
		const found = await tx
			.selectFrom('share as s')
			.innerJoin('storyVersion as v', 'v.id', 's.versionId')
			.where('s.endedAt', 'is', null)
			.where('v.title', '=', title)
			.select('s.storyId')
			.executeTakeFirstOrThrow();
		return found.storyId;
	});
}
