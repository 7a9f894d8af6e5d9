import type { Meaning } from '../meaning/meaning.ts';
import { isEnglish } from './english.ts';
import type { Seen } from './kernel.ts';
import { weighLetter, type Weighed } from './letterLeaning.ts';
import { readModel, type Leaning, type Model } from './model.ts';
import { brokenRule } from './rules.ts';

/** What the screen makes of a letter. It lets through or holds for a person to read, and nothing else. */
export type Screened = {
	decision: 'pass' | 'hold';
	/** Why it is held; null where it passes, and where the screen could not read it. */
	concern: 'cruelty' | 'danger' | null;
	/** From 0 to 1; from one half on it is held. Promises nothing. */
	score: number;
};

/** A letter as it was screened, with its sentences as the screen saw them, most worrying first. */
export type Looked = Screened & {
	sentences: Seen[];
	/** Where it is held for a concern: the sentence that weighs most; null: none. */
	worst: string | null;
};

/** What moderators decided before, to lean by as well as by the labelled sentences. */
export type Decided = Model['sentences'];

export type Screen = {
	/** Throws `MeaningLost` (try again). */
	look(text: string, decided?: Decided): Promise<Looked>;
};

const steepness = 4;
/**
 * A sentence that leans this far towards cruelty is held whatever kind ones stand around it. Of the 264 kind
 * letters the thresholds come from two have such a sentence, and one of those would pass without this.
 */
const cruelByItself = 0.85;

/**
 * Reads letters sentence by sentence and passage by passage: what each means, how it is said, and a few
 * narrow rules. Words that suggest that somebody is in danger come before everything else: they lead to a
 * person.
 */
export function createScreen(meaning: Meaning, model: Model = readModel()): Screen {
	if (model.meaning !== meaning.model) {
		throw new Error(`the screen was made for ${model.meaning}, not for ${meaning.model}`);
	}
	return {
		async look(text, decided = []) {
			const known = { ...model, sentences: model.sentences.concat(decided) };
			const { leaning, sentences } = await weighLetter(text, meaning, known);
			const worstFirst = sentences.toSorted((a, b) => b.leaning.cruelty - a.leaning.cruelty);
			const rules = new Set(sentences.map(({ sentence }) => brokenRule(sentence)));
			const most = Math.max(...sentences.map((sentence) => sentence.leaning.cruelty));
			const made = decide(text, leaning, most, rules);
			return {
				...made,
				sentences: worstFirst.map(({ seen }) => seen),
				worst: worstOf(made, sentences)
			};
		}
	};

	function decide(text: string, leaning: Leaning, most: number, rules: Set<unknown>): Screened {
		const over = {
			cruelty: rules.has('cruelty')
				? 1
				: Math.max(leaning.cruelty - model.threshold.cruelty, most - cruelByItself),
			danger: rules.has('danger') ? 1 : leaning.danger - model.threshold.danger
		};
		const concern = over.danger >= 0 && over.danger >= over.cruelty ? 'danger' : 'cruelty';
		const score = 1 / (1 + Math.exp(-steepness * over[concern]));
		if (over[concern] >= 0) return { decision: 'hold', concern, score };
		if (!isEnglish(text)) return { decision: 'hold', concern: null, score };
		return { decision: 'pass', concern: null, score };
	}
}

function worstOf({ concern }: Screened, sentences: Weighed['sentences']): string | null {
	if (concern === null) return null;
	const broken = sentences.find(({ sentence }) => brokenRule(sentence) === concern);
	const [worst] = sentences.toSorted((a, b) => b.leaning[concern] - a.leaning[concern]);
	return (broken ?? worst)?.sentence ?? null;
}
