import { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';
import type { Audience } from '#lib/rules/facts.ts';
import { goingTyped, type GoingChosen } from './going.ts';

export const audiences = ['family', 'peers', 'anyone'] as const satisfies Audience[];

/** What a writer chose for one keepsake. */
export type Placing = {
	caption: string;
	alt: string;
	coverWords: string;
	covered: boolean;
	/** What is said or written in it. */
	said: string;
	/** A photograph goes out with its moving moment. */
	moving: boolean;
};

/** What a writer chose for a story that is to go out, and which saving of it they had seen. */
export type Choices = {
	revision: number;
	audiences: Audience[];
	byline: string;
	going: GoingChosen;
	keepsakes: Map<string, Placing>;
};

/** The boxes that were ticked. */
export function audiencesTyped(typed: Record<string, string>): Audience[] {
	return audiences.filter((each) => typed[each] === 'on');
}

const fields = z.object({
	revision: z.coerce.number().int().min(0),
	byline: z.string().trim().max(300, m.sharing_byline_long()).default('')
});

/**
 * The form of the page on which a story is shared. A keepsake's fields carry its id: `caption.ID`,
 * `alt.ID`, `cover.ID`, `said.ID`, and `open.ID` where it is to be shown without a cover, `moving.ID`
 * where a photograph is to move.
 */
export const choicesForm = z.record(z.string(), z.string()).transform((typed, ctx): Choices => {
	const plain = fields.safeParse(typed);
	if (!plain.success) {
		for (const issue of plain.error.issues) ctx.addIssue({ ...issue, code: 'custom' });
		return z.NEVER;
	}
	const chosen = someAudience(typed, ctx);
	const { revision, byline } = plain.data;
	const going = goingTyped(typed);
	return { revision, byline, audiences: chosen, going, keepsakes: placingsIn(typed, ctx) };
});

function someAudience(typed: Record<string, string>, ctx: z.RefinementCtx): Audience[] {
	const chosen = audiencesTyped(typed);
	if (chosen.length === 0) {
		ctx.addIssue({ code: 'custom', path: ['audiences'], message: m.sharing_choose_somebody() });
	}
	return chosen;
}

/** The form by which another keeper asks to share a version that was laid before everyone already. */
export const againForm = z.record(z.string(), z.string()).transform((typed, ctx) => ({
	version: typed.version ?? '',
	audiences: someAudience(typed, ctx)
}));

const longest = { caption: 1000, alt: 1000, cover: 300, said: 20_000 } as const;

function placingsIn(typed: Record<string, string>, ctx: z.RefinementCtx): Map<string, Placing> {
	const ids = Object.keys(typed).flatMap((name) => /^caption\.(.+)$/.exec(name)?.[1] ?? []);
	const field = (name: keyof typeof longest, id: string): string => {
		const text = (typed[`${name}.${id}`] ?? '').replace(/\r\n?/g, '\n').trim();
		if (text.length > longest[name]) {
			const message = m.sharing_words_long({ most: longest[name] });
			ctx.addIssue({ code: 'custom', path: [`${name}.${id}`], message });
		}
		return text;
	};
	return new Map(
		ids.map((id) => [
			id,
			{
				caption: field('caption', id),
				alt: field('alt', id),
				coverWords: field('cover', id),
				covered: typed[`open.${id}`] !== 'on',
				said: field('said', id),
				moving: typed[`moving.${id}`] === 'on'
			}
		])
	);
}

export const answerGiven = z.object({
	answer: z.enum(['yes', 'not_yet', 'no'], m.sharing_choose_answer())
});

/** Whom a keeper lets decide, and about what. */
export const deciderChosen = z.object({
	kind: z.enum([
		...['share', 'uncover', 'findable', 'allow_letters', 'show_lived_fact'],
		...['invite_guest', 'invite_keeper']
	] as const),
	named: z.string()
});

/** One of the audiences, as a form or an address names it; anything else is none. */
export function audienceIn(value: unknown): Audience | null {
	return audiences.find((each) => each === value) ?? null;
}

export const deciderTakenBack = deciderChosen.pick({ kind: true });
