/**
 * Whether a text is English, by its small words: they are about half of any English text, and hardly
 * ever a fifth of one in another language. A text of a few words only is taken for English, because
 * then hardly anything can be said.
 */
export function isEnglish(text: string): boolean {
	const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
	if (words.length === 0) return false;
	const small = words.filter((word) => smallWords.has(word)).length;
	const latin = words.filter((word) => /^[a-z]+$/.test(word)).length;
	if (words.length < 8) return latin === words.length;
	return small / words.length >= 0.2;
}

/** The commonest words of English that are rare as words of its neighbours. */
const smallWords = new Set(
	`the of and to was for that it with had he she her his they we you i my our us is be are were this
	which not but have from at by been there would could did what when who all if out up said so into
	him them their your me its about after no than then over as or an in on`.split(/\s+/)
);
