import { suggestsDanger } from './danger.ts';
import { plain } from './stance.ts';

/**
 * Narrow rules, for what needs no weighing. Each is about a sentence by itself, and each only ever leads
 * to a person who reads the letter.
 */
const cruel = [
	/\b(go|why do you not|just) (and )?(kill yourself|die)\b|^\W*kill yourself\b/,
	/\b(send|show|post) (me|us) (some |more |the |all |your |other |uncovered )*(photo|picture|pic|video|image)s?\b/,
	/\bfuck (off|you)\b|\bstupid (bitch|cow|cunt)\b|\bserves you right\b|\bgood riddance\b/,
	/\b(glad|happy) (that )?your (baby|child|son|daughter|kid|boy|girl) (is|died|has died|was)\b/
];
/** Said of somebody else's words, of another time, or of what did not happen. */
const notNow =
	/\b(then|ago|used to|years|back then|never said|told me|said|once|sometimes people|thought|as if|wanted|inside)\b/;

export function brokenRule(sentence: string): 'cruelty' | 'danger' | null {
	const said = plain(sentence);
	if (suggestsDanger(said)) return 'danger';
	return cruel.some((rule) => rule.test(said)) && !notNow.test(said) ? 'cruelty' : null;
}
