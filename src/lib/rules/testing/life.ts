/** How a world goes on from one act to the next. Every write is the effect of a rule. */
import { carryOut, mayAnswer, mayBringBack, mayDelegate } from '../consent.ts';
import { mayNarrow, mayPropose, mayWithdraw } from '../consent.ts';
import type { DelegationId, Keepsake, MemberId, ProposalId, Share, ShareId } from '../facts.ts';
import type { StoryId, VersionId, Wish } from '../facts.ts';
import { leave, letGo, open, putAway, takeBack } from '../holding.ts';
import { after, HOUR_MS } from '../moments.ts';
import { presentKeeper } from '../presence.ts';
import type { Effect, Ruling } from '../ruling.ts';
import { guestId, openProposal, pick, type Act, type World } from './acts.ts';
import { anna, box, day, guest, hold, keeper, photo, story, tom } from './family.ts';

const storyOf = [story(), story({ id: 'diary' as StoryId, writerId: tom, scope: 'mine' })];

export function beginning(): World {
	return {
		now: day(10),
		box: box({ keepers: [keeper(anna), keeper(tom)], guests: [guest(guestId)] }),
		stories: storyOf,
		versions: [],
		shares: [],
		narrowings: [],
		proposals: [],
		answers: [],
		delegations: [],
		keepsakes: [photo(), photo({ id: 'scan' as Keepsake['id'], putInBy: tom })],
		suspended: [],
		refused: 0
	};
}

/** The world an hour later, with nothing done. */
export function later(world: World): World {
	return { ...world, now: after(world.now, HOUR_MS) };
}

/** The same moment, with the act done if the rules allow it. */
export function act(world: World, done: Act): World {
	switch (done.act) {
		case 'edit':
			return edit(world, done);
		case 'propose':
			return propose(world, done);
		case 'answer':
			return answer(world, done);
		case 'carry-out':
			return carry(world, done.proposal);
		case 'close':
			return close(world, done);
		case 'bring-back': {
			const share = pick(world.shares, done.share);
			return share ? ruled(world, mayBringBack(done.who, share, world.box, world.now)) : world;
		}
		case 'narrow':
			return narrow(world, done);
		case 'delegate':
			return delegate(world, done);
		case 'end-delegation':
			return endDelegations(world, done.who);
		case 'join':
		case 'leave':
		case 'die':
			return comeOrGo(world, done);
		case 'block':
		case 'suspend':
		case 'withdraw-guest':
			return keepOut(world, done);
		default:
			return handle(world, done);
	}
}

type Of<Name extends Act['act']> = Extract<Act, { act: Name }>;

function edit(world: World, done: Of<'edit'>): World {
	const { who, story: index, photo: which, covered, going } = done;
	const edited = storyOf[index];
	const keepsake = which === null ? undefined : world.keepsakes[which];
	if (!presentKeeper(world.box, who, world.now)) return world;
	if (!edited || (edited.scope === 'mine' && edited.writerId !== who)) return world;
	const id = `version ${world.versions.length}` as VersionId;
	const { id: keepsakeId, kind, scope, putInBy, heldAgainAt } = keepsake ?? photo();
	const keepsakes = keepsake ? [{ keepsakeId, kind, scope, putInBy, covered, heldAgainAt }] : [];
	const ownWords = !keepsake && going.lived.length === 0 && edited.writerId === who;
	return {
		...world,
		versions: [...world.versions, { id, storyId: edited.id, ownWords, keepsakes, ...going }]
	};
}

function propose(world: World, { who, version, audiences }: Of<'propose'>): World {
	const proposed = pick(world.versions, version);
	if (!proposed) return world;
	const { id: versionId, storyId } = proposed;
	const wish: Wish = { kind: 'share', storyId, versionId, audiences };
	if (!mayPropose(who, wish, world, world.now).allowed) return refusal(world);
	const id = `proposal ${world.proposals.length}` as ProposalId;
	const open = { remindedAt: null, closedAt: null, closedAs: null };
	const made = { id, wish, proposedBy: who, proposedAt: world.now, ...open };
	return { ...world, proposals: [...world.proposals, made] };
}

