import { answering } from '#lib/rules/answers.ts';
import type { LetterWay, ToBeAnswered } from '#lib/rules/facts.ts';

/** How somebody who reads a story may answer it now. */
export type AnsweringStory =
	| { signedIn: false; letters: boolean }
	/** `with`: they said "I am with you". `ways`: how letters reach the keepers; null: none may be sent. */
	| { signedIn: true; with: boolean; ways: LetterWay[] | null };

type Read = {
	signedIn: boolean;
	keeps: boolean;
	answers: ToBeAnswered['answers'];
	/** As Postgres told it with the story. */
	told: { with: boolean; ways: LetterWay[] } | null;
};

/** For the page of a story that this reader sees; null where it is not to be answered by them. */
export function answeringStory({ signedIn, keeps, answers, told }: Read): AnsweringStory | null {
	const reader = signedIn ? 'member' : 'stranger';
	const ruled = answering({ reader, seen: true, keeps, answers });
	if (keeps || answers === 'none') return null;
	if (!signedIn) return { signedIn, letters: answers === 'letters' };
	// Postgres has the last word: it told nothing where they may not.
	if (!ruled.withYou || !told) return null;
	return { signedIn, with: told.with, ways: ruled.letters ? told.ways : null };
}
