/**
 * The family of the scenarios: Anna and Tom keep a box since day 0; on day 1 Anna puts in a
 * photograph, and by day 20 both have agreed to share a story with it. Everything not said is as
 * usual, so that a scenario says only what is particular about it.
 */
import type {
	Audience,
	Block,
	Box,
	Guest,
	Hold,
	Keeper,
	Keepsake,
	KeepsakeId,
	MemberId,
	Share,
	ShareId,
	Shown,
	Story,
	StoryId,
	Thing,
	VersionId,
	VersionSeen,
	Viewer,
	VisitId
} from '../facts.ts';

import { DAY_MS, HOUR_MS } from '../moments.ts';

export const day = (days: number, hours = 0): Date =>
	new Date(Date.UTC(2024, 0, 1) + days * DAY_MS + hours * HOUR_MS);
export const now = day(100);

export const anna = 'anna' as MemberId;
export const tom = 'tom' as MemberId;
export const eve = 'eve' as MemberId;
export const ruth = 'ruth' as MemberId;
export const visit = 'visit' as VisitId;
export const photoId = 'photo' as KeepsakeId;
export const v1 = 'v1' as VersionId;
export const v2 = 'v2' as VersionId;
export const storyId = 'story' as StoryId;

export function keeper(memberId: MemberId, changes: Partial<Keeper> = {}): Keeper {
	return { memberId, joinedAt: day(0), leftAt: null, diedAt: null, ...changes };
}

export function box(changes: Partial<Box> = {}): Box {
	const keepers = [keeper(anna), keeper(tom)];
	const usual = { keepers, guests: [], blocks: [], takedowns: [], matters: [] };
	return { id: 'box' as Box['id'], ...usual, ...changes };
}

export function guest(memberId: MemberId, changes: Partial<Guest> = {}): Guest {
	return { memberId, joinedAt: day(5), withdrawnAt: null, ...changes };
}

export function block(keeperId: MemberId, memberId: MemberId, changes: Partial<Block> = {}): Block {
	return { keeperId, memberId, at: day(30), endedAt: null, ...changes };
}

export function hold(memberId: MemberId, changes: Partial<Hold> = {}): Hold {
	const untouched = { putAwayAt: null, letGoAt: null };
	return { memberId, heldSince: day(1), openedAt: day(1), ...untouched, ...changes };
}

export function photo(changes: Partial<Keepsake> = {}): Keepsake {
	return {
		id: photoId,
		putInBy: anna,
		putInAt: day(1),
		releasedAt: null,
		heldAgainAt: null,
		scope: 'box',
		kind: 'photograph',
		holds: [hold(anna), hold(tom)],
		takedowns: [],
		matters: [],
		...changes
	};
}

export function story(changes: Partial<Story> = {}): Story {
	return { id: storyId, writerId: anna, scope: 'box', takedowns: [], matters: [], ...changes };
}

export function share(audiences: readonly Audience[], changes: Partial<Share> = {}): Share {
	return {
		id: 'share' as ShareId,
		storyId,
		versionId: v1,
		ownWords: false,
		audiences,
		agreedBy: [anna, tom],
		agreedAt: day(20),
		endedAt: null,
		endedBy: null,
		...changes
	};
}

/** A story as somebody would receive it, shared with these audiences (none: not shared at all). */
export function told(
	audiences: readonly Audience[],
	changes: Partial<VersionSeen> = {}
): Extract<Thing, { kind: 'version' }> {
	const shared = audiences.length > 0 ? share(audiences) : null;
	const usual = { box: box(), story: story(), versionId: v1, proposed: false, share: shared };
	return { kind: 'version', ...usual, ...changes };
}

/** The photograph as it stands in that story. */
export function photoIn(
	audiences: readonly Audience[],
	changes: Partial<Extract<Thing, { kind: 'version-keepsake' }>> = {}
): Extract<Thing, { kind: 'version-keepsake' }> {
	const usual = { keepsake: photo(), covered: true, shown: [] };
	return { ...told(audiences), ...usual, ...changes, kind: 'version-keepsake' };
}

export function shown(at: Date, changes: Partial<Shown> = {}): Shown {
	return { visit, versionId: v1, keepsakeId: photoId, at, ...changes };
}

type Member = Extract<Viewer, { kind: 'member' }>;

export const stranger: Viewer = { kind: 'stranger', visit };

export function member(id: MemberId, changes: Partial<Member> = {}): Member {
	const plain = { suspended: false, peer: false, moderator: false };
	return { kind: 'member', id, visit, ...plain, ...changes };
}

export const peer = (changes: Partial<Member> = {}) => member(ruth, { peer: true, ...changes });
export const moderator = (changes: Partial<Member> = {}) =>
	member('mo' as MemberId, { moderator: true, ...changes });
