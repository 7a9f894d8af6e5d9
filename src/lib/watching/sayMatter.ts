import { m } from '#lib/paraglide/messages.js';
import type { MatterKind, MatterState } from '#lib/rules/facts.ts';

const kinds: Record<MatterKind, () => string> = {
	report: m.watching_kind_report,
	letter: m.watching_kind_letter,
	first_story: m.watching_kind_first_story,
	danger: m.watching_kind_danger
};
const concerns: Record<string, () => string> = {
	unkind: m.watching_concern_unkind,
	names_somebody: m.watching_concern_names_somebody,
	not_theirs: m.watching_concern_not_theirs,
	danger: m.watching_concern_danger,
	selling: m.watching_concern_selling
};
const letterConcerns: Record<string, () => string> = {
	read_first: m.watching_concern_read_first,
	cruelty: m.watching_concern_cruelty,
	danger: m.watching_concern_not_safe
};

/** What kind of matter it is. */
export function sayKind(kind: MatterKind): string {
	return kinds[kind]();
}

/** What it is about, where that says more than its kind. */
export function sayConcern({ kind, concern }: { kind: MatterKind; concern: string }): string {
	if (kind === 'letter') return letterConcerns[concern]?.() ?? '';
	if (kind !== 'report') return '';
	return (concerns[concern] ?? m.watching_concern_other)();
}

const reasons: Record<string, () => string> = {
	unkind: m.watching_reason_unkind,
	names_somebody: m.watching_reason_names_somebody,
	not_theirs: m.watching_reason_not_theirs,
	methods: m.watching_reason_methods,
	selling: m.watching_reason_selling,
	as_it_may_be: m.watching_reason_as_it_may_be,
	misunderstood: m.watching_reason_misunderstood,
	mended: m.watching_reason_mended,
	written_to: m.watching_reason_written_to,
	others_told: m.watching_reason_others_told,
	not_in_danger: m.watching_reason_not_in_danger,
	first_look: m.watching_reason_first_look
};

export function sayReason(reason: string): string {
	return (reasons[reason] ?? m.watching_reason_other)();
}

/** What a moderator may decide, as the button for it says. */
export function sayVerb(verb: string, kind: MatterKind, state: MatterState): string {
	if (verb === 'hold') return m.watching_verb_hold();
	if (verb === 'abuse') return m.watching_verb_abuse();
	if (verb === 'remove') {
		return kind === 'letter' ? m.watching_verb_remove_letter() : m.watching_verb_remove();
	}
	if (verb === 'appeal') return m.watching_appealed();
	if (kind === 'letter') return m.watching_verb_release_letter();
	if (kind === 'danger') return m.watching_verb_release_danger();
	if (kind === 'first_story' && state === 'held') return m.watching_verb_release_first();
	return state === 'reported' ? m.watching_verb_release() : m.watching_verb_release_held();
}
