/** R1 to R3 over any facts at all, however little sense they make. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { proposalState } from './consent.ts';
import type { Answer, DecisionKind, Delegation, Thing, Viewer } from './facts.ts';
import { presentKeeper, presentKeepers } from './presence.ts';
import { anyThing, members } from './testing/any.ts';
import { anna, block, box, day, eve, keeper, now, ruth, tom } from './testing/family.ts';
import { member, stranger, v1 } from './testing/family.ts';
import { decideForMe, first, proposal, says, talk, version } from './testing/talk.ts';
import { publicFace, visibility } from './visibility.ts';

const rank = { hidden: 0, covered: 1, full: 2 };
const numRuns = 5000;
const shows = (viewer: Viewer, thing: Thing, at = now) => visibility(viewer, thing, at).show;
const anyMember = fc.record({
	id: fc.constantFrom(...members),
	peer: fc.boolean(),
	suspended: fc.boolean()
});

/** Those to whom it is neither their own box nor their own thing. */
function isOutside(viewer: Extract<Viewer, { kind: 'member' }>, thing: Thing): boolean {
	const causes = visibility(viewer, thing, now).causes.map((each) => each.cause);
	return !causes.includes('keeper') && !causes.includes('own');
}

test('a blocked member, a suspended one and a stranger get the same, in every case', () => {
	const seen = { full: 0, covered: 0, hidden: 0 };
	fc.assert(
		fc.property(anyMember, anyThing, ({ id, peer }, thing) => {
			const blocker = thing.box.keepers.find((each) => each.memberId !== id);
			const plain = member(id, { peer });
			if (!isOutside(plain, thing)) return;
			const asStranger = publicFace(visibility(stranger, thing, now));
			seen[asStranger.show]++;
			const suspended = visibility({ ...plain, suspended: true }, thing, now);
			expect(publicFace(suspended)).toEqual(asStranger);
			if (!blocker || !presentKeeper(thing.box, blocker.memberId, now)) return;
			const blocked = { ...thing, box: withBlock(thing.box, blocker.memberId, id) } as Thing;
			expect(publicFace(visibility(plain, blocked, now))).toEqual(asStranger);
		}),
		{ numRuns }
	);

	expect(Math.min(...Object.values(seen))).toBeGreaterThan(5);
});

function withBlock(of: Thing['box'], by: typeof anna, whom: typeof anna): Thing['box'] {
	return { ...of, blocks: [...of.blocks, block(by, whom, { at: now })] };
}

test('a member never sees less than a stranger, unless they keep it covered from themselves', () => {
	fc.assert(
		fc.property(anyMember, anyThing, ({ id, ...is }, thing) => {
			const viewer = member(id, is);
			if (!isOutside(viewer, thing)) return;
			expect(rank[shows(viewer, thing)]).toBeGreaterThanOrEqual(rank[shows(stranger, thing)]);
		}),
		{ numRuns }
	);
});

test('a stranger is shown nothing that was not agreed for anyone, by everybody who was there', () => {
	let seen = 0;
	fc.assert(
		fc.property(anyThing, (thing) => {
			if (shows(stranger, thing) === 'hidden') return;
			seen++;
			if (!('share' in thing) || !thing.share) throw new Error('shown without having been shared');
			const { agreedAt, agreedBy, audiences, ownWords, endedAt } = thing.share;
			expect(audiences).toContain('anyone');
			expect(endedAt === null || endedAt > now).toBe(true);
			const there = presentKeepers(thing.box, agreedAt).map((each) => each.memberId);
			const needed = ownWords && thing.kind === 'version' ? [thing.story.writerId] : there;
			expect(agreedBy).toEqual(expect.arrayContaining(needed));
			expect(agreedBy.length).toBeGreaterThan(0);
		}),
		{ numRuns: 10_000 }
	);
	expect(seen).toBeGreaterThan(50);
});

test('hidden is one and the same from outside, whatever is behind it, or nothing', () => {
	fc.assert(
		fc.property(anyMember, anyThing, ({ id, ...is }, thing) => {
			const decision = visibility(member(id, is), thing, now);
			expect(decision.causes.length).toBeGreaterThan(0);
			if (decision.show === 'hidden') expect(publicFace(decision)).toStrictEqual(publicFace(null));
			expect(Object.keys(publicFace(decision))).toEqual(['show']);
		}),
		{ numRuns }
	);
});

