import type { BoxId } from '#lib/rules/facts.ts';
import { facesOf, type Face } from '#lib/keepsakes/queries.server.ts';
import { NotFound } from '#lib/server/failures.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { keepsakesIn } from '../markdown.ts';
import { placeInBox } from '../parts.ts';
import {
	isSeenKind,
	readingOf,
	shownAt,
	type KeepsakeSeen,
	type ReadingBlock,
	type SeenKind
} from '../reading.ts';
import type { Place } from './saveDraft.server.ts';

/** A draft as its writer finds it. */
export type Draft = {
	title: string;
	body: string;
	revision: number;
	/** When its writer let the story go; null while they have it. */
	letGoAt: Date | null;
};

/** What a save found changed already, kept beside the draft. */
export type Copy = { id: string; keptAt: Date; title: string; blocks: ReadingBlock[] };

/** A keepsake of the box that can be put into the story. */
export type ToPutIn = {
	id: string;
	kind: SeenKind;
	fileName: string | null;
	caption: string;
	alt: string;
	coverWords: string;
	/** Its smallest picture; null while it is covered for this keeper, or not made. */
	src: string | null;
	covered: boolean;
};

/** All that the writing page shows. `older`: the keepsake after which the list goes on. */
export type Writing = {
	draft: Draft;
	copies: Copy[];
	keepsakes: ToPutIn[];
	/** Those that stand in the text but not in this part of the list. */
	placed: ToPutIn[];
	older: string | null;
};

const keepsakesOnAPage = 60;

/** A draft with its copies, and what the box keeps. Throws `NotFound` for all but its writer. */
export async function draftFor(
	tx: Tx,
	viewer: SignedIn,
	{ box, story }: Place,
	after: string | null,
	now: Date
): Promise<Writing> {
	const draft = await ownDraft(tx, viewer, box, story);
	const kept = await tx
		.selectFrom('draftCopy')
		.where('storyId', '=', story)
		.orderBy('keptAt', 'desc')
		.select(['id', 'keptAt', 'title', 'body'])
		.execute();
	const listed = await keepsakesAfter(tx, box, after);
	const page = listed.slice(0, keepsakesOnAPage);
	const inText = [draft, ...kept].flatMap(({ body }) => keepsakesIn(body));
	const ids = [...new Set([...page, ...inText])];
	const faces = await facesOf(tx, viewer, box as BoxId, ids, now);
	const byId = new Map(faces.map((face) => [face.id, face]));
	const seen = new Map(faces.flatMap((face) => seenBy(face, box)));
	const of = (list: string[]) => list.flatMap((id) => toPutIn(byId.get(id)));
	return {
		draft,
		copies: kept.map(({ body, ...copy }) => ({ ...copy, blocks: readingOf(body, seen) })),
		keepsakes: of(page),
		placed: of(inText.filter((id) => !page.includes(id))),
		older: listed.length > page.length ? (page.at(-1) ?? null) : null
	};
}

/** A draft, for its writer; else throws `NotFound`. */
export async function ownDraft(
	tx: Tx,
	viewer: SignedIn,
	box: string,
	story: string
): Promise<Draft> {
	const found = await tx
		.selectFrom('draft as d')
		.innerJoin('story as s', 's.id', 'd.storyId')
		.where('s.id', '=', story)
		.where('s.boxId', '=', box)
		.where('s.writerId', '=', viewer.id)
		.select(['d.title', 'd.body', 'd.revision', 's.letGoAt'])
		.executeTakeFirst();
	if (!found) throw new NotFound();
	return found;
}

/** The box's keepsakes that can be shown, the latest first, one more than a page. */
async function keepsakesAfter(tx: Tx, box: string, after: string | null): Promise<string[]> {
	const rows = await tx
		.selectFrom('keepsake as k')
		.where('k.boxId', '=', box)
		.where('k.kind', 'in', ['photograph', 'film', 'recording', 'paper'])
		.where('k.partOf', 'is', null)
		.where('k.cannotShow', 'is', null)
		.where('k.releasedAt', 'is', null)
		.$if(after !== null, (query) =>
			query.where(({ eb, selectFrom, refTuple }) =>
				eb(
					refTuple('k.putInAt', 'k.id'),
					'<',
					selectFrom('keepsake')
						.where('id', '=', after)
						.select(['putInAt', 'id'])
						.$asTuple('putInAt', 'id')
				)
			)
		)
		.orderBy('k.putInAt', 'desc')
		.orderBy('k.id', 'desc')
		.limit(keepsakesOnAPage + 1)
		.select('k.id')
		.execute();
	return rows.map(({ id }) => id);
}

function toPutIn(face: Face | undefined): ToPutIn[] {
	if (!face || face.covered?.why === 'let-go' || !isSeenKind(face.kind)) return [];
	const { id, kind, fileName, caption, alt, coverWords, covered, picture } = face;
	const src = picture?.src ?? null;
	return [{ id, kind, fileName, caption, alt, coverWords, src, covered: covered !== null }];
}

/** A keepsake in a copy, as this keeper has it in their own box. Its pages are read there. */
function seenBy(face: Face, box: string): [string, KeepsakeSeen][] {
	const { id, kind, coverWords, picture } = face;
	if (!isSeenKind(kind)) return [];
	if (face.covered) {
		const inBox = `/box/${box}/keepsake/${id}`;
		return [[id, { show: 'covered', id, kind, by: 'you', coverWords, inBox }]];
	}
	const { width = null, height = null } = picture ?? {};
	const known = { ...face, kind, width, height, pictured: picture !== null, pages: [] };
	return [[id, shownAt(placeInBox(box, id), known, false)]];
}
