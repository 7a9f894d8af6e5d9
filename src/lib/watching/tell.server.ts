import { sql } from 'kysely';
import { enqueueMail } from '#lib/server/mail/enqueueMail.ts';
import type { Tx } from '#lib/server/database/viewer.ts';

/**
 * Writes to those concerned in what was just decided: the keepers, whoever wrote a letter, and those
 * who reported it and have an account. Each letter says what is true when it is sent.
 */
export async function tellDecided(tx: Tx, matter: string): Promise<void> {
	const { rows } = await sql<{ member: string; as: 'concerned' | 'reporter'; step: number }>`
		select member, "as", step from to_be_told(${matter})
	`.execute(tx);
	for (const { member, as, step } of rows) {
		await enqueueMail(tx, {
			...{ template: 'matter_decided', params: { matter, as }, to: { member } },
			key: `decided:${matter}:${step}:${member}`
		});
	}
}
