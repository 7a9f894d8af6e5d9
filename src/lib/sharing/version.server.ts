import { randomUUID } from 'node:crypto';
import { NotFound } from '#lib/server/failures.ts';
import type { Tx } from '#lib/server/database/viewer.ts';
import { livedIn } from '#lib/lived/queries.server.ts';
import { isOwnWords } from '#lib/rules/consent.ts';
import type { Lived } from '#lib/rules/going.ts';
import { coarsened } from '#lib/rules/lived.ts';
import type { BoxId, KeepsakeId, MemberId, StoryId, Version, VersionId } from '#lib/rules/facts.ts';
import { keepsakesIn, plainText, renderStory } from '#lib/stories/queries.server.ts';
import { placedKeepsakesIn, type PlacedKeepsake } from './placed.server.ts';
import { goingColumns, goingOf } from './content.server.ts';
import { asRuled, isSameGoing, type GoesOut } from './going.ts';
import type { Choices } from './schema.ts';

/** A draft as its writer has it now, with the keepsakes that stand in it. */
export type DraftNow = {
	storyId: StoryId;
	writerId: MemberId;
	title: string;
	body: string;
	revision: number;
	/** What was lived, as far as its writer and the others have said it, and the year it is now. */
	said: Lived;
	year: number;
	keepsakes: PlacedKeepsake[];
};

/** All that a reader would receive, before and after it is kept as a row. */
export type Frozen = {
	version: Version;
	title: string;
	body: string;
	byline: string;
	going: GoesOut;
	keepsakes: PlacedKeepsake[];
};

/** The viewer's own draft. Throws `NotFound` where it is another's, or in another box. */
export async function draftNow(
	tx: Tx,
	boxId: BoxId,
	storyId: StoryId,
	now: Date
): Promise<DraftNow> {
	const found = await tx
		.selectFrom('draft as d')
		.innerJoin('story as s', 's.id', 'd.storyId')
		.where('s.id', '=', storyId)
		.where('s.boxId', '=', boxId)
		.where('s.letGoAt', 'is', null)
		.select(['s.writerId', 'd.title', 'd.body', 'd.revision'])
		.executeTakeFirst();
	if (!found) throw new NotFound();
	const keepsakes = await placedKeepsakesIn(
		tx,
		boxId,
		keepsakesIn(found.body),
		wordsWith(found.body)
	);
	const said = await livedIn(tx, boxId);
	const writerId = found.writerId as MemberId;
	return { ...found, writerId, storyId, said, year: now.getFullYear(), keepsakes };
}

/**
 * What would go out: the draft with what its writer chose for it.
 *
 * @param otherNames the names by which the other keepers go, present or not
 */
export function freeze(draft: DraftNow, choices: Choices, otherNames: readonly string[]): Frozen {
	const keepsakes = draft.keepsakes.map((each) => ({
		...each,
		...choices.keepsakes.get(each.id)
	}));
	const words = [
		draft.title,
		plainText(draft.body),
		choices.byline,
		...keepsakes.flatMap((each) => [each.caption, each.alt, each.coverWords, each.said])
	];
	const { writerId } = draft;
	const { shown, ...chosen } = choices.going;
	const going: GoesOut = { ...chosen, lived: coarsened(draft.said, shown, draft.year) };
	const version: Version = {
		id: randomUUID() as VersionId,
		storyId: draft.storyId,
		ownWords:
			Object.keys(going.lived).length === 0 &&
			isOwnWords(writerId, [writerId], keepsakes.length, words, otherNames),
		...asRuled(going),
		keepsakes: keepsakes.map(({ id, kind, scope, putInBy, covered, heldAgainAt }) => ({
			keepsakeId: id as KeepsakeId,
			kind,
			scope,
			putInBy,
			covered,
			heldAgainAt
		}))
	};
	const { title, body } = draft;
	return { version, title, body, byline: choices.byline, going, keepsakes };
}

/** The version's id where the very same was frozen last; an edit, however small, is another. */
export async function sameAsLast(tx: Tx, frozen: Frozen): Promise<VersionId | null> {
	const last = await tx
		.selectFrom('storyVersion')
		.where('storyId', '=', frozen.version.storyId)
		.orderBy('number', 'desc')
		.limit(1)
		.select(['id', 'title', 'body', 'byline', 'ownWords'])
		.select(goingColumns)
		.executeTakeFirst();
	if (!last || !isSameGoing(goingOf(last), frozen.going)) return null;
	const placed = await tx
		.selectFrom('versionKeepsake')
		.where('versionId', '=', last.id)
		.orderBy('position')
		.select(['keepsakeId', 'caption', 'alt', 'coverWords', 'covered', 'said', 'moving'])
		.execute();
	const whole = (parts: unknown[]) => JSON.stringify(parts);
	const before = whole([last.title, last.body, last.byline, last.ownWords, placed]);
	const { title, body, byline, version } = frozen;
	const rows = placementsOf(frozen);
	return before === whole([title, body, byline, version.ownWords, rows])
		? (last.id as VersionId)
		: null;
}

/** Keeps it as rows. From its proposal on nothing can be added to it. */
export async function keep(tx: Tx, frozen: Frozen): Promise<void> {
	const { version, title, body, byline, going } = frozen;
	const { number } = await tx
		.selectFrom('storyVersion')
		.where('storyId', '=', version.storyId)
		.select((eb) => eb.fn.coalesce(eb.fn.max('number'), eb.lit(0)).as('number'))
		.executeTakeFirstOrThrow();
	await tx
		.insertInto('storyVersion')
		.values({
			id: version.id,
			storyId: version.storyId,
			number: number + 1,
			title,
			body,
			byline,
			ownWords: version.ownWords,
			findable: going.findable,
			answers: going.answers,
			lived: JSON.stringify(going.lived),
			subjects: [...going.subjects]
		})
		.execute();
	if (frozen.keepsakes.length === 0) return;
	await tx
		.insertInto('versionKeepsake')
		.values(
			placementsOf(frozen).map((each, index) => ({
				...each,
				versionId: version.id,
				position: index + 1
			}))
		)
		.execute();
}

/** What the writer wrote with each keepsake, at its place in the draft. */
function wordsWith(body: string): Map<string, string> {
	const words = new Map<string, string>();
	for (const block of renderStory(body)) {
		if (block.kind === 'keepsake' && !words.get(block.id)) words.set(block.id, block.words);
	}
	return words;
}

function placementsOf({ keepsakes }: Frozen) {
	return keepsakes.map(({ id, kind, caption, alt, coverWords, covered, said, play, moving }) => ({
		...{ keepsakeId: id, caption, alt, coverWords, covered, said },
		// Of what does not move there is nothing to choose.
		moving: moving && kind === 'photograph' && play !== null
	}));
}
