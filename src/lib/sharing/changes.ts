import { exceeds } from '#lib/rules/going.ts';
import type { Answers, Audience, LivedShown } from '#lib/rules/facts.ts';
import { asRuled, type GoesOut } from './going.ts';
import type { PlacedKeepsake } from './placed.server.ts';
import type { Content } from './reading.server.ts';

/** What is different from what was agreed to before. */
export type Changes = {
	/** Who could see it, and could not until now. */
	moreFor: Audience[];
	title: { from: string; to: string } | null;
	byline: { from: string; to: string } | null;
	/** The paragraphs, each kept, taken out or put in, in the order of reading; empty: no word changed. */
	words: { part: 'kept' | 'gone' | 'new'; text: string }[];
	/** What would go out with it that does not now, and the marks it would lose. */
	going: {
		findable: boolean;
		answers: Answers | null;
		lived: LivedShown[];
		unmarked: string[];
	};
	keepsakes: Record<ChangeWith, Changed[]>;
};

/** What can be different about one thing. `moving`, `still`: a photograph goes out with its moment or no more. */
export type ChangeWith = 'added' | 'removed' | 'uncovered' | 'moving' | 'still' | 'reworded';
type Changed = Pick<PlacedKeepsake, 'id' | 'kind'>;

type Out = Pick<Content, 'title' | 'body' | 'byline' | 'going' | 'keepsakes'>;

/** Compares the agreed version with the one asked about. `words`: a body as plain paragraphs. */
export function changesBetween(
	before: Out & { audiences: readonly Audience[] },
	after: Out & { audiences: readonly Audience[] },
	words: (body: string) => string[]
): Changes {
	const differs = (from: string, to: string) => (from === to ? null : { from, to });
	const paragraphs = difference(words(before.body), words(after.body));
	return {
		moreFor: before.audiences.includes('anyone')
			? []
			: after.audiences.filter((each) => !before.audiences.includes(each)),
		title: differs(before.title, after.title),
		byline: differs(before.byline, after.byline),
		words: paragraphs.some((each) => each.part !== 'kept') ? paragraphs : [],
		going: goingChanges(before.going, after.going),
		keepsakes: keepsakeChanges(before.keepsakes, after.keepsakes)
	};
}

/** True when the two are the same to every reader. */
export function isSame(changes: Changes): boolean {
	const { moreFor, title, byline, words, going, keepsakes } = changes;
	return (
		moreFor.length + words.length + going.lived.length + going.unmarked.length === 0 &&
		!going.findable &&
		!going.answers &&
		!title &&
		!byline &&
		Object.values(keepsakes).every((each) => each.length === 0)
	);
}

function goingChanges(before: GoesOut, after: GoesOut): Changes['going'] {
	const [was, is] = [asRuled(before), asRuled(after)];
	const without = (fact: LivedShown) => ({ ...is, lived: [fact] });
	return {
		findable: exceeds(is, was, 'findable'),
		answers: exceeds(is, was, 'answers') ? is.answers : null,
		lived: is.lived.filter((each) => exceeds(without(each), was, 'lived')),
		unmarked: was.subjects.filter((each) => !is.subjects.includes(each))
	};
}

function keepsakeChanges(before: Out['keepsakes'], after: Out['keepsakes']) {
	const were = new Map(before.map((each) => [each.id, each]));
	const are = new Set(after.map((each) => each.id));
	const named = (list: readonly PlacedKeepsake[]): Changed[] =>
		list.map(({ id, kind }) => ({ id, kind }));
	const where = (is: (then: PlacedKeepsake, now: PlacedKeepsake) => boolean) =>
		named(both.filter(({ then, now }) => is(then, now)).map(({ now }) => now));
	const both = after.flatMap((now) => {
		const then = were.get(now.id);
		return then ? [{ then, now }] : [];
	});
	const words = ({ caption, alt, coverWords, said }: PlacedKeepsake) =>
		JSON.stringify([caption, alt, coverWords, said]);
	return {
		added: named(after.filter((each) => !were.has(each.id))),
		removed: named(before.filter((each) => !are.has(each.id))),
		uncovered: where((then, now) => then.covered && !now.covered),
		moving: where((then, now) => !then.moving && now.moving),
		still: where((then, now) => then.moving && !now.moving),
		reworded: where((then, now) => words(then) !== words(now))
	};
}

/** Comparing every paragraph with every other grows with both; beyond this, all is said to be new. */
const mostPairs = 1_000_000;

/** The longest common run of paragraphs, and what came and went around it. */
function difference(before: string[], after: string[]): Changes['words'] {
	if (before.length * after.length > mostPairs) {
		const all = (part: 'gone' | 'new', texts: string[]) => texts.map((text) => ({ part, text }));
		return before.join('\n') === after.join('\n')
			? []
			: [...all('gone', before), ...all('new', after)];
	}
	const lengths = commonLengths(before, after);
	const parts: Changes['words'] = [];
	let [i, j] = [0, 0];
	while (i < before.length || j < after.length) {
		const [gone, come] = [before[i], after[j]];
		if (gone !== undefined && gone === come) {
			parts.push({ part: 'kept', text: gone });
			i++;
			j++;
		} else if (gone !== undefined && (lengths[i + 1]?.[j] ?? 0) >= (lengths[i]?.[j + 1] ?? 0)) {
			parts.push({ part: 'gone', text: gone });
			i++;
		} else if (come !== undefined) {
			parts.push({ part: 'new', text: come });
			j++;
		}
	}
	return parts;
}

/** `[i][j]`: how many paragraphs `before` from i and `after` from j have in common, in order. */
function commonLengths(before: string[], after: string[]): number[][] {
	const lengths = Array.from({ length: before.length + 1 }, () =>
		new Array<number>(after.length + 1).fill(0)
	);
	for (let i = before.length - 1; i >= 0; i--) {
		for (let j = after.length - 1; j >= 0; j--) {
			const next = lengths[i + 1]?.[j + 1] ?? 0;
			const rest = Math.max(lengths[i + 1]?.[j] ?? 0, lengths[i]?.[j + 1] ?? 0);
			(lengths[i] as number[])[j] = before[i] === after[j] ? next + 1 : rest;
		}
	}
	return lengths;
}
