import { beginBox } from '#lib/boxes/about.server.ts';
import { putInWords } from '#lib/keepsakes/actions.server.ts';
import { bringBack, decideForMe } from '#lib/sharing/actions.server.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { decides, keepsWith, proposes, putsIn, saysYes, writes } from './acts.ts';
import { as, begins } from './somebody.ts';
import * as stories from './stories.ts';

const photographs = {
	hat: {
		drawing: 'hat',
		caption: 'The hat she did not care for.',
		alt: 'A knitted hat in faded pink, with a bobble.',
		coverWords: 'Nell’s hat, without Nell.'
	},
	shore: {
		drawing: 'shore',
		caption: 'Where we go on her days.',
		alt: 'A flat grey-blue sea behind a strip of sand, and a low white sun.',
		coverWords: 'The sea in October.'
	},
	lamp: {
		drawing: 'lamp',
		caption: 'The lamp in the hall.',
		alt: 'A small lamp with a yellow shade, alight in a dark room.',
		coverWords: 'A lamp, nothing else.'
	}
} as const;
const byline = 'Sol and Mika, who are made up';

/**
 * Sol and Mika keep Nell: a story for all, one photograph of it open by agreement; one brought back
 * by Mika; and one that went out by Sol's yes, since Mika has said: decide for me.
 */
export async function nellsFamily(lamplight: Lamplight) {
	const sol = await begins(lamplight, 'Sol');
	const box = await as(sol, (tx) =>
		beginBox(tx, {
			name: 'Nell',
			bornOn: '2022-10-02',
			diedOn: '2022-10-04',
			dueOn: null,
			weeks: null,
			daysPastWeeks: null,
			happened: 'she lived for two days'
		})
	);
	const mika = await keepsWith(sol, box, 'Mika');
	const { hat, shore, lamp } = photographs;
	const ids = {
		hat: await putsIn(sol, box, hat),
		shore: await putsIn(mika, box, shore),
		lamp: await putsIn(sol, box, lamp)
	};
	for (const id of [ids.hat, ids.lamp]) await decides(mika, box, id, 'open');
	await decides(sol, box, ids.shore, 'open');
	await as(mika, (tx, viewer) =>
		putInWords(tx, viewer, box, { words: stories.words.mika, scope: 'box' })
	);
	const days = await writes(sol, box, stories.twoDays(ids.shore, ids.hat));
	const open = { [ids.shore]: shore };
	await proposes(sol, box, days, {
		...{ audiences: ['family', 'peers', 'anyone'], byline, open },
		going: { answers: 'with_you', subjects: ['photographs'] }
	});
	await saysYes(mika, box);
	const songs = await writes(mika, box, stories.theSongs);
	await proposes(mika, box, songs, { audiences: ['anyone'], byline: 'Mika, who is made up' });
	await saysYes(sol, box);
	await bringBack(mika, box, songs, null);
	for (const kind of ['share', 'findable', 'allow_letters'] as const) {
		await decideForMe(mika, box, await idOf(sol), kind);
	}
	const winter = await writes(sol, box, stories.secondWinter(ids.lamp));
	await proposes(sol, box, winter, { audiences: ['peers', 'anyone'], byline });
	return { sol, mika, box };
}

function idOf(who: Parameters<typeof as>[0]): Promise<string> {
	return as(who, async (_tx, viewer) => viewer.id);
}