test('a leaving, a death, a bringing back and a block show nobody more, on any facts', () => {
	const narrowings: ((thing: Thing, who: typeof anna) => Thing)[] = [
		(thing, who) => gone(thing, who, 'leftAt'),
		(thing, who) => gone(thing, who, 'diedAt'),
		(thing) =>
			'share' in thing && thing.share
				? ({ ...thing, share: { ...thing.share, endedAt: now } } as Thing)
				: thing,
		(thing, who) => ({ ...thing, box: withBlock(thing.box, who, ruth) })
	];
	fc.assert(
		fc.property(
			anyThing,
			anyMember,
			fc.constantFrom(...members),
			fc.constantFrom(...narrowings),
			(thing, { id, ...is }, who, narrow) => {
				// Whoever goes leaves their own covers behind with the box.
				for (const viewer of id === who ? [stranger] : [stranger, member(id, is)]) {
					const then = shows(viewer, narrow(thing, who));
					expect(rank[then]).toBeLessThanOrEqual(rank[shows(viewer, thing)]);
				}
			}
		),
		{ numRuns: 10_000 }
	);
});

function gone(thing: Thing, who: typeof anna, how: 'leftAt' | 'diedAt'): Thing {
	const present = presentKeeper(thing.box, who, now);
	const keepers = thing.box.keepers.map((each) =>
		each === present ? { ...each, [how]: now } : each
	);
	return { ...thing, box: { ...thing.box, keepers } };
}

const delegations = fc.array(
	fc
		.record({
			giver: fc.constantFrom(...members),
			named: fc.constantFrom(...members),
			at: fc.integer({ min: 0, max: 30 }),
			ended: fc.option(fc.integer({ min: 0, max: 30 }), { freq: 3 }),
			kind: fc.constantFrom<DecisionKind>('share', 'share', 'share', 'invite_guest')
		})
		.map(({ giver, named, at, ended, kind }) =>
			decideForMe(giver, named, day(at), { kind, endedAt: ended === null ? null : day(ended) })
		),
	{ maxLength: 8 }
);
const answers = fc.array(
	fc
		.record({
			who: fc.constantFrom(...members),
			said: fc.constantFrom<Answer['answer']>('yes', 'yes', 'not_yet', 'no'),
			at: fc.integer({ min: 10, max: 40 })
		})
		.map(({ who, said, at }) => says(who, said, day(at), first)),
	{ maxLength: 8 }
);
const four = box({ keepers: members.map((id) => keeper(id)) });

test('decide for me never chains: for each there is their own yes, or that of whom they named', () => {
	let decided = 0;
	fc.assert(
		fc.property(delegations, answers, (given, said) => {
			const facts = talk({ box: four, delegations: given, answers: said });
			const { state, tell } = proposalState(proposal(), facts, now);
			if (state !== 'agreed') return;
			const latest = (who: string) =>
				said.filter((each) => each.memberId === who).sort((a, b) => +a.at - +b.at);
			const ownYes = (who: string) => (latest(who).at(-1)?.answer ?? implied(who)) === 'yes';
			const implied = (who: string) => (who === anna ? 'yes' : 'nothing');
			for (const who of members) {
				const named = given.filter((each) => isOpenFrom(each, who)).map((each) => each.namedId);
				expect(ownYes(who) || (tell.includes(who) && named.some(ownYes))).toBe(true);
			}
			decided += tell.length;
		}),
		{ numRuns: 20_000 }
	);
	expect(decided).toBeGreaterThan(20);
});

function isOpenFrom(delegation: Delegation, giver: string): boolean {
	const { giverId, kind, endedAt } = delegation;
	return giverId === giver && kind === 'share' && (endedAt === null || endedAt > now);
}

test('a leaving or a death agrees to nothing by itself', () => {
	fc.assert(
		fc.property(
			answers,
			delegations,
			fc.subarray([anna, tom, eve, ruth], { minLength: 1, maxLength: 3 }),
			fc.constantFrom('leftAt' as const, 'diedAt' as const),
			(said, given, who, how) => {
				const facts = talk({
					box: four,
					answers: said,
					delegations: given,
					versions: [version(v1)]
				});
				const before = proposalState(proposal(), facts, now).state;
				const keepers = four.keepers.map((each) =>
					who.includes(each.memberId) ? { ...each, [how]: now } : each
				);
				const then = { ...facts, box: { ...four, keepers } };
				if (before !== 'agreed') {
					expect(proposalState(proposal(), then, now).state).not.toBe('agreed');
				}
			}
		),
		{ numRuns: 5000 }
	);
});
