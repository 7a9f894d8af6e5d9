import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MatterKind, MatterState, MemberId } from './facts.ts';
import { appeal, decide, decisionsOf, isOffered, mayTake, transitions } from './moderation.ts';
import {
	matter,
	mo,
	moderationScenarios,
	offers,
	other,
	watching
} from './scenarios/moderation.ts';
import { anna, day, now, ruth, tom } from './testing/family.ts';

describe('R7', () => {
	test.each(moderationScenarios)('$name', ({ asked, gives, causes }) => {
		const came = typeof gives === 'boolean' ? asked.allowed : asked.to;
		expect({ came, causes: asked.causes.map(({ cause }) => cause) }).toEqual({
			came: gives,
			causes
		});
	});
	test.each(offers)('of what is laid before a moderator: $name', ({ offered, moderator, of }) => {
		expect(isOffered(moderator, of, now)).toBe(offered);
	});
});

const kinds: MatterKind[] = ['report', 'letter', 'first_story', 'danger'];
const open: MatterState[] = ['reported', 'held', 'appealed'];
const who = fc.constantFrom<MemberId>(mo, other, anna, tom, ruth);
const anyMatter = fc
	.record({
		kind: fc.constantFrom(...kinds),
		concern: fc.constantFrom('unkind', 'danger'),
		state: fc.constantFrom<MatterState>('clear', ...open, 'released', 'removed'),
		takenBy: fc.option(who),
		decisions: fc.array(
			fc.record({
				verb: fc.constantFrom('hold', 'release', 'remove', 'abuse'),
				from: fc.constantFrom(...open),
				by: who
			}),
			{ maxLength: 3 }
		),
		passedOnBy: fc.array(who, { maxLength: 2 }),
		reporters: fc.array(who, { maxLength: 2 }),
		concerned: fc.array(who, { maxLength: 2 })
	})
	.map((changes) =>
		matter({ ...changes, closedAt: open.includes(changes.state) ? null : day(99) })
	);

test('whatever may be decided, is decided by one alone, who has nothing to do with it', () => {
	let decided = 0;
	fc.assert(
		fc.property(anyMatter, who, (of, id) => {
			const others = [anna, tom, ruth, mo, other].filter((each) => each !== id);
			for (const { verb, reasons } of transitions) {
				for (const reason of ['', ...reasons]) {
					const moved = decide(verb, reason, watching({ id }), of, now);
					if (!moved.allowed) {
						expect(moved.causes).not.toEqual([]);
						continue;
					}
					decided++;
					expect(reason).not.toBe('');
					expect(open).toContain(of.state);
					const able = others.filter((each) => mayTake(watching({ id: each }), of, now).allowed);
					expect(able).toEqual([]);
					expect([...of.concerned, ...of.reporters, ...of.passedOnBy]).not.toContain(id);
					if (of.state === 'appealed') expect(of.decisions.map(({ by }) => by)).not.toContain(id);
					if (of.kind === 'danger') expect(moved.to).toBe('released');
				}
			}
		}),
		{ numRuns: 2000 }
	);
	expect(decided).toBeGreaterThan(100);
});

test('nothing comes back to a moderator but by an appeal, and that once', () => {
	fc.assert(
		fc.property(anyMatter, who, (of, id) => {
			const { allowed, to } = appeal(id, of);
			if (!allowed) return to === null;
			return to === 'appealed' && of.state === 'removed' && of.concerned.includes(id);
		})
	);
});

test('every matter that waits can be decided either way, and each decision takes a reason', () => {
	for (const kind of kinds) {
		for (const state of open) {
			const moves = decisionsOf(kind, state);
			for (const { reasons } of moves) expect(reasons.length).toBeGreaterThan(1);
			const comesTo = transitions.some((each) => each.kinds.includes(kind) && each.to === state);
			const ways = moves.map(({ to }) => to);
			if (comesTo) expect(ways).toContain('released');
			if (comesTo && kind !== 'danger') expect(ways).toContain('removed');
		}
	}
});
