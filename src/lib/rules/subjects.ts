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
