/**
 * R1, R2 and R3 over random lives. Each act is looked at by itself: the same moment, with and
 * without it, through everybody's eyes.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mayBringBack, whyNotStanding } from './consent.ts';
import type { Proposal, Share } from './facts.ts';
import { goesOut } from './going.ts';
import { deletionDue, heldBy, releasedAt } from './holding.ts';
import { presentKeepers } from './presence.ts';
import { anyLife, type Act, type World } from './testing/acts.ts';
import { gains, sightOf, viewersOf } from './testing/eyes.ts';
import { act, beginning, later } from './testing/life.ts';

type Step = { before: World; done: Act; after: World };

function live(life: Act[], look: (step: Step) => void): World {
	return life.reduce((world, done) => {
		const before = later(world);
		const after = act(before, done);
		look({ before, done, after });
		return after;
	}, beginning());
}

const overLives = (look: (step: Step) => void, numRuns = 300) =>
	fc.assert(
		fc.property(anyLife, (life) => {
			live(life, look);
		}),
		{ numRuns }
	);

const outsiders = (world: World) => {
	const keepers = presentKeepers(world.box, world.now).map((keeper) => keeper.memberId as string);
	return [...viewersOf(world).keys()].filter((name) => !keepers.includes(name));
};

test('nothing reaches anybody outside but by carrying out what was agreed', () => {
	let shared = 0;
	overLives(({ before, done, after }) => {
		const always = outsiders(after).filter((name) => outsiders(before).includes(name));
		const gained = gains(sightOf(before), sightOf(after), always);
		if (done.act === 'carry-out') shared += gained.length;
		else expect(gained).toEqual([]);
	});
	expect(shared).toBeGreaterThan(100);
});

/** Written without the rules: who has said yes to this very proposal, and whose yes it takes. */
function yesByHand(who: string, proposal: Proposal, world: World): boolean {
	const own = (member: string) => {
		const stay = world.box.keepers.findLast((each) => each.memberId === member);
		const said = world.answers.findLast(
			(each) =>
				each.proposalId === proposal.id &&
				each.memberId === member &&
				stay !== undefined &&
				each.at >= stay.joinedAt
		);
		return said ? said.answer === 'yes' : proposal.proposedBy === member;
	};
	const named = world.delegations.findLast((each) => each.giverId === who && each.kind === 'share');
	return own(who) || (named !== undefined && named.endedAt === null && own(named.namedId));
}

test('nothing goes out without the yes of every present keeper to that very version', () => {
	let common = 0;
	overLives(({ before, after }) => {
		const share = after.shares.find((each) => !before.shares.includes(each) && !each.endedAt);
		if (!share) return;
		const proposal = after.proposals.find((each) => each.closedAt?.getTime() === +after.now);
		const version = after.versions.find((each) => each.id === share.versionId);
		const story = after.stories.find((each) => each.id === share.storyId);
		if (!proposal || !version || !story) throw new Error('shared out of nothing');
		expect(proposal.wish).toMatchObject({ versionId: share.versionId });
		const own = version.ownWords && version.keepsakes.length === 0;
		const present = presentKeepers(before.box, before.now).map((keeper) => keeper.memberId);
		const writerAlone = own && present.includes(story.writerId);
		for (const who of writerAlone ? [story.writerId] : present) {
			expect([who, yesByHand(who, proposal, before)]).toEqual([who, true]);
		}
		if (!writerAlone && present.length > 1) common++;
	}, 1500);
	expect(common).toBeGreaterThan(20);
});

test('narrowing by any one keeper always does, and at once', () => {
	let ended = 0;
	overLives(({ after }) => {
		const standing = after.shares.filter((share) => isStanding(share, after));
		for (const share of standing) {
			for (const { memberId } of presentKeepers(after.box, after.now)) {
				expect(mayBringBack(memberId, share, after.box, after.now).allowed).toBe(true);
				const index = after.shares.length - 1 - after.shares.indexOf(share);
				const then = act(after, { act: 'bring-back', who: memberId, share: index });
				expect(isStanding(then.shares[after.shares.indexOf(share)] as Share, then)).toBe(false);
				expect(gains(sightOf(after), sightOf(then))).toEqual([]);
				ended++;
			}
		}
	}, 250);
	expect(ended).toBeGreaterThan(20);
});

function isStanding(share: Share, world: World): boolean {
	const story = world.stories.find((each) => each.id === share.storyId);
	return story !== undefined && whyNotStanding(share, story, world.box, world.now) === null;
}

