import { randomUUID } from 'node:crypto';
import type { KeepsakePutBack } from '#lib/keepsakes/actions.server.ts';
import type { FileKind } from '#lib/server/films/whatIs.ts';
import type { StoryPutBack } from '#lib/stories/actions.server.ts';
import type { BoxCopy, CopiedKeepsake, CopiedStory } from '../format.ts';
import { nameOf, type Plan } from './plan.ts';
import { CopyRefused } from './refused.ts';

/** What a copy becomes: everything by new ids, so that none of its own is ever looked for here. */
export type AsRows = {
	keepsakes: KeepsakePutBack[];
	stories: StoryPutBack[];
	/** Those whom the copy names beside whoever puts it back; they have no account here. */
	others: { id: string; name: string }[];
	/** Files that are not put back, by their names. */
	leftOut: string[];
};

type Here = { member: string; kinds: ReadonlyMap<string, FileKind>; now: Date };

/** As many people as one memory box has to do with, and more. */
const mostPeople = 100;

/** A copy as rows of this place, for one who keeps them alone. Throws `CopyRefused`. */
export function asRows(copy: BoxCopy, plan: Plan, here: Here): AsRows {
	const giverOf = namedIn(copy, here.member);
	const there = plan.keepsakes.filter(({ file }) => file === null || here.kinds.has(file.sha256));
	const ids = new Map(there.map(({ id }) => [id.toLowerCase(), randomUUID() as string]));
	const halves = halvesIn(there);
	const keepsakes = there.map((each) => ({
		...keepsakeOf(each, here),
		id: ids.get(each.id.toLowerCase()) ?? '',
		giver: each.scope === 'mine' ? here.member : giverOf(each.by),
		partOf: ids.get(halves.get(each.id) ?? '') ?? null
	}));
	const stories = copy.stories.map((each) => ({
		...storyOf(each, ids, here),
		writer: each.scope === 'mine' ? here.member : (giverOf(each.by) ?? here.member)
	}));
	const gone = plan.keepsakes.filter((each) => !there.includes(each));
	return {
		...{ keepsakes, stories, others: giverOf.others },
		leftOut: [...plan.leftOut, ...gone.map(nameOf)]
	};
}

/** Whoever took the copy is whoever puts it back; anybody else is a name. */
function namedIn({ keepers }: BoxCopy, member: string) {
	const others: { id: string; name: string }[] = [];
	const known = new Map<string, string>();
	const idOf = (name: string) => {
		const id = known.get(name) ?? randomUUID();
		if (!known.has(name)) others.push({ id, name });
		if (others.length > mostPeople) throw new CopyRefused('not_right');
		known.set(name, id);
		return id;
	};
	for (const { name, you } of keepers) if (!you) idOf(name);
	const giverOf = (by: { name: string; you: boolean } | null) =>
		by === null ? null : by.you ? member : idOf(by.name);
	return Object.assign(giverOf, { others });
}

/** Each half of a photograph that moves, with its photograph: one film for one photograph. */
function halvesIn(keepsakes: readonly CopiedKeepsake[]): Map<string, string> {
	const whole = new Set(
		keepsakes.flatMap(({ id, partOf, file }) => (partOf || !file ? [] : [id.toLowerCase()]))
	);
	const halves = new Map<string, string>();
	for (const { id, partOf, file } of keepsakes) {
		const photograph = partOf?.toLowerCase();
		if (photograph && file && whole.delete(photograph)) halves.set(id, photograph);
	}
	return halves;
}

function keepsakeOf(each: CopiedKeepsake, { kinds, now }: Here) {
	const { scope, happenedOn, words, caption, alt, coverWords, said, file } = each;
	const kind = file && kinds.get(file.sha256);
	const putInAt = notAfter(now, each.putInAt);
	return {
		...{ scope, putInAt, happenedOn, words, caption, alt, coverWords, said },
		openedAt: each.cover === 'not-opened' ? null : now,
		putAwayAt: each.cover === 'put-away' ? notAfter(now, each.putAwayAt ?? each.putInAt) : null,
		original:
			file && kind
				? {
						...{ sha256: file.sha256, bytes: file.bytes, kind },
						...{ fileName: file.fileName, mediaType: file.mediaType },
						modifiedAt: file.modifiedAt ? new Date(file.modifiedAt) : null
					}
				: null
	};
}

function storyOf(story: CopiedStory, ids: ReadonlyMap<string, string>, { now }: Here) {
	const here = <T extends { body: string }>(words: T) => ({
		...words,
		body: refer(words.body, ids)
	});
	const { scope, draft } = story;
	const numbers = new Set(story.versions.map(({ number }) => number));
	if (numbers.size !== story.versions.length) throw new CopyRefused('not_right');
	return {
		...{ id: randomUUID() as string, scope, begunAt: notAfter(now, story.begunAt) },
		draft: draft && { ...here(draft), savedAt: notAfter(now, draft.savedAt) },
		keptBeside: story.keptBeside.map((each) => ({
			...here(each),
			keptAt: notAfter(now, each.keptAt)
		})),
		versions: story.versions.map((version) => ({
			...here(version),
			madeAt: notAfter(now, version.madeAt),
			keepsakes: placedIn(version.keepsakes, ids)
		}))
	};
}

type Placed = CopiedStory['versions'][number]['keepsakes'];

function placedIn(placed: Placed, ids: ReadonlyMap<string, string>): Placed {
	const seen = new Set<string>();
	return placed.flatMap((each) => {
		const id = ids.get(each.id.toLowerCase());
		if (!id || seen.has(id)) return [];
		seen.add(id);
		return [{ ...each, id }];
	});
}

/** A keepsake stands in a story by its id. One that is not in the copy stands there as before. */
function refer(body: string, ids: ReadonlyMap<string, string>): string {
	return body.replace(/\(keepsake:([0-9a-f-]{36})\)/gi, (whole, id: string) => {
		const here = ids.get(id.toLowerCase());
		return here ? `(keepsake:${here})` : whole;
	});
}

/** A clock that went ahead brings nothing into the future. */
function notAfter(now: Date, moment: string): Date {
	return new Date(Math.min(Date.parse(moment), now.getTime()));
}
