import { sql } from 'kysely';
import { NotFound } from '#lib/server/failures.ts';
import { exceeds, goesOut } from '#lib/rules/going.ts';
import { mayNarrow, type Change } from '#lib/rules/consent.ts';
import type { Going, Narrowing, Share } from '#lib/rules/facts.ts';
import { holdBackYes } from './bringBack.server.ts';
import { othersOf } from './decide.server.ts';
import { keeping, type Actor } from './keeping.server.ts';
import { leaveWord } from './tell.server.ts';

const changes: Record<Narrowing['setting'], Change> = {
	findable: { setting: 'findable', from: true, to: false },
	with_you: { setting: 'letters', from: true, to: false },
	letters: { setting: 'letters', from: true, to: false },
	lived: { setting: 'lived-fact-shown', from: true, to: false },
	subject: { setting: 'subject-marked', from: false, to: true }
};

/**
 * One keeper takes back one thing that goes out with a story, or marks what it speaks of: for every
 * reader and at once. Their yes to what is still asked and would let it out becomes "not yet".
 */
export async function narrowGoing(
	actor: Actor,
	boxId: string,
	storyId: string,
	{ setting, what }: Pick<Narrowing, 'setting' | 'what'>
): Promise<void> {
	return keeping(actor, boxId, async (mine) => {
		const { tx, viewer, facts, now } = mine;
		const share = facts.shares.find((each) => each.storyId === storyId && each.endedAt === null);
		const version = facts.versions.find((each) => each.id === share?.versionId);
		if (!share || !version) throw new NotFound();
		if (!mayNarrow(viewer.id, changes[setting], facts.box, now).allowed) throw new NotFound();
		await sql`select narrow_going(${share.storyId}, ${setting}, ${what})`.execute(tx);
		if (setting === 'subject') return;
		const made = { storyId: share.storyId, setting, what, by: viewer.id, at: now };
		await holdBackYes(mine, storyId, (asked) =>
			facts.versions.some((each) => each.id === asked && letsOut(each, share, made))
		);
		await leaveWord(mine, othersOf(mine), 'going_narrowed', share.storyId);
	});
}

/** Would this version let out again what is taken back? */
function letsOut(version: Going, share: Share, made: Narrowing): boolean {
	const without = goesOut(version, share, [{ ...made, at: share.agreedAt }], share.agreedAt);
	return (['findable', 'answers', 'lived'] as const).some((each) =>
		exceeds(version, without, each)
	);
}
