/** What a writer chooses to go out with a story beside its words and keepsakes. */
import { shownIn, type Lived } from '#lib/rules/going.ts';
import { livedFacts, type Shown } from '#lib/rules/lived.ts';
import { isSubject, subjects } from '#lib/rules/subjects.ts';
import type { Answers, Going, Narrowing } from '#lib/rules/facts.ts';

export const answers = ['none', 'with_you', 'letters'] as const satisfies Answers[];

/** As it stands in a version: what the rules know, with what was lived in its own words. */
export type GoesOut = Omit<Going, 'lived'> & { lived: Lived };

/** What is chosen on the form: `findable`, `answers`, `show.FACT`, and `subject.ID` for each subject. */
export type GoingChosen = {
	findable: boolean;
	answers: Answers;
	shown: Record<string, Shown>;
	subjects: string[];
};

export function goingTyped(typed: Record<string, string>): GoingChosen {
	return {
		findable: typed.findable === 'on',
		answers: answers.find((each) => each === typed.answers) ?? 'none',
		shown: shownTyped(typed),
		subjects: subjects.filter((each) => typed[`subject.${each}`] === 'on')
	};
}

function shownTyped(typed: Record<string, string>): Record<string, Shown> {
	return Object.fromEntries(
		livedFacts.flatMap((fact): [string, Shown][] => {
			const how = typed[`show.${fact}`];
			return how === 'exact' || how === 'rough' ? [[fact, how]] : [];
		})
	);
}

/** As the rules are asked about it. */
export function asRuled({ lived, ...going }: GoesOut): Going {
	return { ...going, lived: shownIn(lived) };
}

/** The same to every reader, in whatever order it was kept. */
export function isSameGoing(one: GoesOut, other: GoesOut): boolean {
	return wholeOf(one) === wholeOf(other);
}

function wholeOf({ findable, answers: may, lived, subjects: marked }: GoesOut): string {
	const facts = Object.entries(lived).sort(([one], [other]) => (one < other ? -1 : 1));
	return JSON.stringify([findable, may, facts, [...marked].sort()]);
}

/** One thing that a keeper takes back, as a button sends it: `letters`, `lived:weeks`. */
export function narrowingIn(sent: string): Pick<Narrowing, 'setting' | 'what'> | null {
	const [setting = '', what] = sent.split(':');
	if (setting === 'findable' || setting === 'with_you' || setting === 'letters') {
		return what === undefined ? { setting, what: null } : null;
	}
	if (setting === 'lived' && what && /^[a-z]{2,20}$/.test(what)) return { setting, what };
	if (setting === 'subject' && what && isSubject(what)) return { setting, what };
	return null;
}
