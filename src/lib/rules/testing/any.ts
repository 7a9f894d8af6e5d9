/**
 * Any facts at all, also such as no action would ever write: rows that contradict each other, a
 * share that nobody agreed to, a keeper who left before they joined. A rule must hold on these too.
 */
import fc from 'fast-check';
import { presentKeepers } from '../presence.ts';
import type {
	Audience,
	Box,
	Keepsake,
	KeepsakeKind,
	MemberId,
	Scope,
	Share,
	TakeDown,
	Thing,
	VisitId
} from '../facts.ts';
import {
	anna,
	box,
	day,
	eve,
	hold,
	keeper,
	now,
	photo,
	ruth,
	share,
	story,
	tom
} from './family.ts';
import { v1, v2, photoId } from './family.ts';

export const members: MemberId[] = [anna, tom, eve, ruth];

const anyId = fc.constantFrom(...members);
const moment = fc.integer({ min: 0, max: 110 }).map((days) => day(days));
const maybe = fc.option(moment, { freq: 2 });
// Rare, so that enough is left to look at.
const seldom = fc.oneof(
	{ weight: 5, arbitrary: fc.constant(null) },
	{ weight: 1, arbitrary: moment }
);
const early = fc.oneof(
	{ weight: 3, arbitrary: fc.constant(day(0)) },
	{ weight: 1, arbitrary: moment }
);
const audiences = fc.oneof(
	fc.subarray<Audience>(['family', 'peers', 'anyone']),
	fc.constant<Audience[]>(['anyone'])
);

const keepers = fc.array(
	fc
		.record({ memberId: anyId, joinedAt: early, leftAt: seldom, diedAt: seldom })
		.map(({ memberId, ...changes }) => keeper(memberId, changes)),
	{ minLength: 1, maxLength: 4 }
);
const guests = fc.array(fc.record({ memberId: anyId, joinedAt: moment, withdrawnAt: maybe }), {
	maxLength: 3
});
const blocks = fc.array(
	fc.record({ keeperId: anyId, memberId: anyId, at: moment, endedAt: maybe }),
	{ maxLength: 3 }
);
const takedown = fc.record({
	reason: fc.constantFrom('a reason', 'first_look'),
	at: moment,
	liftedAt: maybe
});
const takedowns: fc.Arbitrary<TakeDown[]> = fc
	.tuple(seldom, takedown)
	.map(([any, one]) => (any ? [one] : []));

const anyBox: fc.Arbitrary<Box> = fc
	.record({ keepers, guests, blocks })
	.map((changes) => box(changes));

const holds = fc.array(
	fc
		.record({ memberId: anyId, openedAt: maybe, putAwayAt: maybe, letGoAt: maybe })
		.map(({ memberId, ...changes }) => hold(memberId, changes)),
	{ maxLength: 4 }
);

const anyKeepsake: fc.Arbitrary<Keepsake> = fc
	.record({
		putInBy: fc.option(anyId),
		putInAt: moment,
		releasedAt: seldom,
		heldAgainAt: seldom,
		scope: fc.constantFrom<Scope>('mine', 'box', 'box'),
		kind: fc.constantFrom<KeepsakeKind>('photograph', 'photograph', 'film', 'words', 'file'),
		holds,
		takedowns
	})
	.map((changes) => photo(changes));

const anyShare: fc.Arbitrary<Share> = fc
	.record({
		audiences,
		versionId: fc.constantFrom(v1, v1, v2),
		ownWords: fc.boolean(),
		agreedBy: fc.subarray(members),
		agreedAt: moment,
		endedAt: seldom
	})
	.map(({ audiences: to, ...changes }) => share(to, changes));

const anyStory = fc
	.record({ writerId: anyId, scope: fc.constantFrom('mine' as const, 'box' as const), takedowns })
	.map((changes) => story(changes));

const anyShown = fc.array(
	fc.record({
		visit: fc.constantFrom('visit' as VisitId, 'other' as VisitId),
		versionId: fc.constantFrom(v1, v2),
		keepsakeId: fc.constant(photoId),
		at: fc.integer({ min: 0, max: 48 }).map((hours) => new Date(now.getTime() - hours * 3_600_000))
	}),
	{ maxLength: 2 }
);

export const anyThing: fc.Arbitrary<Thing> = fc
	.record({
		kind: fc.constantFrom(
			'box' as const,
			'keepsake' as const,
			'draft' as const,
			'version' as const,
			'version-keepsake' as const,
			'version-keepsake' as const,
			'version-keepsake' as const
		),
		box: anyBox,
		keepsake: anyKeepsake,
		story: anyStory,
		share: fc.option(anyShare, { freq: 6 }),
		lawful: fc.constantFrom(true, true, false),
		proposed: fc.boolean(),
		covered: fc.constantFrom(true, true, false),
		shown: anyShown
	})
	.map(({ kind, box: of, keepsake, story: told, share: made, lawful, ...rest }): Thing => {
		const agreedBy = made ? presentKeepers(of, made.agreedAt).map((each) => each.memberId) : [];
		const agreed = made && lawful ? { ...made, agreedBy } : made;
		const seen = { box: of, story: told, versionId: v1, share: agreed, ...rest };
		if (kind === 'box') return { kind, box: of };
		if (kind === 'keepsake') return { kind, box: of, keepsake };
		if (kind === 'draft') return { kind, box: of, story: told };
		return kind === 'version' ? { kind, ...seen } : { kind, ...seen, keepsake };
	});
