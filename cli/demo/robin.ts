import { sayLivedFacts } from '#lib/lived/actions.server.ts';
import type { GoingChosen } from '#lib/sharing/going.ts';
import { beginBox } from '#lib/boxes/about.server.ts';
import { putInWords } from '#lib/keepsakes/actions.server.ts';
import type { BoxId } from '#lib/rules/facts.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { decides, guestOf, keepsWith, proposes, putsIn, saves, saysYes, writes } from './acts.ts';
import { as, begins, type Somebody } from './somebody.ts';
import * as stories from './stories.ts';

const photographs = {
	blanket: {
		drawing: 'blanket',
		caption: 'His blanket.',
		alt: 'A blue blanket with small light squares, folded at its foot.',
		coverWords: 'His blanket. It is all right not to look.'
	},
	view: {
		drawing: 'window',
		caption: 'The window, that morning.',
		alt: 'A window with white bars; behind it two green hills and a pale sun.',
		coverWords: 'What we saw from his room.'
	},
	feet: {
		drawing: 'feet',
		caption: '',
		alt: '',
		coverWords: 'His feet.',
		keptCovered: true
	},
	branch: {
		drawing: 'branch',
		caption: 'From my mother’s tree.',
		alt: 'A branch with eleven green leaves.',
		coverWords: 'A branch from the tree behind the house.'
	},
	sky: {
		drawing: 'stars',
		caption: 'The drive home.',
		alt: 'A night sky with many small stars and a full moon.',
		coverWords: 'The sky on the way home.'
	}
} as const;

/** What their story shows of what they lived: as roughly as they wish. */
const shown = {
	answers: 'letters',
	shown: { word: 'exact', weeks: 'rough', when: 'rough' }
} as const satisfies Partial<GoingChosen>;

/**
 * Wren and Tom keep Robin: a story for those who have been through it, a newer one of Wren's that
 * waits for Tom's answer, one for the family they invited, and photographs put away and covered.
 */
export async function robinsFamily(lamplight: Lamplight) {
	const wren = await begins(lamplight, 'Wren');
	const box = await as(wren, (tx) =>
		beginBox(tx, {
			name: 'Robin',
			bornOn: '2024-03-09',
			diedOn: null,
			dueOn: '2024-05',
			weeks: 31,
			daysPastWeeks: null,
			happened: 'he was born sleeping'
		})
	);
	const tom = await keepsWith(wren, box, 'Tom');
	const { blanket, view, branch } = await fill(box, wren, tom);
	const morning = await writes(wren, box, stories.theMorning(blanket));
	const wrenAndTom = 'Wren and Tom, who are made up';
	await as(wren, (tx, viewer) =>
		sayLivedFacts(tx, viewer, box, {
			happened: ['stillbirth'],
			cause: ['unknown'],
			writing: 'mother'
		})
	);
	await proposes(wren, box, morning, { audiences: ['peers'], byline: wrenAndTom, going: shown });
	await saysYes(tom, box);
	const forFamily = await writes(tom, box, stories.theBlanket(branch));
	await proposes(tom, box, forFamily, { audiences: ['family'], byline: 'Tom, who is made up' });
	await saysYes(wren, box);
	const iris = await guestOf(wren, box, [tom], 'Grandma Iris');
	const work = await writes(wren, box, stories.backAtWork);
	await proposes(wren, box, work, { audiences: ['peers'], byline: 'Wren, who is made up' });
	await writes(wren, box, stories.aLetter);
	await saves(wren, box, morning, stories.theMorningSince(blanket, view));
	await proposes(wren, box, morning, {
		...{ audiences: ['peers', 'anyone'], byline: wrenAndTom },
		going: { ...shown, shown: { ...shown.shown, cause: 'exact' } }
	});
	return { wren, tom, iris, box };
}

async function fill(box: BoxId, wren: Somebody, tom: Somebody) {
	const blanket = await putsIn(wren, box, photographs.blanket);
	const view = await putsIn(wren, box, photographs.view);
	await putsIn(wren, box, photographs.feet);
	const branch = await putsIn(tom, box, photographs.branch);
	const sky = await putsIn(wren, box, photographs.sky);
	for (const seen of [blanket, view, sky]) await decides(tom, box, seen, 'open');
	await decides(tom, box, sky, 'putAway');
	await decides(wren, box, branch, 'open');
	await as(wren, (tx, viewer) =>
		putInWords(tx, viewer, box, { words: stories.words.toRobin, scope: 'box' })
	);
	await as(tom, (tx, viewer) =>
		putInWords(tx, viewer, box, { words: stories.words.tomAlone, scope: 'mine' })
	);
	return { blanket, view, branch };
}
