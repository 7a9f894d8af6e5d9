import { setImmediate as othersFirst } from 'node:timers/promises';
import type { Meaning } from '../meaning/meaning.ts';
import { isEnglish } from './english.ts';
import type { Seen } from './kernel.ts';
import { letterLeaning } from './letterLeaning.ts';
import { leaningOf, readModel, type Leaning, type Model } from './model.ts';
import { brokenRule } from './rules.ts';
import { seeAll } from './see.ts';
import { sentencesOf } from './sentences.ts';
import { leaningByWords } from './words.ts';

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
 * Reads letters sentence by sentence: what each means, how it is said, and a few narrow rules. Words that
 * suggest that somebody is in danger come before everything else: they lead to a person.
 */
export function createScreen(meaning: Meaning, model: Model = readModel()): Screen {
	if (model.meaning !== meaning.model) {
		throw new Error(`the screen was made for ${model.meaning}, not for ${meaning.model}`);
	}
	return {
		async look(text, decided = []) {
			const sentences = sentencesOf(text);
			const seen = await seeAll(meaning, sentences);
			const known = model.sentences.concat(decided);
			const leanings: Leaning[] = [];
			for (const [at, one] of seen.entries()) {
				leanings.push(sum(leaningOf(one, known), leaningByWords(sentences[at] ?? '', model.words)));
				// A few milliseconds each, and a letter may have hundreds: pages are served between them.
				await othersFirst();
			}
			const inOrder = seen
				.map((one, at) => ({ one, leaning: leanings[at]?.cruelty ?? 0 }))
				.toSorted((a, b) => b.leaning - a.leaning)
				.map(({ one }) => one);
			const rules = new Set(sentences.map(brokenRule));
			const made = decide(text, letterLeaning(leanings), rules);
			return { ...made, sentences: inOrder, worst: worstOf(made, sentences, leanings) };
		}
	};

	function decide(text: string, leaning: Leaning, rules: Set<unknown>): Screened {
		const over = {
			cruelty: rules.has('cruelty') ? 1 : leaning.cruelty - model.threshold.cruelty,
			danger: rules.has('danger') ? 1 : leaning.danger - model.threshold.danger
		};
		const concern = over.danger >= 0 && over.danger >= over.cruelty ? 'danger' : 'cruelty';
		const score = 1 / (1 + Math.exp(-steepness * over[concern]));
		if (over[concern] >= 0) return { decision: 'hold', concern, score };
		if (!isEnglish(text)) return { decision: 'hold', concern: null, score };
		return { decision: 'pass', concern: null, score };
	}
}

function sum(one: Leaning, other: Leaning): Leaning {
	return { cruelty: one.cruelty + other.cruelty, danger: one.danger + other.danger };
}

function worstOf({ concern }: Screened, sentences: string[], leanings: Leaning[]): string | null {
	if (concern === null) return null;
	const broken = sentences.find((sentence) => brokenRule(sentence) === concern);
	if (broken !== undefined) return broken;
	const most = Math.max(...leanings.map((leaning) => leaning[concern]));
	return sentences[leanings.findIndex((leaning) => leaning[concern] === most)] ?? null;
}
