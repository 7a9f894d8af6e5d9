import type { Tx } from '#lib/server/database/viewer.ts';
import { sayFace } from './face.ts';

export type LetterBefore = { body: string; from: string; sentAt: Date };

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
		.executeTakeFirst();
	return found ? { body: found.body, from: sayFace(found, now), sentAt: found.sentAt } : null;
}
