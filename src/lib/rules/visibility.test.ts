import { describe, expect, test } from 'vitest';
import { coverScenarios } from './scenarios/covers.ts';
import { keeperScenarios } from './scenarios/keepers.ts';
import { readerScenarios } from './scenarios/readers.ts';
import type { Seen } from './scenarios/scenario.ts';
import { now } from './testing/family.ts';
import { publicFace, visibility } from './visibility.ts';

const tables: Record<string, Seen[]> = {
	'mine, and the box from within': keeperScenarios,
	'whom a story reaches': readerScenarios,
	'covers, take-downs and moderators': coverScenarios
};

describe.each(Object.entries(tables))('R1, %s', (_, scenarios) => {
	test.each(scenarios)('$name', ({ viewer, thing, at, show, causes }) => {
		const decision = visibility(viewer, thing, at ?? now);
		expect({ show: decision.show, causes: decision.causes.map((each) => each.cause) }).toEqual({
			show,
			causes
		});
	});
});

test('a reader outside cannot tell hidden from missing, whatever the cause', () => {
	const outside = Object.values(tables)
		.flat()
		.filter((scenario) => scenario.show === 'hidden');
	expect(outside.length).toBeGreaterThan(20);
	for (const { viewer, thing, at } of outside) {
		expect(publicFace(visibility(viewer, thing, at ?? now))).toEqual(publicFace(null));
	}
});
