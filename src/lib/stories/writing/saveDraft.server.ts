import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import { NotFound } from '#lib/server/failures.ts';
import type { Draft } from '#lib/server/database/tables.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { whereToKeep, type Saved } from '#lib/server/web/drafts.ts';
import { lineOfKeepsake } from '../keepsakeLine.ts';
import type { DraftTyped } from '../schema.ts';

/** Where a draft is: its box, and the story. Both as they stand in an address. */
export type Place = { box: string; story: string };

type DraftRow = Selectable<Draft>;

/**
 * Keeps what its writer typed. Where the draft was changed meanwhile by another page, both are kept:
 * what is sent goes into a copy beside it. Sending the same twice, or an older state of the same
 * page, changes nothing. Throws `NotFound` for everybody but its writer.
 */
export async function saveDraft(
	tx: Tx,
	viewer: SignedIn,
	place: Place,
	typed: DraftTyped
): Promise<Saved> {
	const draft = await lockDraft(tx, viewer, place);
	const where = isSame(draft, typed) ? 'nowhere' : whereToKeep(draft, typed);
	if (where === 'nowhere') return { revision: draft.revision, copy: null };
	if (where === 'draft') return { revision: await write(tx, draft, typed), copy: null };
	return { revision: draft.revision, copy: await keepBeside(tx, draft, typed) };
}

/** Puts a keepsake of the box at the end of what was typed, and keeps it. Throws `NotFound`. */
export async function addKeepsake(
	tx: Tx,
	viewer: SignedIn,
	place: Place,
	{ add, ...typed }: DraftTyped & { add: string }
): Promise<Saved> {
	const keepsake = await tx
		.selectFrom('keepsake')
		.where('id', '=', add)
		.where('boxId', '=', place.box)
		.where('kind', 'in', ['photograph', 'film', 'recording', 'paper'])
		.select('caption')
		.executeTakeFirst();
	if (!keepsake) throw new NotFound();
	const parts = [typed.body.trimEnd(), lineOfKeepsake(add, keepsake.caption)].filter(Boolean);
	return saveDraft(tx, viewer, place, { ...typed, body: `${parts.join('\n\n')}\n` });
}

/** A kept copy becomes the draft; the draft it takes the place of is kept as a copy. */
export async function takeCopy(
	tx: Tx,
	viewer: SignedIn,
	place: Place,
	copyId: string
): Promise<void> {
	const draft = await lockDraft(tx, viewer, place);
	const copy = await tx
		.deleteFrom('draftCopy')
		.where('id', '=', copyId)
		.where('storyId', '=', draft.storyId)
		.returning(['title', 'body'])
		.executeTakeFirst();
	if (!copy) throw new NotFound();
	await keepBeside(tx, draft, { ...draft, copy: null });
	await write(tx, draft, { ...copy, page: '', step: 0 });
}

/** The writer has seen a copy and lets it go for good. */
export async function putAwayCopy(
	tx: Tx,
	viewer: SignedIn,
	place: Place,
	copyId: string
): Promise<void> {
	const draft = await lockDraft(tx, viewer, place);
	await tx
		.deleteFrom('draftCopy')
		.where('id', '=', copyId)
		.where('storyId', '=', draft.storyId)
		.execute();
}

/** One save after the other, from however many pages. */
async function lockDraft(tx: Tx, viewer: SignedIn, { box, story }: Place): Promise<DraftRow> {
	const draft = await tx
		.selectFrom('draft as d')
		.innerJoin('story as s', 's.id', 'd.storyId')
		.where('d.storyId', '=', story)
		.where('s.boxId', '=', box)
		.where('s.writerId', '=', viewer.id)
		.selectAll('d')
		.forUpdate('d')
		.executeTakeFirst();
	if (!draft) throw new NotFound();
	return draft;
}

async function write(
	tx: Tx,
	{ storyId, revision }: DraftRow,
	{ title, body, page, step }: Pick<DraftTyped, 'title' | 'body' | 'page' | 'step'>
): Promise<number> {
	const next = revision + 1;
	await tx
		.updateTable('draft')
		.set({ title, body, page, step, revision: next, savedAt: new Date() })
		.where('storyId', '=', storyId)
		.execute();
	return next;
}

async function keepBeside(
	tx: Tx,
	{ storyId }: DraftRow,
	typed: Pick<DraftTyped, 'title' | 'body' | 'revision' | 'copy'>
): Promise<string> {
	const { title, body, revision } = typed;
	const copies = await tx
		.selectFrom('draftCopy')
		.where('storyId', '=', storyId)
		.selectAll()
		.execute();
	const present =
		copies.find((each) => each.id === typed.copy) ?? copies.find((each) => isSame(each, typed));
	if (present) {
		await tx
			.updateTable('draftCopy')
			.set({ title, body, keptAt: new Date() })
			.where('id', '=', present.id)
			.execute();
		return present.id;
	}
	const id = randomUUID();
	const startedFrom = Math.max(revision, 0);
	await tx.insertInto('draftCopy').values({ id, storyId, startedFrom, title, body }).execute();
	return id;
}

type Words = { title: string; body: string };

function isSame(one: Words, other: Words): boolean {
	return one.title === other.title && one.body === other.body;
}
