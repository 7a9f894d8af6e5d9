import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Going } from './facts.ts';
import { isListed, meeting, type Met, type Reader } from './meeting.ts';
import { meetingScenarios } from './scenarios/meeting.ts';
import { anyThing, members } from './testing/any.ts';
import { block, member, now, stranger } from './testing/family.ts';
import { visibility } from './visibility.ts';

describe('R6', () => {
	test.each(meetingScenarios)('$name', ({ reader, story, met, listed, causes }) => {
		const ruled = meeting(reader, story, now);
		expect({
			met: ruled.met,
			listed: isListed(reader, story, now),
			causes: ruled.causes.map((each) => each.cause)
		}).toEqual({ met, listed, causes });
	});
});

const subjects = fc.subarray(['photographs', 'faith', 'twins']);
const anyGoing = fc.record({ findable: fc.boolean(), subjects });
const anyStory = fc.tuple(anyThing, anyGoing).map(([thing, going]): Met | null => {
	if (!('versionId' in thing)) return null;
	const { box, story, versionId, proposed, share } = thing;
	return { kind: 'version', box, story, versionId, proposed, share, going };
});
const anyReader = fc
	.record({
		id: fc.option(fc.constantFrom(...members), { freq: 4 }),
		peer: fc.boolean(),
		suspended: fc.boolean(),
		leavesOut: subjects,
		avoids: fc.subarray([...members])
	})
	.map(({ id, peer, suspended, leavesOut, avoids }): Reader => ({
		viewer: id === null ? stranger : member(id, { peer, suspended }),
		leavesOut,
		avoids: id === null ? [] : avoids.map((each) => block(id, each))
	}));

/** Over any facts at all; counts what was met, so that a rule that meets nothing fails. */
function overAll(look: (reader: Reader, story: Met) => void): number {
	let met = 0;
	fc.assert(
		fc.property(anyReader, anyStory, (reader, story) => {
			if (!story) return;
			look(reader, story);
			if (meeting(reader, story, now).met) met++;
		}),
		{ numRuns: 20_000 }
	);
	return met;
}

test('nothing is met or listed that R1 would not show to the same viewer', () => {
	const met = overAll((reader, story) => {
		if (!meeting(reader, story, now).met && !isListed(reader, story, now)) return;
		expect(visibility(reader.viewer, story, now).show).toBe('full');
	});
	expect(met).toBeGreaterThan(30);
});

test('nothing is met that may not be found, or has what the reader leaves out', () => {
	overAll((reader, story) => {
		const { findable, subjects: its } = story.going;
		if (meeting(reader, story, now).met) expect(findable).toBe(true);
		if (!its.some((each) => reader.leavesOut.includes(each))) return;
		expect([meeting(reader, story, now).met, isListed(reader, story, now)]).toEqual([false, false]);
	});
});

test('to leave out more, to block, and not to be found lets nobody meet more', () => {
	overAll((reader, story) => {
		const less: [Reader, Pick<Going, 'findable' | 'subjects'>][] = [
			[{ ...reader, leavesOut: ['photographs', 'faith', 'twins'] }, story.going],
			[reader, { ...story.going, findable: false }],
			[reader, { ...story.going, subjects: ['faith', ...story.going.subjects] }]
		];
		for (const [who, going] of less) {
			if (meeting(who, { ...story, going }, now).met) {
				expect(meeting(reader, story, now).met).toBe(true);
			}
		}
	});
});

test('what is met stands in the list', () => {
	overAll((reader, story) => {
		if (meeting(reader, story, now).met) expect(isListed(reader, story, now)).toBe(true);
	});
});
