import { sql } from 'kysely';
import type { BoxId } from '#lib/rules/facts.ts';
import { deletionAt } from '#lib/rules/holding.ts';
import { facesOf, type Face } from '#lib/keepsakes/queries.server.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';

/** Which of the things in a box a page shows. */
export const shelves = [
	'everything',
	'photographs',
	'films',
	'words',
	'stories',
	'removed'
] as const;
export type Shelf = (typeof shelves)[number];

/** A story as its keepers find it among their things. */
export type StoryFace = {
	id: string;
	title: string;
	opening: string;
	begunAt: Date;
	by: { name: string; you: boolean };
	/** Only its writer sees it. */
	own: boolean;
	/** Its writer let it go, and can take it back until then. */
	letGoUntil: Date | null;
};

export type Thing =
	{ type: 'keepsake'; id: string; face: Face } | { type: 'story'; id: string; face: StoryFace };

/** How many things stand on one page. */
const pageSize = 60;

/**
 * A page of what is in a box, newest first. `before` is where the last page ended; `earlier`, where
 * this one does, or null at the end.
 */
export async function thingsIn(
	tx: Tx,
	viewer: SignedIn,
	box: BoxId,
	asked: { shelf: Shelf; before: string | null },
	now: Date
): Promise<{ things: Thing[]; earlier: string | null }> {
	const rows = await pageOf(tx, viewer, box, asked.shelf, readCursor(asked.before));
	const shown = rows.slice(0, pageSize);
	const ids = (type: string) => shown.filter((row) => row.type === type).map(({ id }) => id);
	const keepsakes = new Map(
		(await facesOf(tx, viewer, box, ids('keepsake'), now)).map((face) => [face.id, face])
	);
	const stories = await storyFaces(tx, viewer, ids('story'));
	const things = shown.flatMap<Thing>(({ id }) => {
		const keepsake = keepsakes.get(id);
		if (keepsake) return [{ type: 'keepsake', id, face: keepsake }];
		const story = stories.get(id);
		return story ? [{ type: 'story', id, face: story }] : [];
	});
	const last = rows.length > pageSize ? shown.at(-1) : undefined;
	return { things, earlier: last ? `${last.micros}-${last.id}` : null };
}

type Row = { type: 'keepsake' | 'story'; id: string; micros: number };
type Cursor = { micros: string; id: string };

/** The end of a page, exact to the microsecond as the table is. */
function readCursor(text: string | null): Cursor | null {
	const [, micros, id] = /^(\d{1,17})-([0-9a-f-]{36})$/.exec(text ?? '') ?? [];
	return micros && id ? { micros, id } : null;
}

async function pageOf(
	tx: Tx,
	viewer: SignedIn,
	box: BoxId,
	shelf: Shelf,
	before: Cursor | null
): Promise<Row[]> {
	const letGo = sql`exists (
		select from hold h
		where h.keepsake_id = k.id and h.member_id = ${viewer.id} and h.let_go_at is not null
	)`;
	const held = shelf === 'removed' ? letGo : sql`k.released_at is null and not ${letGo}`;
	const kinds = {
		photographs: ['photograph'],
		films: ['film', 'recording'],
		words: ['words', 'paper'],
		stories: [] as string[]
	};
	const kind =
		shelf in kinds ? sql`k.kind = any (${kinds[shelf as keyof typeof kinds]}::text[])` : sql`true`;
	const stories =
		shelf === 'removed'
			? sql`s.let_go_at is not null and s.writer_id = ${viewer.id}`
			: sql`s.let_go_at is null and ${shelf === 'everything' || shelf === 'stories'}`;
	const earlier = before
		? sql`(at, id) < (timestamptz 'epoch' + ${before.micros}::bigint * interval '1 microsecond',
			${before.id}::uuid)`
		: sql`true`;
	const { rows } = await sql<Row>`
		select type, id, (extract(epoch from at) * 1000000)::bigint as micros
		from (
			select 'keepsake' as type, k.id, k.put_in_at as at from keepsake k
			where k.box_id = ${box} and k.part_of is null and ${held} and ${kind}
			union all
			select 'story', s.id, s.begun_at from story s
			where s.box_id = ${box} and ${stories}
		) as things
		where ${earlier}
		order by at desc, id desc
		limit ${pageSize + 1}`.execute(tx);
	return rows;
}

async function storyFaces(
	tx: Tx,
	viewer: SignedIn,
	ids: readonly string[]
): Promise<Map<string, StoryFace>> {
	if (ids.length === 0) return new Map();
	const rows = await tx
		.selectFrom('story as s')
		.innerJoin('member as by', 'by.id', 's.writerId')
		.leftJoin('draft as d', 'd.storyId', 's.id')
		.leftJoinLateral(
			(eb) =>
				eb
					.selectFrom('storyVersion')
					.whereRef('storyId', '=', 's.id')
					.orderBy('number', 'desc')
					.limit(1)
					.select(['title', 'body'])
					.as('v'),
			(on) => on.onTrue()
		)
		.where('s.id', 'in', ids)
		.select(['s.id', 's.begunAt', 's.writerId', 's.letGoAt', 'by.name'])
		.select([
			// One's own words can be out while the story is its writer's alone to change.
			sql<boolean>`s.scope = 'mine' and not is_out(s.id)`.as('own'),
			sql<string>`coalesce(d.title, v.title, '')`.as('title'),
			sql<string>`left(coalesce(d.body, v.body, ''), 600)`.as('body')
		])
		.execute();
	return new Map(
		rows.map((row) => [
			row.id,
			{
				id: row.id,
				title: row.title,
				opening: openingOf(row.body),
				begunAt: row.begunAt,
				by: { name: row.name, you: row.writerId === viewer.id },
				own: row.own,
				letGoUntil: row.letGoAt && deletionAt(row.letGoAt)
			}
		])
	);
}

/** Its first words, without the marks of Markdown and without photographs. */
function openingOf(body: string): string {
	const plain = body
		.replace(/!\[[^\]]*\]\([^)]*\)/g, ' ')
		.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
		.replace(/^[#>\-*\s]+/gm, ' ')
		.replace(/[*_`\\]/g, '')
		.replace(/\s+/g, ' ')
		.trim();
	return plain.length > 160 ? `${plain.slice(0, 160).replace(/\s\S*$/, '')}…` : plain;
}
