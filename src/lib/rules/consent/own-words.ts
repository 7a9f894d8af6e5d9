/**
 * R2, one's own words: a story with nothing but its writer's words, no keepsake of the box and no
 * other keeper's name, needs only its writer's yes. It is their own story to tell.
 *
 * Decided once, when a version is frozen, and kept with it.
 */
import type { ConsentFacts, MemberId, Version, Wish } from '../facts.ts';
import { presentKeeper } from '../presence.ts';

/**
 * @param texts everything a reader would receive as words: title, text, cover words, names
 * @param authors all who wrote in it
 * @param otherNames the names by which the other keepers go, present or not
 */
export function isOwnWords(
	writerId: MemberId,
	authors: readonly MemberId[],
	keepsakeCount: number,
	texts: readonly string[],
	otherNames: readonly string[]
): boolean {
	return (
		keepsakeCount === 0 &&
		authors.every((author) => author === writerId) &&
		!texts.some((text) => otherNames.some((name) => isNamed(name, text)))
	);
}

/**
 * Each part of a name counts by itself ("Tom" of "Tom Baker"). Capitals matter, because "will" and
 * "grace" are words too, unless somebody writes without any. Where a script has no word breaks, or
 * no capitals, finding it anywhere is enough. In doubt the other is asked.
 */
function isNamed(name: string, text: string): boolean {
	const words = new Set(wordsOf(text));
	const noCapitals = text === text.toLowerCase();
	return wordsOf(name).some((part) => {
		if (part.toLowerCase() === part.toUpperCase()) return text.normalize('NFC').includes(part);
		if (part.length < 2) return false;
		return (
			words.has(part) ||
			words.has(part.toUpperCase()) ||
			words.has(part[0]?.toUpperCase() + part.slice(1)) ||
			(noCapitals && words.has(part.toLowerCase()))
		);
	});
}

function wordsOf(text: string): string[] {
	return text.normalize('NFC').match(/[\p{L}\p{M}]+/gu) ?? [];
}

/**
 * The writer who alone is asked about this wish, or null when every keeper is. What is not words
 * (a photograph, a lived fact, the baby's name, somebody else's name) is never one's own alone.
 */
export function onlyWriter(wish: Wish, facts: ConsentFacts, at: Date): MemberId | null {
	if (!('versionId' in wish) || wish.kind === 'uncover' || wish.kind === 'show_lived_fact') {
		return null;
	}
	const version = versionOf(wish, facts);
	const story = facts.stories.find((each) => each.id === wish.storyId);
	if (!version || !story || !version.ownWords) return null;
	if (version.keepsakes.length > 0 || version.lived.length > 0) return null;
	if (wish.kind === 'show_name' && wish.whose !== story.writerId) return null;
	return presentKeeper(facts.box, story.writerId, at) ? story.writerId : null;
}

export function versionOf(wish: Wish, facts: ConsentFacts): Version | undefined {
	if (!('versionId' in wish)) return undefined;
	return facts.versions.find(
		(version) => version.id === wish.versionId && version.storyId === wish.storyId
	);
}
