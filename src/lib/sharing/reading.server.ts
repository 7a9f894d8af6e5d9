import { visibility } from '#lib/rules/visibility.ts';
import type {
	Audience,
	Box,
	Keepsake,
	KeepsakeId,
	Story,
	VersionId,
	Viewer
} from '#lib/rules/facts.ts';
import type { SignedIn } from '#lib/server/database/viewer.ts';
import {
	readingOf,
	shownAt,
	type KeepsakeSeen,
	type PlaceOfParts,
	type Reading
} from '#lib/stories/queries.server.ts';
import type { GoesOut } from './going.ts';
import { stillUnlessMoving, type PlacedKeepsake } from './placed.server.ts';

/** All that a reader would receive of a story, whether it is kept as a row already or not. */
export type Content = {
	versionId: VersionId;
	title: string;
	body: string;
	byline: string;
	going: GoesOut;
	keepsakes: readonly PlacedKeepsake[];
};

/** A keeper who looks at what goes out or would go out, and where from. */
export type Looking = {
	viewer: SignedIn;
	box: Box;
	story: Story;
	/** Where the parts of a keepsake are asked for, by this keeper. */
	place(keepsake: PlacedKeepsake): PlaceOfParts;
	now: Date;
};

/**
 * The story as this audience would see it, shown to a keeper: what is covered for readers is covered
 * here too, and so is what this keeper put away for themselves.
 */
export function readAs(
	audiences: readonly Audience[],
	content: Content,
	looking: Looking
): Reading {
	const seen = new Map<string, KeepsakeSeen>();
	for (const keepsake of content.keepsakes) {
		const one = asReadersSee(keepsake, content.versionId, looking);
		if (one) seen.set(keepsake.id, one);
	}
	const { title, byline, body, going } = content;
	const { lived, subjects } = going;
	return { title, byline, audiences, lived, subjects, blocks: readingOf(body, seen) };
}

/** The story as this keeper has it within the box: covered is only what is so for themselves. */
export function readWithin(content: Content, looking: Looking): Reading {
	const uncovered = content.keepsakes.map((each) => ({ ...each, covered: false }));
	return readAs([], { ...content, keepsakes: uncovered }, looking);
}

function asReadersSee(
	keepsake: PlacedKeepsake,
	versionId: VersionId,
	looking: Looking
): KeepsakeSeen | null {
	const own = asKeeperSees(keepsake, versionId, looking);
	if (own === 'hidden') return null;
	const { id, kind, coverWords, covered } = keepsake;
	if (covered) return { show: 'covered', id, kind, by: 'family', coverWords, inBox: null };
	if (own === 'covered') {
		const inBox = `/box/${looking.box.id}/keepsake/${id}`;
		return { show: 'covered', id, kind, by: 'you', coverWords, inBox };
	}
	return shownAt(looking.place(keepsake), stillUnlessMoving(keepsake), false);
}

/** What a draft is judged as: no share stands for it. */
const unfrozen = 'unfrozen' as VersionId;

/** How R1 shows it to this keeper, who is asked about the version it stands in, or writes it (null). */
export function asKeeperSees(placed: PlacedKeepsake, version: VersionId | null, looking: Looking) {
	const { viewer, box, story, now } = looking;
	const asRule: Viewer = {
		kind: 'member',
		id: viewer.id,
		visit: null,
		suspended: viewer.suspended,
		peer: viewer.peer,
		moderator: false
	};
	const versionId = version ?? unfrozen;
	const { id, kind, scope, putInBy, putInAt, holds, covered, heldAgainAt } = placed;
	const keepsake: Keepsake = {
		...{ id: id as KeepsakeId, kind, scope, putInBy, putInAt, holds },
		...{ releasedAt: null, heldAgainAt, takedowns: [], matters: [] }
	};
	const seen = { box, story, versionId, proposed: true, share: null, shown: [] };
	return visibility(asRule, { kind: 'version-keepsake', keepsake, covered, ...seen }, now).show;
}
