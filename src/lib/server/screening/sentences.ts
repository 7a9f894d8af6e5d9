const most = 400;
const longest = 240;

/**
 * The sentences of a letter, each to be judged by itself. A line break ends one too; a sentence that goes
 * on for long is cut where it breathes, since the model hears little past its first half.
 */
export function sentencesOf(text: string): string[] {
	const lines = text.normalize('NFC').split(/[\n\r]+/);
	const sentences = lines.flatMap((line) =>
		[...segmenter.segment(line)].map(({ segment }) => segment.trim())
	);
	return sentences
		.flatMap(breaths)
		.filter((part) => /[\p{L}\p{N}]/u.test(part))
		.slice(0, most);
}
const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

function breaths(sentence: string): string[] {
	if (sentence.length <= longest) return [sentence];
	const parts = [''];
	for (const breath of sentence.split(/(?<=[,;:–—]|\s-) |(?= (?:and|but|because|so) )/u)) {
		const word = breath.trim();
		const sofar = parts.at(-1) ?? '';
		if (sofar.length + word.length <= longest) parts[parts.length - 1] = `${sofar} ${word}`.trim();
		else parts.push(...(word.match(/.{1,240}(?:\s|$)|.{1,240}/gu) ?? []));
	}
	return parts.map((part) => part.trim()).filter(Boolean);
}

const passageWords = 60;

/** Sentences that follow one another, put together to passages as long as the model still hears. */
export function passagesOf(sentences: string[]): string[] {
	const passages: string[][] = [];
	let words = Infinity;
	for (const sentence of sentences) {
		const more = sentence.split(' ').length;
		words += more;
		if (words <= passageWords) passages.at(-1)?.push(sentence);
		else {
			passages.push([sentence]);
			words = more;
		}
	}
	return passages.map((passage) => passage.join(' '));
}
