import { sql } from 'kysely';
import { NotFound } from '#lib/server/failures.ts';
import { mayRemind } from '#lib/rules/consent.ts';
import { proposalIn } from './answer.server.ts';
import { keeping, type Actor } from './keeping.server.ts';
import { remind } from './tell.server.ts';

/**
 * The one reminder of a question (R2): whoever asked reminds those who have not answered at all.
 * Gives whether it was sent by this; a second time nothing happens. Throws `NotFound` where it is not
 * the viewer's question.
 */
export async function remindOnce(
	actor: Actor,
	boxId: string,
	proposalId: string
): Promise<'reminded' | 'nobody'> {
	return keeping(actor, boxId, async (mine) => {
		const { tx, viewer, facts, now } = mine;
		const proposal = proposalIn(mine, proposalId);
		if (proposal.proposedBy !== viewer.id) throw new NotFound();
		const ruling = mayRemind(viewer.id, proposal, facts, now);
		if (!ruling.allowed) return 'nobody';
		const { rows } = await sql<{ who: string }>`select remind_once(${proposal.id}) as who`.execute(
			tx
		);
		const silent = ruling.tell.filter((each) => rows.some(({ who }) => who === each));
		const { wish } = proposal;
		await remind(mine, silent, proposal.id, 'storyId' in wish ? wish.storyId : null);
		return 'reminded';
	});
}