function answer(world: World, { who, proposal, answer: said }: Of<'answer'>): World {
	const asked = openProposal(world, proposal);
	if (!asked || !mayAnswer(who, asked, world, world.now).allowed) return refusal(world);
	const { id: proposalId } = asked;
	const given = { proposalId, memberId: who, answer: said, viaDelegation: null, at: world.now };
	return { ...world, answers: [...world.answers, given] };
}

function carry(world: World, index: number): World {
	const agreed = openProposal(world, index);
	if (!agreed) return world;
	const ruling = carryOut(agreed, world, world.now);
	if (!ruling.allowed) return refusal(world);
	const closed = { closedAt: world.now, closedAs: 'agreed' } as const;
	const proposals = world.proposals.map((each) =>
		each.id === agreed.id ? { ...each, ...closed } : each
	);
	return ruled({ ...world, proposals }, ruling);
}

function close(world: World, { who, proposal }: Of<'close'>): World {
	const open = openProposal(world, proposal);
	if (!open || !mayWithdraw(who, open, world, world.now).allowed) return refusal(world);
	const closed = { closedAt: world.now, closedAs: 'taken_back' } as const;
	const proposals = world.proposals.map((each) =>
		each.id === open.id ? { ...each, ...closed } : each
	);
	return { ...world, proposals };
}

const narrowed = {
	findable: { setting: 'findable', from: true, to: false },
	with_you: { setting: 'letters', from: true, to: false },
	letters: { setting: 'letters', from: true, to: false },
	lived: { setting: 'lived-fact-shown', from: true, to: false },
	subject: { setting: 'subject-marked', from: false, to: true }
} as const;

function narrow(world: World, { who, share: index, setting, what }: Of<'narrow'>): World {
	const share = pick(world.shares, index);
	if (!share) return world;
	if (!mayNarrow(who, narrowed[setting], world.box, world.now).allowed) return refusal(world);
	const made = { storyId: share.storyId, setting, what, by: who, at: world.now };
	return { ...world, narrowings: [...world.narrowings, made] };
}

function delegate(world: World, { who, named, kind }: Of<'delegate'>): World {
	if (!mayDelegate(who, named, world.box, world.now).allowed) return refusal(world);
	const id = `delegation ${world.delegations.length}` as DelegationId;
	const given = { id, giverId: who, namedId: named, kind, givenAt: world.now, endedAt: null };
	return { ...world, delegations: [...world.delegations, given] };
}

function endDelegations(world: World, giverId: MemberId): World {
	const delegations = world.delegations.map((each) =>
		each.giverId === giverId && !each.endedAt ? { ...each, endedAt: world.now } : each
	);
	return { ...world, delegations };
}

function comeOrGo(world: World, { act: what, who }: Of<'join' | 'leave' | 'die'>): World {
	const present = presentKeeper(world.box, who, world.now);
	const hasDied = world.box.keepers.some((each) => each.memberId === who && each.diedAt);
	if (what === 'leave') {
		return ruled(world, leave(who, 'leaves', world.box, world.keepsakes, world.shares, world.now));
	}
	if (what === 'die') return present ? withKeeper(world, who, { diedAt: world.now }) : world;
	if (present || hasDied) return world;
	const keepers = [...world.box.keepers, keeper(who, { joinedAt: world.now })];
	return { ...world, box: { ...world.box, keepers } };
}

function withKeeper(world: World, who: MemberId, changes: { leftAt?: Date; diedAt?: Date }): World {
	const present = presentKeeper(world.box, who, world.now);
	const keepers = world.box.keepers.map((each) =>
		each === present ? { ...each, ...changes } : each
	);
	return { ...world, box: { ...world.box, keepers } };
}

