const common = new Set(
	'a about after all am an and any are as at be been but by can did do for from had has have he her him his how i if in is it me my no not now of on one or our out she so that the their them there they this to too u ur us was we were what when who will with x xx you your'.split(
		' '
	)
);
const fewest = 8;
const least = 0.2;

/**
 * Whether the model can make sense of a letter at all: it knows English alone. Short ones count as
 * English: a name, a heart, "gracias".
 */
export function isEnglish(text: string): boolean {
	const words = text.toLowerCase().match(/[\p{L}']+/gu) ?? [];
	if (words.length < fewest) return true;
	return words.filter((word) => common.has(word)).length / words.length >= least;
}
