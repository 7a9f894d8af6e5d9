/** How long a passage is, in words: what follows the 85th changes its meaning little or not at all. */
const fewest = 40;
const most = 60;

/**
 * A text in passages of 40 to 60 words, in the order of reading: whole sentences as far as that goes,
 * and every word in exactly one of them. A short rest goes with the passage before it, up to 85 words.
 */
export function passagesOf(text: string): string[] {
	const passages: string[] = [];
	let current: string[] = [];
	for (const sentence of sentencesOf(text)) {
		const words = wordsOf(sentence);
		if (current.length >= fewest && current.length + words.length > most) {
			passages.push(current.join(' '));
			current = [];
		}
		current.push(...words);
		while (current.length > most) passages.push(current.splice(0, fewest + 10).join(' '));
	}
	return withRest(passages, current);
}

function withRest(passages: string[], rest: string[]): string[] {
	if (rest.length === 0) return passages;
	const last = passages.at(-1);
	if (last === undefined || rest.length >= fewest) return [...passages, rest.join(' ')];
	const together = [...wordsOf(last), ...rest];
	if (together.length <= 85) return [...passages.slice(0, -1), together.join(' ')];
	const half = Math.ceil(together.length / 2);
	const halves = [together.slice(0, half), together.slice(half)];
	return [...passages.slice(0, -1), ...halves.map((each) => each.join(' '))];
}

/** The sentences of a text, in their order. */
export function sentencesOf(text: string): string[] {
	return text.split(/(?<=[.!?…]["”’')]*)\s+|\n+/u).filter((each) => each.trim() !== '');
}

function wordsOf(text: string): string[] {
	return text.split(/\s+/u).filter((each) => each !== '');
}
