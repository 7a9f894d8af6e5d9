import { NotFound, NotRight } from '#lib/server/failures.ts';
import { m } from '#lib/paraglide/messages.js';
import { mayAnswer, mayWithdraw } from '#lib/rules/consent.ts';
import type { Answer, Audience, Proposal } from '#lib/rules/facts.ts';
import { endShare } from './bringBack.server.ts';
import { put, say, type Outcome } from './decide.server.ts';
import { keeping, type Actor, type Keeping } from './keeping.server.ts';
import { namesIn } from './names.server.ts';
import { sorry, type Proposed } from './proposeShare.server.ts';

/** `undone`: it had just been done, and what was said now has brought it back. */
export type Answered = Outcome | 'undone';

/**
 * Answers one question; the latest answer counts while it is open. A "not yet" or "no" that crossed
 * the last yes on its way is a wish to narrow, and holds at once. Throws `NotFound` where the viewer
 * is not asked, `NotRight` where a yes came after the question was closed.
 */
export async function answerProposal(
	actor: Actor,
	boxId: string,
	proposalId: string,
	answer: Answer['answer']
): Promise<Answered> {
	return keeping(actor, boxId, async (mine) => {
		const proposal = proposalIn(mine, proposalId);
		const ruling = mayAnswer(mine.viewer.id, proposal, mine.facts, mine.now);
		if (ruling.allowed) return (await say(mine, proposal, answer)).outcome;
		if (proposal.closedAt === null) throw new NotFound();
		// Said again because the answer to it was lost: a yes twice is a yes once.
		if (answer === 'yes' && hasSaidYes(mine, proposal)) return 'done';
		if (answer !== 'yes' && (await undo(mine, proposal))) return 'undone';
		throw new NotRight({ answer: m.sharing_question_closed() });
	});
}

/**
 * Whoever asked takes the question away again. Where everyone had agreed to it in the meantime, what
 * it did is undone.
 */
export async function takeBackProposal(
	actor: Actor,
	boxId: string,
	proposalId: string
): Promise<Answered> {
	return keeping(actor, boxId, async (mine) => {
		const proposal = proposalIn(mine, proposalId);
		if (mayWithdraw(mine.viewer.id, proposal, mine.facts, mine.now).allowed) {
			await mine.tx
				.updateTable('proposal')
				.set({ closedAt: mine.now, closedAs: 'taken_back' })
				.where('id', '=', proposal.id)
				.where('closedAt', 'is', null)
				.execute();
			return 'waiting';
		}
		if (proposal.proposedBy !== mine.viewer.id) throw new NotFound();
		await undo(mine, proposal);
		return 'undone';
	});
}

/** Asks again what was closed; after a no, the rule lets only the one who said it do so. */
export async function reopenProposal(
	actor: Actor,
	boxId: string,
	proposalId: string
): Promise<Proposed> {
	return keeping(actor, boxId, async (mine) => {
		const { wish, closedAt } = proposalIn(mine, proposalId);
		if (closedAt === null || wish.kind !== 'share') throw new NotFound();
		const made = await put(mine, wish);
		if (made.put) return made;
		throw new NotRight({ answer: sorry(made.causes, await namesIn(mine.tx, mine.boxId)) });
	});
}

/**
 * Another keeper than the writer asks to share a version that was laid before everyone already: when
 * it was brought back, or when the one who wrote it has left. Throws `NotRight` where the rule refuses.
 */
export async function proposeAgain(
	actor: Actor,
	boxId: string,
	storyId: string,
	{ version, audiences }: { version: string; audiences: Audience[] }
): Promise<Proposed> {
	return keeping(actor, boxId, async (mine) => {
		const found = mine.facts.versions.find(
			(each) => each.id === version && each.storyId === storyId
		);
		if (!found) throw new NotFound();
		const wish = { kind: 'share', storyId: found.storyId, versionId: found.id, audiences } as const;
		const made = await put(mine, wish);
		if (made.put) return made;
		throw new NotRight({ audiences: sorry(made.causes, await namesIn(mine.tx, mine.boxId)) });
	});
}

/** A question of this box that the viewer may see; else `NotFound`. */
export function proposalIn({ facts }: Pick<Keeping, 'facts'>, proposalId: string): Proposal {
	const found = facts.proposals.find((each) => each.id === proposalId);
	const seen =
		found &&
		(!('versionId' in found.wish) ||
			facts.versions.some((each) => each.id === (found.wish as { versionId: string }).versionId));
	if (!found || !seen) throw new NotFound();
	return found;
}

function hasSaidYes({ facts, viewer }: Keeping, { id, closedAs }: Proposal): boolean {
	const said = facts.answers.findLast(
		(each) => each.proposalId === id && each.memberId === viewer.id
	);
	return closedAs === 'agreed' && said?.answer === 'yes';
}

/** Narrows again what this question has widened, where that still stands. */
async function undo(mine: Keeping, { id, wish, closedAs }: Proposal): Promise<boolean> {
	if (closedAs !== 'agreed') return false;
	if (wish.kind === 'share') {
		const share = mine.facts.shares.find(
			(each) => each.endedAt === null && each.versionId === wish.versionId
		);
		if (share) await endShare(mine, share, []);
		return share !== undefined;
	}
	const withdrawn = await mine.tx
		.updateTable('invitation')
		.set({ withdrawnAt: mine.now })
		.where('proposalId', '=', id)
		.where('usedAt', 'is', null)
		.where('withdrawnAt', 'is', null)
		.executeTakeFirst();
	return withdrawn.numUpdatedRows > 0n;
}
