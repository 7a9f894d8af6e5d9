import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { m } from '#lib/paraglide/messages.js';
import { isSubject } from '#lib/rules/subjects.ts';
import { NotRight } from '#lib/server/failures.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { asMember, type Actor } from './asMember.server.ts';
import { drop, saveDraft, type DraftTyped } from './drafts.server.ts';
import { placeOf, type LetterTo } from './place.server.ts';

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
	typed: DraftTyped,
	subjects: string[] = []
): Promise<string> {
	const id = randomUUID();
	const sent = await asMember(actor, async (tx, viewer) => {
		const place = await placeOf(tx, viewer, to);
		const { copy } = await saveDraft(tx, viewer, place, typed);
		if (!(await isAllowed(tx, viewer))) return false;
		const about = subjects.filter(isSubject);
		const { storyId, rootId, toId } = place;
		const body = typed.body.trim();
		await sql`select send_letter(${id}, ${storyId}, ${rootId}, ${toId}, ${body}, ${about}::text[])`.execute(
			tx
		);
		await drop(tx, place, copy);
		return true;
	});
	if (!sent) throw new NotRight({ body: m.letters_many() });
	return id;
}

async function isAllowed(tx: Tx, { id }: SignedIn): Promise<boolean> {
	const { rows } = await sql<{ ok: boolean }>`
		select allow(${`letters:${id}`}, ${mostADay}, ${daySeconds}) as ok
	`.execute(tx);
	return rows[0]?.ok ?? false;
}
