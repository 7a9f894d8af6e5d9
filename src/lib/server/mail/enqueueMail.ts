import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '../database/pools.ts';
import type { Addressee, Letter, QueuedLetter } from './letter.ts';

/**
 * Puts a letter in the queue, within the transaction of the write it belongs to: both are kept or
 * neither. `key` makes a letter one of its kind (`reminder:1:ID`): asked for again while it waits,
 * it is still one letter. `again`: its kind may come again another day, as a letter of its own; without
 * it, a letter of that kind is the very same letter for ever, to mail servers too. It is tried until the mail server takes it (25 times, about four days).
 */
export async function enqueueMail(
	tx: Db,
	letter: Letter & { to: Addressee; key?: string; again?: boolean }
): Promise<void> {
	const { key, again, ...rest } = letter;
	const kind = key ? createHash('sha256').update(key).digest('hex').slice(0, 32) : randomUUID();
	const queued: QueuedLetter = { ...rest, id: again ? randomUUID() : kind, kind };
	await sql`select jobs.enqueue('send_mail', ${JSON.stringify(queued)}::json, ${`mail:${kind}`})`.execute(
		tx
	);
}
