/** Subjects in the words of the screen. */
import { m } from '#lib/paraglide/messages.js';
import { isSubject, type Subject } from '#lib/rules/subjects.ts';

const words: Record<Subject, () => string> = {
	pregnancy_after: m.subject_pregnancy_after,
	living_children: m.subject_living_children,
	ending: m.subject_ending,
	photographs: m.subject_photographs,
	faith: m.subject_faith,
	birth: m.subject_birth,
	medical: m.subject_medical,
	care_failed: m.subject_care_failed,
	dark_thoughts: m.subject_dark_thoughts,
	funeral: m.subject_funeral,
	fertility: m.subject_fertility,
	twins: m.subject_twins
};

export function saySubject(subject: Subject): string {
	return words[subject]();
}

/** As a sentence takes them; those we have no words for (any more) are left unsaid. */
export function saySubjects(list: readonly string[]): string {
	const said = list.filter(isSubject).map((each) => saySubject(each).toLowerCase());
	return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(said);
}
