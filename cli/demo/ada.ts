import { beginBox } from '#lib/boxes/about.server.ts';
import { putInWords } from '#lib/keepsakes/actions.server.ts';
import { sayLivedFacts } from '#lib/lived/actions.server.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { proposes, writes } from './acts.ts';
import { hostsOwn } from './others.ts';
import { as, begins } from './somebody.ts';
import * as stories from './stories.ts';

/** Ada keeps alone what an early loss left: words, two of them told to anyone. */
export async function adaAlone(lamplight: Lamplight) {
	const ada = await begins(lamplight, 'Ada');
	const box = await as(ada, (tx) =>
		beginBox(tx, {
			name: null,
			bornOn: null,
			diedOn: null,
			dueOn: null,
			weeks: null,
			daysPastWeeks: null,
			happened: null
		})
	);
	for (const words of [stories.words.ada, stories.words.adaList]) {
		await as(ada, (tx, viewer) => putInWords(tx, viewer, box, { words, scope: 'box' }));
	}
	await as(ada, (tx, viewer) =>
		sayLivedFacts(tx, viewer, box, { happened: ['miscarriage', hostsOwn] })
	);
	for (const told of [stories.nineDays, stories.theQuestion]) {
		const story = await writes(ada, box, told);
		await proposes(ada, box, story, {
			...{ audiences: ['anyone'], byline: 'Ada, who is made up' },
			going: { answers: 'with_you', shown: { happened: 'exact' } }
		});
	}
	return { ada, box };
}
