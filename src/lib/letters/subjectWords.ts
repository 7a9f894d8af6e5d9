import { m } from '#lib/paraglide/messages.js';
import { isSubject, subjects, type Subject } from '#lib/rules/subjects.ts';

function say(subject: Subject): string {
	return m[`subject_${subject}`]();
}

/** What a letter may be marked with, in the words of the screen. */
export function subjectChoices(): { subject: string; words: string }[] {
	return subjects.map((subject) => ({ subject, words: say(subject) }));
}

export function saySubjects(list: readonly string[]): string {
	const said = list.filter(isSubject).map((each) => say(each).toLowerCase());
	return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(said);
}
