import type { BoxId } from '#lib/rules/facts.ts';
import { facesOf, type Face } from '#lib/keepsakes/queries.server.ts';
import { NotFound } from '#lib/server/failures.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { keepsakesIn } from '../markdown.ts';
import { readingOf, type PhotographSeen, type ReadingBlock } from '../reading.ts';
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

/** A photograph of the box that can be put into the story. */
export type ToPutIn = {
	id: string;
	caption: string;
	alt: string;
	coverWords: string;
	/** Its smallest picture; null while it is covered for this keeper, or not made. */
	src: string | null;
	covered: boolean;
};

/** All that the writing page shows. `older`: the photograph after which the list goes on. */
export type Writing = {
	draft: Draft;
	copies: Copy[];
	photographs: ToPutIn[];
	/** Those that stand in the text but not in this part of the list. */
	placed: ToPutIn[];
	older: string | null;
};

const photographsOnAPage = 60;

/** A draft with its copies, and the box's photographs. Throws `NotFound` for all but its writer. */
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
	const listed = await photographsAfter(tx, box, after);
	const page = listed.slice(0, photographsOnAPage);
	const inText = [draft, ...kept].flatMap(({ body }) => keepsakesIn(body));
	const ids = [...new Set([...page, ...inText])];
	const faces = await facesOf(tx, viewer, box as BoxId, ids, now);
	const byId = new Map(faces.map((face) => [face.id, face]));
	const seen = new Map(faces.map((face) => [face.id, seenBy(face, box)]));
	const of = (list: string[]) => list.flatMap((id) => toPutIn(byId.get(id)));
	return {
		draft,
		copies: kept.map(({ body, ...copy }) => ({ ...copy, blocks: readingOf(body, seen) })),
		photographs: of(page),
		placed: of(inText.filter((id) => !page.includes(id))),
		older: listed.length > page.length ? (page.at(-1) ?? null) : null
	};
}

async function ownDraft(tx: Tx, viewer: SignedIn, box: string, story: string): Promise<Draft> {
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

/** The box's photographs that can be shown, the latest first, one more than a page. */
async function photographsAfter(tx: Tx, box: string, after: string | null): Promise<string[]> {
	const rows = await tx
		.selectFrom('keepsake as k')
		.where('k.boxId', '=', box)
		.where('k.kind', '=', 'photograph')
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
		.limit(photographsOnAPage + 1)
		.select('k.id')
		.execute();
	return rows.map(({ id }) => id);
}

function toPutIn(face: Face | undefined): ToPutIn[] {
	if (!face || face.covered?.why === 'let-go') return [];
	const { id, caption, alt, coverWords, covered, picture } = face;
	return [{ id, caption, alt, coverWords, src: picture?.src ?? null, covered: covered !== null }];
}

/** A photograph in a copy, as this keeper has it in their own box. */
function seenBy(face: Face, box: string): PhotographSeen {
	const { id, caption, alt, coverWords, covered, picture } = face;
	if (covered) {
		return { show: 'covered', id, by: 'you', coverWords, inBox: `/box/${box}/keepsake/${id}` };
	}
	const pictures = picture ? `/box/${box}/picture/${id}` : null;
	const { width = null, height = null } = picture ?? {};
	return { show: 'full', id, pictures, alt, caption, width, height, coverable: false };
}
