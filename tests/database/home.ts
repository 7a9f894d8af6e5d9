/** For tests: a family and its story, made by the same verbs that the pages use. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Audience, BoxId, StoryId } from '#lib/rules/facts.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { readStory } from '#lib/stories/readStory.server.ts';
import type { Person, TestSite } from './site.ts';
import type { Actor } from '#lib/sharing/keeping.server.ts';
import { proposalPage } from '#lib/sharing/proposalPage.server.ts';
import type { GoingChosen } from '#lib/sharing/going.ts';
import type { Choices, Placing } from '#lib/sharing/schema.ts';

export type Home = {
	box: BoxId;
	story: StoryId;
	/** Whoever writes the story. */
	wren: Person;
	tom: Person;
};

/** Wren and Tom keep a box; Wren has written a story, and nobody else has seen it. */
export async function makeHome(
	site: TestSite,
	words: { title?: string; body?: string } = {}
): Promise<Home> {
	const [wren, tom] = [await site.person('Wren'), await site.person('Tom')];
	const box = await beginBox(site, wren);
	await join(site, box, wren, tom);
	const { title = 'Hello', body = 'We said hello, and Tom held him.' } = words;
	return { wren, tom, box, story: await write(site, wren, box, title, body) };
}

export async function beginBox(site: TestSite, by: Person): Promise<BoxId> {
	const box = randomUUID() as BoxId;
	await as(site, by, (tx) => sql`select begin_box(${box})`.execute(tx));
	return box;
}

/** Takes up an invitation that stands, however it came to be. */
export async function join(site: TestSite, box: BoxId, by: Person, who: Person, kind = 'keeper') {
	const hashed = randomUUID();
	await site.owner.query(
		`insert into lamplight.invitation (kind, box_id, token_hash, name, invited_by, expires_at)
		values ($1, $2, $3, $4, $5, now() + interval '1 day')`,
		[kind, box, hashed, who.name, by.id]
	);
	await as(site, who, (tx) => sql`select accept_invitation(${hashed})`.execute(tx));
}

export async function write(
	site: TestSite,
	by: Person,
	box: BoxId,
	title: string,
	body: string
): Promise<StoryId> {
	const story = randomUUID() as StoryId;
	await as(site, by, async (tx) => {
		await tx.insertInto('story').values({ id: story, boxId: box, writerId: by.id }).execute();
		await tx.insertInto('draft').values({ storyId: story, title, body, revision: 1 }).execute();
	});
	return story;
}

/** A later saving of the draft; gives its revision. */
export async function edit(site: TestSite, by: Person, story: StoryId, body: string) {
	return as(site, by, async (tx) => {
		const { revision } = await tx
			.updateTable('draft')
			.set((eb) => ({ body, revision: eb('revision', '+', 1) }))
			.where('storyId', '=', story)
			.returning('revision')
			.executeTakeFirstOrThrow(() => new NotFound());
		return revision;
	});
}

const sha = 'b'.repeat(64);

type Kind = 'photograph' | 'film' | 'recording' | 'paper';

/** What there is of each kind once it is made. */
export const partsOf: Record<Kind, string[]> = {
	photograph: ['large'],
	film: ['large', 'play'],
	recording: ['play'],
	paper: ['large', 'page-1', 'page-2']
};

/** A photograph with its pictures made, as if it had been uploaded. */
export function photograph(site: TestSite, by: Person, box: BoxId, scope = 'box') {
	return kept(site, by, box, 'photograph', scope);
}

/** A keepsake with all that shows it made, as if it had been uploaded. */
export async function kept(site: TestSite, by: Person, box: BoxId, kind: Kind, scope = 'box') {
	const id = randomUUID();
	const put = (text: string, values: unknown[]) =>
		site.owner.query(`insert into lamplight.${text}`, values);
	await put('original (box_id, sha256, bytes) values ($1, $2, 3) on conflict do nothing', [
		box,
		sha
	]);
	await put(
		`keepsake (id, box_id, put_in_by, scope, kind, sha256, file_name, bytes, pictures_made_at)
			values ($1, $2, $3, $4, $6, $5, 'robin.jpg', 3, now())`,
		[id, box, by.id, scope, sha, kind]
	);
	for (const part of partsOf[kind]) {
		if (part === 'large') {
			await put(
				`picture (keepsake_id, size, sha256, media_type, bytes, width, height)
					values ($1, 'large', $2, 'image/webp', 3, 10, 10)`,
				[id, sha]
			);
		} else if (part === 'play') await plays(site, id);
		else {
			await put(
				`page (keepsake_id, number, sha256, media_type, bytes, width, height)
					values ($1, $2, $3, 'image/webp', 3, 10, 10)`,
				[id, Number(part.slice(5)), sha]
			);
		}
	}
	return id;
}

/** Makes it something that plays. */
export async function plays(site: TestSite, keepsake: string) {
	await site.owner.query(
		`insert into lamplight.playable (keepsake_id, sha256, media_type, bytes, seconds, made_at)
			values ($1, $2, 'video/mp4', 3, 2, now())`,
		[keepsake, sha]
	);
}

export function choosing(
	audiences: Audience[],
	more: {
		revision?: number;
		byline?: string;
		going?: Partial<GoingChosen>;
		keepsakes?: Record<string, Partial<Placing>>;
	} = {}
): Choices {
	const plain: Placing = {
		...{ caption: '', alt: '', coverWords: '', said: '' },
		...{ covered: true, moving: false }
	};
	const placed = Object.entries(more.keepsakes ?? {});
	return {
		revision: more.revision ?? 1,
		audiences,
		byline: more.byline ?? '',
		going: { findable: false, answers: 'none', shown: {}, subjects: [], ...more.going },
		keepsakes: new Map(placed.map(([id, placing]) => [id, { ...plain, ...placing }]))
	};
}

export function actor(lamplight: TestSite, { session }: Person): Actor {
	return { lamplight, session };
}

/** The text this reader has of the story on their next page; null: there is nothing for them. */
export async function textFor(site: TestSite, who: Person | null, story: StoryId) {
	try {
		const asking = { lamplight: site, session: who?.session ?? null, visit: null };
		const { reading } = await readStory(asking, story);
		return reading.blocks
			.map((block) => (block.kind === 'html' ? block.html : block.kind))
			.join('');
	} catch (error) {
		if (error instanceof NotFound) return null;
		throw error;
	}
}

/** A question's page, as this person has it. */
export function pageFor(
	site: TestSite,
	who: Person,
	box: BoxId,
	proposal: string,
	as: Audience | null = null
) {
	return asViewer(site.pools.web, who.session, async (tx, viewer) => {
		if (!viewer) throw new NotFound();
		return proposalPage(tx, viewer, box, proposal, { as, now: site.now() });
	});
}

/** The letters that wait to be sent: template and addressee. */
export async function lettersIn(site: TestSite) {
	const { rows } = await site.owner.query<{ template: string; member: string; address: string }>(
		`select payload->>'template' as template, payload->'to'->>'member' as member,
			payload->'to'->>'address' as address
		from graphile_worker._private_jobs where payload->>'template' is not null order by id`
	);
	return rows;
}

function as<T>(site: TestSite, who: Person, work: Parameters<typeof asViewer<T>>[2]) {
	return asViewer(site.pools.web, who.session, work);
}
