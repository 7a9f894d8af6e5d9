import { NotFound, NotRight } from '#lib/server/failures.ts';
import { m } from '#lib/paraglide/messages.js';
import { needsYesOf } from '#lib/rules/consent.ts';
import type { ConsentCause } from '#lib/rules/causes.ts';
import type { ProposalId, StoryId, Wish } from '#lib/rules/facts.ts';
import { put, type Outcome } from './decide.server.ts';
import { keeping, type Actor, type Keeping } from './keeping.server.ts';
import { nameOf, namesIn, type Names } from './names.server.ts';
import type { Choices } from './schema.ts';
import { draftNow, freeze, keep, sameAsLast, type Frozen } from './version.server.ts';

type ShareWish = Extract<Wish, { kind: 'share' }>;
export type Proposed = { proposalId: ProposalId; outcome: Outcome };

/**
 * Freezes the writer's draft and puts it to all who have to agree; where that is the writer alone it
 * is shared by this. Throws `NotRight` where the draft changed since it was looked at, and where the
 * rule refuses; `NotFound` for whoever does not write this story.
 */
export async function proposeShare(
	actor: Actor,
	boxId: string,
	storyId: string,
	choices: Choices
): Promise<Proposed> {
	return keeping(actor, boxId, async (mine) => {
		const story = mine.facts.stories.find((each) => each.id === storyId);
		if (!story || story.writerId !== mine.viewer.id) throw new NotFound();
		const names = await namesIn(mine.tx, mine.boxId);
		const { frozen, isNew } = await frozenNow(mine, story.id, choices, names);
		const wish: ShareWish = {
			kind: 'share',
			storyId: story.id,
			versionId: frozen.version.id,
			audiences: choices.audiences
		};
		const known = isNew ? withVersion(mine, frozen) : mine;
		if (isNew) await keep(mine.tx, frozen);
		if (needsYesOf(wish, known.facts, mine.now).length > 1) await layBefore(mine, story.id);
		const made = await put(known, wish);
		if (made.put) {
			await replaceOwn(mine, story.id, made.proposalId);
			return made;
		}
		const open = sameOpen(mine, wish, made.causes);
		if (open) return { proposalId: open, outcome: 'waiting' };
		throw new NotRight({ audiences: sorry(made.causes, names) });
	});
}

/** What would be frozen now. Throws `NotRight` where it is not what the writer looked at, or nothing. */
async function frozenNow(mine: Keeping, storyId: StoryId, choices: Choices, names: Names) {
	const draft = await draftNow(mine.tx, mine.boxId, storyId, mine.now);
	if (draft.revision !== choices.revision) throw new NotRight({ revision: m.sharing_changed() });
	if (!draft.body.trim() && !draft.title.trim())
		throw new NotRight({ revision: m.sharing_empty() });
	const frozen = freeze(draft, choices, otherNames(mine, names));
	const same = await sameAsLast(mine.tx, frozen);
	if (same === null) return { frozen, isNew: true };
	return { frozen: { ...frozen, version: { ...frozen.version, id: same } }, isNew: false };
}

/** The names by which the other keepers go, present or not. */
export function otherNames({ facts, viewer }: Pick<Keeping, 'facts' | 'viewer'>, names: Names) {
	return facts.box.keepers
		.filter((keeper) => keeper.memberId !== viewer.id)
		.map((keeper) => names.get(keeper.memberId) ?? '');
}

function withVersion(mine: Keeping, frozen: Frozen): Keeping {
	const versions = [...mine.facts.versions, frozen.version];
	return { ...mine, facts: { ...mine.facts, versions } };
}

/** To ask others about it is the moment at which a story stops being its writer's alone. */
async function layBefore({ tx }: Keeping, storyId: StoryId): Promise<void> {
	await tx.updateTable('story').set({ scope: 'box' }).where('id', '=', storyId).execute();
}

/** Only one's own open question about the same story gives way to the new one. */
async function replaceOwn({ tx, viewer, now }: Keeping, storyId: StoryId, made: ProposalId) {
	await tx
		.updateTable('proposal')
		.set({ closedAt: now, closedAs: 'replaced' })
		.where('storyId', '=', storyId)
		.where('proposedBy', '=', viewer.id)
		.where('closedAt', 'is', null)
		.where('id', '<>', made)
		.execute();
}

/** The question that is open already, word for word: asking twice is asking once. */
function sameOpen({ facts }: Keeping, wish: ShareWish, causes: readonly ConsentCause[]) {
	if (!causes.some((each) => each.cause === 'already-proposed')) return null;
	const audiences = (of: ShareWish) => [...of.audiences].sort().join();
	const found = facts.proposals.find(
		({ closedAt, wish: other }) =>
			closedAt === null &&
			other.kind === 'share' &&
			other.versionId === wish.versionId &&
			audiences(other) === audiences(wish)
	);
	return found?.id ?? null;
}

/** Why it cannot be asked now, for whoever would ask. Throws `NotFound` where it is not theirs. */
export function sorry(causes: readonly ConsentCause[], names: Names): string {
	for (const each of causes) {
		if (each.cause === 'said-no') return m.sharing_refused({ name: nameOf(names, each.by) });
		if (each.cause === 'dead-keepers-no') {
			return m.sharing_refused_by_dead({ name: nameOf(names, each.by) });
		}
		if (each.cause === 'already-shared') return m.sharing_already_shared();
		if (each.cause === 'already-proposed') return m.sharing_already_asked();
	}
	throw new NotFound();
}
