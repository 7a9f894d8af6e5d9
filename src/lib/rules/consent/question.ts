/**
 * R2: after a no, only the one who said it can reopen the question.
 *
 * The question is what is asked for, not the wording of it: an edited version, or the same story
 * for more audiences, is still the question that was answered. A lesser wish is a new question: for
 * fewer, not to be found, with fewer answers, or with less shown of what was lived.
 */
import type { Answer, Audience, ConsentFacts, MemberId, Proposal, Wish } from '../facts.ts';
import { letsOutAtLeast } from '../going.ts';
import { happened } from '../moments.ts';
import { presentKeeper, statusOf, wasThere } from '../presence.ts';
import { versionOf } from './own-words.ts';

/** True when granting `wish` would grant at least what `refused` asked for. */
export function reaches(wish: Wish, refused: Wish, facts: ConsentFacts): boolean {
	if (wish.kind === 'share' && refused.kind === 'uncover') {
		const placement = versionOf(wish, facts)?.keepsakes.find(
			(each) => each.keepsakeId === refused.keepsakeId
		);
		return wish.storyId === refused.storyId && placement?.covered === false;
	}
	if (wish.kind === 'share' && refused.kind === 'share') {
		return (
			wish.storyId === refused.storyId &&
			refused.audiences.every((audience) => isReached(audience, wish.audiences)) &&
			letsOutAtLeast(versionOf(wish, facts), versionOf(refused, facts))
		);
	}
	return questionKey(wish) === questionKey(refused);
}

/** `anyone` includes everybody. */
export function isReached(audience: Audience, by: readonly Audience[]): boolean {
	return by.includes('anyone') || by.includes(audience);
}

function questionKey(wish: Wish): string {
	switch (wish.kind) {
		case 'share':
			return JSON.stringify([wish.kind, wish.storyId, [...wish.audiences].sort()]);
		case 'uncover':
			return JSON.stringify([wish.kind, wish.storyId, wish.keepsakeId]);
		case 'invite_guest':
		case 'invite_keeper':
			return JSON.stringify([wish.kind, wish.invitee]);
		case 'show_name':
			return JSON.stringify([wish.kind, wish.storyId, wish.whose]);
		case 'show_lived_fact':
			return JSON.stringify([wish.kind, wish.storyId, wish.fact]);
		case 'findable':
		case 'allow_letters':
			return JSON.stringify([wish.kind, wish.storyId]);
	}
}

/** Word for word the same wish: same version, same audiences. */
export function isSameWish(one: Wish, other: Wish): boolean {
	const version = (wish: Wish) => ('versionId' in wish ? wish.versionId : null);
	return questionKey(one) === questionKey(other) && version(one) === version(other);
}

/** A keeper's own answers, oldest first, given while they kept the box. */
export function ownAnswers(memberId: MemberId, facts: ConsentFacts, at: Date): Answer[] {
	return facts.answers
		.filter((answer) => answer.memberId === memberId && answer.viaDelegation === null)
		.filter((answer) => answer.at <= at && spokenAsKeeper(memberId, answer.at, facts, at))
		.sort((one, other) => one.at.getTime() - other.at.getTime());
}

/** Said in a stay that lasts, or that death ended. What was said before leaving went with it. */
function spokenAsKeeper(memberId: MemberId, moment: Date, facts: ConsentFacts, at: Date): boolean {
	return facts.box.keepers.some(
		(keeper) =>
			keeper.memberId === memberId &&
			['present', 'died'].includes(statusOf(keeper, at)) &&
			wasThere(keeper, moment)
	);
}

/** True when this keeper has said no to what the wish asks, and has not reopened it since. */
export function hasStandingNo(
	memberId: MemberId,
	wish: Wish,
	facts: ConsentFacts,
	at: Date
): boolean {
	const answers = ownAnswers(memberId, facts, at);
	const wishOf = (id: Proposal['id']) => facts.proposals.find((each) => each.id === id)?.wish;
	return answers.some((refusal, index) => {
		const refused = refusal.answer === 'no' ? wishOf(refusal.proposalId) : undefined;
		if (!refused || !reaches(wish, refused, facts)) return false;
		const answeredAnew = answers.slice(index + 1).some((later) => {
			const asked = later.answer === 'no' ? undefined : wishOf(later.proposalId);
			return asked !== undefined && reaches(asked, refused, facts);
		});
		const proposedAnew = facts.proposals.some(
			(later) =>
				later.proposedBy === memberId &&
				later.proposedAt > refusal.at &&
				happened(later.proposedAt, at) &&
				reaches(later.wish, refused, facts)
		);
		return !answeredAnew && !proposedAnew;
	});
}

/** Dead keepers whose no to this stands for good. */
export function deadRefusals(wish: Wish, facts: ConsentFacts, at: Date): MemberId[] {
	return facts.box.keepers
		.filter((keeper) => statusOf(keeper, at) === 'died')
		.map((keeper) => keeper.memberId)
		.filter((memberId) => !presentKeeper(facts.box, memberId, at))
		.filter((memberId) => hasStandingNo(memberId, wish, facts, at));
}
