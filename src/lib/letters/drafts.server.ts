import { sql } from 'kysely';
import type { z } from 'zod';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { whereToKeep, type Saved } from '#lib/server/web/drafts.ts';
import { uuidOrMissing } from '#lib/server/web/uuid.ts';
import { asMember, type Actor } from './asMember.server.ts';
import { mayWrite, placeOf, type LetterTo, type Place } from './place.server.ts';
import type { draftForm } from './schema.ts';

type Sent = z.output<typeof draftForm>;

/** What was typed, and what is known of the page it was typed in: without that, it never takes the place of anything. */
export type DraftTyped = Pick<Sent, 'body'> & Partial<Sent>;

/** A letter being written, as its writer finds it. */
export type LetterWriting = {
	draft: { body: string; revision: number };
	/** What a save found changed already, kept beside the draft. */
	copies: { id: string; keptAt: Date; paragraphs: string[] }[];
};

/**
 * Keeps what was typed so far. Where another page has changed the draft meanwhile both are kept. What has
 * been sent from here already changes nothing. Throws `NotFound` where no letter may be written.
 */
export function keepDraft(actor: Actor, to: LetterTo, typed: DraftTyped): Promise<Saved> {
	return asMember(actor, async (tx, viewer) => {
		const place = await placeOf(tx, viewer, to);
		// Typed a moment before it was sent, and on its way, or on a device, for longer than that.
		if (await wasSent(tx, viewer, place, typed.body)) {
			return { revision: typed.revision ?? 0, copy: null };
		}
		return saveDraft(tx, viewer, place, typed);
	});
}

/** As `keepDraft`, within a transaction. */
export async function saveDraft(
	tx: Tx,
	viewer: SignedIn,
	place: Place,
	{ body, revision: from = -1, page = '', step = 0, copy = null }: DraftTyped
): Promise<Saved> {
	if (!(await mayWrite(tx, place))) throw new NotFound();
	const own = { memberId: viewer.id, ...place };
	await tx
		.insertInto('letterDraft')
		.values(own)
		.onConflict((row) => row.doNothing())
		.execute();
	// One save after the other, from however many pages.
	const draft = await at(tx, place)
		.where('beside', '=', false)
		.selectAll()
		.forUpdate()
		.executeTakeFirstOrThrow();
	const sent = { revision: from, page, step };
	const where =
		body === draft.body ? 'nowhere' : draft.revision === 0 ? 'draft' : whereToKeep(draft, sent);
	if (where === 'nowhere') return { revision: draft.revision, copy: null };
	if (where === 'draft') {
		const revision = draft.revision + 1;
		await change(tx, draft.id, { body, page, step, revision });
		return { revision, copy: null };
	}
	const beside = await at(tx, place).where('beside', '=', true).select(['id', 'body']).execute();
	const present = beside.find(({ id }) => id === copy) ?? beside.find((each) => each.body === body);
	if (present) {
		await change(tx, present.id, { body });
		return { revision: draft.revision, copy: present.id };
	}
	const made = await tx
		.insertInto('letterDraft')
		.values({ ...own, body, beside: true })
		.returning('id')
		.executeTakeFirstOrThrow();
	return { revision: draft.revision, copy: made.id };
}

/** What was typed to them so far. */
export async function writingAt(tx: Tx, place: Place): Promise<LetterWriting> {
	const rows = await at(tx, place)
		.orderBy('savedAt', 'desc')
		.select(['id', 'body', 'revision', 'beside', 'savedAt'])
		.execute();
	const draft = rows.find(({ beside }) => !beside);
	return {
		draft: { body: draft?.body ?? '', revision: draft?.revision ?? 0 },
		copies: rows
			.filter(({ beside }) => beside)
			.map(({ id, savedAt, body }) => ({ id, keptAt: savedAt, paragraphs: paragraphsOf(body) }))
	};
}

/** A kept copy becomes the draft; the draft it takes the place of is kept as a copy. */
export function takeCopy(actor: Actor, to: LetterTo, copyId: string): Promise<void> {
	return asMember(actor, async (tx, viewer) => {
		const copy = uuidOrMissing(copyId);
		const place = await placeOf(tx, viewer, to);
		const taken = await at(tx, place)
			.where('id', '=', copy)
			.where('beside', '=', true)
			.select('body')
			.executeTakeFirst();
		if (!taken) throw new NotFound();
		const { draft } = await writingAt(tx, place);
		if (draft.body.trim() === '') await drop(tx, place, copy);
		else await change(tx, copy, { body: draft.body });
		await saveDraft(tx, viewer, place, { body: taken.body, revision: draft.revision });
	});
}

/** Throws a draft away, or a copy beside it, because whoever wrote it asked for that. */
export function throwDraftAway(
	actor: Actor,
	to: LetterTo,
	copy: string | null = null
): Promise<void> {
	return asMember(actor, async (tx, viewer) => {
		await drop(tx, await placeOf(tx, viewer, to), copy && uuidOrMissing(copy));
	});
}

/** Lays a draft aside, or a copy beside it; what else is kept there stays. */
export async function drop(tx: Tx, place: Place, copy: string | null): Promise<void> {
	const { ids } = await at(tx, place)
		.where((eb) => (copy === null ? eb('beside', '=', false) : eb('id', '=', copy)))
		.select(sql<string[]>`coalesce(array_agg(id), '{}')`.as('ids'))
		.executeTakeFirstOrThrow();
	if (ids.length > 0) await tx.deleteFrom('letterDraft').where('id', 'in', ids).execute();
}

export function paragraphsOf(body: string): string[] {
	return body.split(/\n{2,}/).map((part) => part.trim());
}

/** The viewer's own alone, by the walls. */
function at(tx: Tx, { storyId, rootId, toId }: Place) {
	return tx
		.selectFrom('letterDraft')
		.where('storyId', 'is not distinct from', storyId)
		.where('rootId', 'is not distinct from', rootId)
		.where('toId', 'is not distinct from', toId);
}

async function change(
	tx: Tx,
	id: string,
	set: { body: string; page?: string; step?: number; revision?: number }
): Promise<void> {
	await tx
		.updateTable('letterDraft')
		.set({ ...set, savedAt: sql<Date>`now()` })
		.where('id', '=', id)
		.execute();
}

async function wasSent(tx: Tx, viewer: SignedIn, place: Place, body: string): Promise<boolean> {
	const { storyId, rootId, toId } = place;
	const found = await tx
		.selectFrom('letter')
		.where('fromId', '=', viewer.id)
		.where('body', '=', body.trim())
		.where('toId', 'is not distinct from', toId)
		.where((eb) => (rootId ? eb('rootId', '=', rootId) : eb('storyId', '=', storyId)))
		.select('id')
		.executeTakeFirst();
	return found !== undefined;
}
