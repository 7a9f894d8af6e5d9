import { sql } from 'kysely';
import type { Tx } from '#lib/server/database/viewer.ts';
import { sayFace } from './face.ts';

/** What the screen made of a letter: for moderators, and never for those who write or receive it. */
export type ScreenSaid = {
	screen: 'pass' | 'hold';
	/** Null where it passed, and where the screen could not read it. */
	concern: 'cruelty' | 'danger' | null;
	score: number | null;
	/** Where the sentence that weighed most stands in the body. */
	from: number | null;
	to: number | null;
};
export type LetterBefore = {
	body: string;
	from: string;
	sentAt: Date;
	screened: ScreenSaid | null;
};

/** A letter as a moderator has it before them, through its open matter alone; null for anybody else. */
export async function letterBefore(
	tx: Tx,
	letter: string,
	now: Date
): Promise<LetterBefore | null> {
	const found = await tx
		.selectFrom('letter')
		.where('id', '=', letter)
		.select(['body', 'weeks', 'year', 'sentAt'])
		.select(sql<ScreenSaid | null>`letter_screened(id)`.as('screened'))
		.executeTakeFirst();
	if (!found) return null;
	const { body, sentAt, screened } = found;
	return { body, from: sayFace(found, now), sentAt, screened };
}
