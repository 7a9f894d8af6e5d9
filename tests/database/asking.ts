/** For tests: Wren asks about the story of a home, and Tom says yes. */
import { answerProposal, proposeShare } from '#lib/sharing/actions.server.ts';
import { actor, choosing, type Home } from './home.ts';
import type { TestSite } from './site.ts';

export function asking(site: TestSite) {
	/** Wren asks Tom to share the story with these; gives the question's id. */
	async function ask({ wren, box, story }: Home, choices = choosing(['anyone'])) {
		const { proposalId } = await proposeShare(actor(site, wren), box, story, choices);
		return proposalId;
	}

	/** The same, and Tom has said yes. */
	async function shared(home: Home, choices = choosing(['anyone'])) {
		const proposal = await ask(home, choices);
		await answerProposal(actor(site, home.tom), home.box, proposal, 'yes');
		return proposal;
	}

	return { ask, shared };
}