test('what goes out with a story is taken back by any one keeper, and at once', () => {
	let taken = 0;
	overLives(({ after }) => {
		for (const [index, share] of [...after.shares].reverse().entries()) {
			const version = after.versions.find((each) => each.id === share.versionId);
			if (!version || !isStanding(share, after)) continue;
			for (const { memberId: who } of presentKeepers(after.box, after.now)) {
				for (const setting of ['findable', 'with_you', 'letters', 'lived'] as const) {
					const then = act(after, { act: 'narrow', who, share: index, setting, what: 'weeks' });
					const going = goesOut(version, share, then.narrowings, then.now);
					if (setting === 'findable') expect(going.findable).toBe(false);
					if (setting === 'with_you') expect(going.answers).toBe('none');
					if (setting === 'letters') expect(going.answers).not.toBe('letters');
					expect(going.lived.map(({ fact }) => setting === 'lived' && fact)).not.toContain('weeks');
					expect(gains(sightOf(after), sightOf(then))).toEqual([]);
					taken++;
				}
			}
		}
	}, 150);
	expect(taken).toBeGreaterThan(20);
});

test('nobody sees more after a withdrawal, a leaving, a death, a block or a suspension', () => {
	overLives((step) => {
		const narrow: Act['act'][] = [
			'bring-back',
			'narrow',
			'leave',
			'die',
			'block',
			'suspend',
			'withdraw-guest',
			'end-delegation',
			'close'
		];
		if (!narrow.includes(step.done.act)) return;
		// Whoever goes leaves their own covers behind with the box, and reads on like anybody.
		const goes = step.done.act === 'leave' || step.done.act === 'die' ? step.done.who : null;
		const others = [...viewersOf(step.after).keys()].filter((name) => name !== goes);
		expect(gains(sightOf(step.before), sightOf(step.after), others)).toEqual([]);
	});
});

test('time alone shows nobody more', () => {
	fc.assert(
		fc.property(anyLife, fc.nat(60), (life, days) => {
			const world = live(life, () => undefined);
			const then = { ...world, now: new Date(world.now.getTime() + days * 86_400_000) };
			expect(gains(sightOf(world), sightOf(then))).toEqual([]);
		}),
		{ numRuns: 100 }
	);
});

test('putting away and letting go change nothing for others, except by the last hold', () => {
	let done = 0;
	overLives((step) => {
		const { before, after } = step;
		if (step.done.act !== 'put-away' && step.done.act !== 'let-go') return;
		const { who, keepsake: index } = step.done;
		const [was, is] = [before.keepsakes[index], after.keepsakes[index]];
		if (!was || !is || was === is) return;
		const wasReleased = releasedAt(was, before.box, before.now) === null;
		const isLast = wasReleased && releasedAt(is, after.box, after.now) !== null;
		if (isLast) {
			expect(step.done.act).toBe('let-go');
			expect(heldBy(was, before.box, before.now).filter((each) => each !== who)).toEqual([]);
			for (const name of outsiders(after)) {
				for (const [thing, show] of sightOf(after).get(name) ?? []) {
					if (thing.startsWith(is.id)) expect([name, thing, show]).toEqual([name, thing, 'hidden']);
				}
			}
			return;
		}
		const others = (world: World) => [...sightOf(world)].filter(([name]) => name !== who);
		expect(others(after)).toEqual(others(before));
		done++;
	});
	expect(done).toBeGreaterThan(50);
});

test('nothing is deleted while a present keeper holds it, nor before 30 days', () => {
	fc.assert(
		fc.property(anyLife, (life) => {
			const world = live(life, () => undefined);
			const decade = new Date(world.now.getTime() + 3650 * 86_400_000);
			for (const keepsake of world.keepsakes) {
				const holders = heldBy(keepsake, world.box, world.now);
				expect(deletionDue(keepsake, world.box, decade)).toBe(
					releasedAt(keepsake, world.box, world.now) !== null
				);
				if (holders.length > 0) expect(deletionDue(keepsake, world.box, decade)).toBe(false);
				expect(deletionDue(keepsake, world.box, world.now)).toBe(false);
			}
		}),
		{ numRuns: 200 }
	);
});

test('the lives are full of everything: rules refuse as well as allow', () => {
	const seen = new Map<string, number>();
	let refused = 0;
	fc.assert(
		fc.property(anyLife, (life) => {
			refused += live(life, ({ before, done, after }) => {
				const changed = after !== before && after.refused === before.refused;
				if (changed) seen.set(done.act, (seen.get(done.act) ?? 0) + 1);
			}).refused;
		}),
		{ numRuns: 1000 }
	);
	expect(refused).toBeGreaterThan(100);
	expect(seen.size).toBe(19);
});
