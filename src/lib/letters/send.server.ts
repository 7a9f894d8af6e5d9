import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { m } from '#lib/paraglide/messages.js';
import { isSubject } from '#lib/rules/subjects.ts';
import { NotFound, NotRight } from '#lib/server/failures.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { uuidOrMissing } from '#lib/server/web/uuid.ts';
import { asMember, type Actor } from './asMember.server.ts';

/** For whom a letter is: the keepers of a story, or somebody in a correspondence. */
export type LetterTo = { story: string } | { root: string; to: string };

const mostADay = 20;
const daySeconds = 24 * 60 * 60;

/**
 * Sends a letter, and lays its draft aside; gives its id. It waits to be screened and, as its addressee
 * chose, to be read first. Throws `NotFound` where it may not be sent, and `NotRight` where somebody has
 * sent very many today: its draft is kept.
 */
export async function sendLetter(
	actor: Actor,
	to: LetterTo,
	body: string,
	subjects: string[] = []
): Promise<string> {
	const id = randomUUID();
	const { story, root, member } = placeOf(to);
	await keepDraft(actor, to, body);
	const sent = await asMember(actor, async (tx, viewer) => {
		if (!(await isAllowed(tx, viewer))) return false;
		const about = subjects.filter(isSubject);
		await sql`select send_letter(${id}, ${story}, ${root}, ${member}, ${body}, ${about}::text[])`.execute(
			tx
		);
		return true;
	});
	if (!sent) throw new NotRight({ body: m.letters_many() });
	return id;
}

/** Keeps what was typed so far. An empty draft is none. */
export async function keepDraft(actor: Actor, to: LetterTo, body: string): Promise<void> {
	const { story, root, member } = placeOf(to);
	await asMember(actor, async (tx, viewer) => {
		if (!(await mayWrite(tx, to))) throw new NotFound();
		// Typed a moment before it was sent, and on its way for longer than that.
		if (await wasSent(tx, viewer, to, body)) return;
		const draft = { memberId: viewer.id, storyId: story, rootId: root, toId: member, body };
		await tx
			.insertInto('letterDraft')
			.values({ ...draft, savedAt: sql`now()` })
			.onConflict((row) =>
				row
					.columns(['memberId', 'storyId', 'rootId', 'toId'])
					.doUpdateSet({ body, savedAt: sql`now()` })
			)
			.execute();
		if (body.trim() === '') await dropDraft(tx, viewer, to);
	});
}

/** Throws a draft away, because whoever wrote it asked for that. */
export async function throwDraftAway(actor: Actor, to: LetterTo): Promise<void> {
	await asMember(actor, (tx, viewer) => dropDraft(tx, viewer, to));
}

/** What was typed to them so far; empty where nothing was. */
export async function draftTo(tx: Tx, to: LetterTo): Promise<string> {
	const { story, root, member } = placeOf(to);
	const found = await tx
		.selectFrom('letterDraft')
		.where('storyId', 'is not distinct from', story)
		.where('rootId', 'is not distinct from', root)
		.where('toId', 'is not distinct from', member)
		.select('body')
		.executeTakeFirst();
	return found?.body ?? '';
}

export async function mayWrite(tx: Tx, to: LetterTo): Promise<boolean> {
	const { story, root, member } = placeOf(to);
	const asked = root
		? sql<{ may: boolean }>`select may_write_to(${root}, ${member}) as may`
		: sql<{ may: boolean }>`select may_answer(${story}, 'letter') as may`;
	const { rows } = await asked.execute(tx);
	return rows[0]?.may ?? false;
}

async function wasSent(tx: Tx, viewer: SignedIn, to: LetterTo, body: string): Promise<boolean> {
	const { story, root, member } = placeOf(to);
	const found = await tx
		.selectFrom('letter')
		.where('fromId', '=', viewer.id)
		.where('body', '=', body.trim())
		.where('sentAt', '>', sql<Date>`now() - interval '5 minutes'`)
		.where((eb) =>
			root
				? eb.and([eb('rootId', '=', root), eb('toId', '=', member)])
				: eb.and([eb('storyId', '=', story), eb('toId', 'is', null)])
		)
		.select('id')
		.executeTakeFirst();
	return found !== undefined;
}

async function dropDraft(tx: Tx, viewer: SignedIn, to: LetterTo): Promise<void> {
	const { story, root, member } = placeOf(to);
	await tx
		.deleteFrom('letterDraft')
		.where('memberId', '=', viewer.id)
		.where('storyId', 'is not distinct from', story)
		.where('rootId', 'is not distinct from', root)
		.where('toId', 'is not distinct from', member)
		.execute();
}

async function isAllowed(tx: Tx, { id }: SignedIn): Promise<boolean> {
	const { rows } = await sql<{ ok: boolean }>`
		select allow(${`letters:${id}`}, ${mostADay}, ${daySeconds}) as ok
	`.execute(tx);
	return rows[0]?.ok ?? false;
}

function placeOf(to: LetterTo) {
	return 'story' in to
		? { story: uuidOrMissing(to.story), root: null, member: null }
		: { story: null, root: uuidOrMissing(to.root), member: uuidOrMissing(to.to) };
}