function keepOut(world: World, done: Of<'block' | 'suspend' | 'withdraw-guest'>): World {
	if (done.act === 'suspend') return { ...world, suspended: [...world.suspended, done.whom] };
	if (done.act === 'withdraw-guest') {
		const guests = world.box.guests.map((each) => ({ ...each, withdrawnAt: world.now }));
		return { ...world, box: { ...world.box, guests } };
	}
	const made = { keeperId: done.who, memberId: done.whom, at: world.now, endedAt: null };
	return { ...world, box: { ...world.box, blocks: [...world.box.blocks, made] } };
}

const verbs = { 'put-away': putAway, 'let-go': letGo, 'take-back': takeBack, open } as const;

function handle(world: World, { act: what, who, keepsake: index }: Of<keyof typeof verbs>): World {
	const keepsake = world.keepsakes[index];
	return keepsake ? ruled(world, verbs[what](who, keepsake, world.box, world.now)) : world;
}

function refusal(world: World): World {
	return { ...world, refused: world.refused + 1 };
}

/** Writes what a rule has decided, and nothing when it has refused. */
function ruled(world: World, ruling: Ruling): World {
	if (!ruling.allowed) return refusal(world);
	return ruling.effects.reduce(write, world);
}

function write(world: World, effect: Effect): World {
	switch (effect.effect) {
		case 'end-share':
			return {
				...world,
				shares: world.shares.map((each) =>
					each.id === effect.shareId ? { ...each, endedAt: effect.at, endedBy: effect.by } : each
				)
			};
		case 'share':
			return { ...world, shares: [...world.shares, shareOf(world, effect)] };
		case 'leave':
			return withKeeper(world, effect.memberId, { leftAt: effect.at });
		case 'carry-out':
			return world;
		default:
			return {
				...(effect.effect === 'hold-again' ? withTakenBack(world, effect) : world),
				keepsakes: world.keepsakes.map((each) =>
					each.id === effect.keepsakeId ? held(each, effect, world.now) : each
				)
			};
	}
}

function shareOf(world: World, effect: Extract<Effect, { effect: 'share' }>): Share {
	const { versionId, audiences, agreedBy, ownWords, at: agreedAt } = effect;
	const version = world.versions.find((each) => each.id === versionId);
	if (!version) throw new Error('shared a version that is not there');
	const id = `share ${world.shares.length}` as ShareId;
	const { storyId } = version;
	const open = { endedAt: null, endedBy: null };
	return { id, storyId, versionId, audiences, agreedBy, ownWords, agreedAt, ...open };
}

/** Every version knows it of the keepsake in it. */
function withTakenBack(
	world: World,
	{ keepsakeId, at }: Extract<Effect, { effect: 'hold-again' }>
) {
	const versions = world.versions.map((version) => ({
		...version,
		keepsakes: version.keepsakes.map((each) =>
			each.keepsakeId === keepsakeId ? { ...each, heldAgainAt: at } : each
		)
	}));
	return { ...world, versions };
}

type HoldEffect = Extract<Effect, { keepsakeId: unknown }>;

function held(keepsake: Keepsake, effect: HoldEffect, now: Date): Keepsake {
	if (effect.effect === 'release') return { ...keepsake, releasedAt: now };
	if (effect.effect === 'hold-again') {
		return { ...keepsake, releasedAt: null, heldAgainAt: effect.at };
	}
	const { memberId } = effect;
	const before =
		keepsake.holds.find((each) => each.memberId === memberId) ??
		hold(memberId, { heldSince: now, openedAt: null });
	const moment = {
		'put-away': { putAwayAt: effect.at },
		'let-go': { letGoAt: effect.at },
		open: { openedAt: effect.at }
	}[effect.effect];
	const others = keepsake.holds.filter((each) => each.memberId !== memberId);
	return { ...keepsake, holds: [...others, { ...before, ...moment }] };
}
