import { decisionsOf } from '#lib/rules/moderation.ts';
import type { Audience, Keepsake, KeepsakeId, Matter, MemberId, Viewer } from '#lib/rules/facts.ts';
import { letterBefore, type LetterBefore } from '#lib/letters/queries.server.ts';
import { visibility } from '#lib/rules/visibility.ts';
import type { SignedIn } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { audiencesOf, renderStory, versionThing } from '#lib/stories/queries.server.ts';
import { matterBefore } from './decide.server.ts';
import { subjectsBefore, type SubjectsBefore } from './marks.server.ts';
import { sittingOf } from './sitting.server.ts';
import type { KeepsakeBefore, MatterBefore } from './told.ts';
import { asModerator, type Watcher } from './watcher.server.ts';

/** A picture of a matter: covered; small and grey once asked for; whole by another asking. */
export type PictureBefore = {
	id: string;
	kind: string;
	seen: 'covered' | 'small' | 'large';
	alt: string;
	caption: string;
	coverWords: string;
};
export type BlockBefore =
	{ kind: 'html'; html: string } | { kind: 'picture'; picture: PictureBefore };

export type MatterPage = Omit<MatterBefore, 'story' | 'judging'> & {
	story: { title: string; byline: string; audiences: Audience[]; blocks: BlockBefore[] } | null;
	/** A letter, how much its sender says of themselves, and what the screen thought of it. */
	letter: LetterBefore | null;
	decisions: { verb: string; reasons: readonly string[] }[];
	/** What its story speaks of; null: there is no story out. */
	speaksOf: SubjectsBefore | null;
};

/** A matter as whoever has it before them sees it; `NotFound` for everybody else. */
export async function matterPage(watcher: Watcher, matter: string) {
	return asModerator(watcher, async (tx, viewer) => {
		const { story, judging, ...before } = await matterBefore(tx, matter);
		const now = watcher.lamplight.now();
		const page: MatterPage = {
			...before,
			story: story && storyBefore({ ...before, story, judging }, viewer, now),
			speaksOf: story && (await subjectsBefore(tx, matter)),
			letter: before.letterId === null ? null : await letterBefore(tx, before.letterId, now),
			decisions: decisionsOf(before.kind, before.state).map(({ verb, reasons }) => ({
				verb,
				reasons
			}))
		};
		return { viewer, page, sitting: await sittingOf(tx, viewer) };
	});
}

/** R1 has the last word: a moderator sees it through the open matter, covered. */
function storyBefore(
	{ story, judging, ...before }: MatterBefore & { story: NonNullable<MatterBefore['story']> },
	{ id, suspended, peer }: SignedIn,
	now: Date
): MatterPage['story'] {
	const visit = before.taking as NonNullable<Viewer['visit']>;
	const viewer: Viewer = { kind: 'member', id, visit, suspended, peer, moderator: true };
	const theirs: Matter = {
		...{ moderatorId: id, openedAt: new Date(before.openedAt), closedAt: null, notFor: [] }
	};
	const version = versionThing(story, judging, [theirs]);
	if (visibility(viewer, version, now).show === 'hidden') throw new NotFound();
	const pictures = new Map<string, PictureBefore>();
	for (const each of story.keepsakes) {
		if (each.kind === 'words') continue;
		const thing = {
			...version,
			...{ kind: 'version-keepsake' as const, keepsake: keepsakeOf(each), covered: each.covered },
			shown: each.sights.map(({ at }) => ({
				...{
					visit,
					versionId: version.versionId,
					keepsakeId: each.id as KeepsakeId,
					at: new Date(at)
				}
			}))
		};
		const { show } = visibility(viewer, thing, now);
		if (show !== 'hidden') pictures.set(each.id, pictureOf(each, show === 'full'));
	}
	const blocks = renderStory(story.body).flatMap((block): BlockBefore[] => {
		if (block.kind === 'html') return [block];
		const picture = pictures.get(block.id);
		return picture ? [{ kind: 'picture', picture }] : [];
	});
	const { title, byline } = story;
	return { title, byline, audiences: audiencesOf(story), blocks };
}

function pictureOf(each: KeepsakeBefore, uncovered: boolean): PictureBefore {
	const { id, kind, alt, caption, coverWords, sights } = each;
	const whole = sights.some(({ size }) => size === 'large');
	return {
		id,
		kind,
		alt,
		caption,
		coverWords,
		seen: uncovered ? (whole ? 'large' : 'small') : 'covered'
	};
}

function keepsakeOf({ id, kind, scope, putInBy, putInAt }: KeepsakeBefore): Keepsake {
	return {
		...{ id: id as KeepsakeId, kind: kind as Keepsake['kind'], scope, takedowns: [], matters: [] },
		...{ putInBy: putInBy as MemberId | null, putInAt: new Date(putInAt), holds: [] },
		...{ releasedAt: null, heldAgainAt: null }
	};
}
