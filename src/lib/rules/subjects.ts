/**
 * What a story may speak of that some readers do not wish to meet. Writers mark it, and readers leave
 * it out; nothing is ever marked by itself.
 */
export const subjects = [
	'pregnancy_after',
	'living_children',
	'ending',
	'photographs',
	'faith',
	'birth',
	'medical',
	'care_failed',
	'dark_thoughts',
	'funeral',
	'fertility',
	'twins'
] as const;
export type Subject = (typeof subjects)[number];

export function isSubject(text: string): text is Subject {
	return (subjects as readonly string[]).includes(text);
}

/** Plain words (English) by which a subject may be there. They only suggest. */
const hints: Record<Subject, RegExp> = {
	pregnancy_after: /\b(rainbow|pregnant again|expecting again|next pregnancy|second pregnancy)\b/i,
	living_children:
		/\b(big (brother|sister)|(his|her|their) (brother|sister)|our (son|daughter|children|toddler|eldest|youngest))\b/i,
	ending: /\b(terminat\w+|tfmr|abortion|end(ed|ing)? the pregnancy|feticide)\b/i,
	photographs: /\b(photo(graph)?s? of (him|her|them|our))\b/i,
	faith:
		/\b(god|jesus|allah|pray\w*|heaven|church|priest|imam|rabbi|baptis\w+|angel\w*|bless\w*)\b/i,
	birth:
		/\b(contractions?|pushed|induc\w+|epidural|placenta|crown\w*|forceps|c-section|caesarean)\b/i,
	medical: /\b(surgery|operat\w+|intensive care|nicu|ventilat\w+|blood|haemorrhage|scan)\b/i,
	care_failed:
		/\b(negligen\w+|ignored me|did not listen|sent me home|complaint|inquest|mistake)\b/i,
	dark_thoughts: /\b(wanted to die|not want to live|kill myself|suicid\w+|end my life)\b/i,
	funeral: /\b(funeral|cremat\w+|ashes|coffin|buried|burial|grave)\b/i,
	fertility: /\b(ivf|embryo transfer|clomid|fertility|donor)\b/i,
	twins: /\b(twins?|triplets?)\b/i
};

/**
 * What a story may speak of, by its words alone: for its writer to think about. Nothing is marked by
 * it, and what it does not find may still be there.
 */
export function suggestedBy(text: string): Subject[] {
	return subjects.filter((subject) => hints[subject].test(text));
}
