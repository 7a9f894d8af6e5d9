/**
 * R2 and R4: what goes out with a story beside its words and keepsakes. It is agreed to with the
 * version it stands in; one keeper takes any of it back at once, over all that was agreed by then.
 */
import type { Answers, Going, LivedShown, Narrowing, Share } from './facts.ts';
import { happened } from './moments.ts';

/**
 * What a story shows of what was lived, as it stands in its version: by fact a text or a list of texts,
 * as coarsely as was chosen. What begins with ~ is said roughly only.
 */
export type Lived = Readonly<Record<string, string | readonly string[]>>;

/** One by one, a list's items each by itself. */
export function shownIn(lived: Lived): LivedShown[] {
	return Object.entries(lived).flatMap(([fact, said]) =>
		typeof said === 'string'
			? [{ fact, coarse: said.startsWith('~') }]
			: said.map((item) => ({ fact: `${fact}:${item}`, coarse: false }))
	);
}

const least: readonly Answers[] = ['none', 'with_you', 'letters'];

/** Does this answer allow all that the other does? */
export function allows(one: Answers, other: Answers): boolean {
	return least.indexOf(one) >= least.indexOf(other);
}

/** What goes out now of what was agreed: less what was taken back since, and with the subjects added. */
export function goesOut(
	version: Going,
	{ storyId, agreedAt }: Pick<Share, 'storyId' | 'agreedAt'>,
	narrowings: readonly Narrowing[],
	now: Date
): Going {
	const since = narrowings.filter(
		(each) => each.storyId === storyId && each.at >= agreedAt && happened(each.at, now)
	);
	const taken = (setting: Narrowing['setting']) => since.some((each) => each.setting === setting);
	const whats = (setting: Narrowing['setting']) =>
		since.flatMap((each) => (each.setting === setting && each.what !== null ? [each.what] : []));
	const without = whats('lived');
	return {
		findable: version.findable && !taken('findable'),
		answers: lessened(version.answers, taken('with_you'), taken('letters')),
		lived: version.lived.filter(({ fact }) => !without.includes(factOf(fact))),
		subjects: [...new Set([...version.subjects, ...whats('subject')])].sort()
	};
}

function lessened(agreed: Answers, withoutAny: boolean, withoutLetters: boolean): Answers {
	if (withoutAny) return 'none';
	return agreed === 'letters' && withoutLetters ? 'with_you' : agreed;
}

/** `cause:cord` is one item of the fact `cause`. */
export function factOf(shown: string): string {
	return shown.split(':')[0] ?? '';
}

/** Nothing of what was agreed has been taken back since. */
export function isWhole(
	version: Going,
	share: Pick<Share, 'storyId' | 'agreedAt'>,
	narrowings: readonly Narrowing[],
	now: Date
): boolean {
	return letsOutAtLeast(goesOut(version, share, narrowings, now), version);
}

/** Lets the one out at least what the other does? What is not known lets nothing out. */
export function letsOutAtLeast(one: Going | undefined, other: Going | undefined): boolean {
	return !(['findable', 'answers', 'lived'] as const).some((what) => exceeds(other, one, what));
}

/** Does the one let out more of this than the other? */
export function exceeds(
	one: Going | undefined,
	other: Going | undefined,
	what: 'findable' | 'answers' | 'lived'
): boolean {
	if (!one) return false;
	if (what === 'findable') return one.findable && !other?.findable;
	if (what === 'answers') return !allows(other?.answers ?? 'none', one.answers);
	return one.lived.some((each) => !isShown(each, other?.lived ?? []));
}

/** What is shown exactly is shown roughly, too. */
function isShown({ fact, coarse }: LivedShown, by: readonly LivedShown[]): boolean {
	return by.some((each) => each.fact === fact && (coarse || !each.coarse));
}
