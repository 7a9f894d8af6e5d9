import { openToken } from '#lib/server/mail/seal.ts';
import type { QueuedLetter } from '#lib/server/mail/letter.ts';
import type { TestSite } from '../database/site.ts';

/** The letters to an address that wait in the queue, oldest first. */
export async function queuedFor(site: TestSite, address: string): Promise<QueuedLetter[]> {
	const { rows } = await site.owner.query<{ payload: QueuedLetter }>(
		`select j.payload from graphile_worker._private_jobs j
		join graphile_worker._private_tasks t on t.id = j.task_id
		where t.identifier = 'send_mail' and j.payload #>> '{to,address}' = $1
		order by j.id`,
		[address]
	);
	return rows.map(({ payload }) => payload);
}

/** The token of the newest sign-in link that waits for an address. */
export async function linkFor(site: TestSite, address: string): Promise<string> {
	const newest = (await queuedFor(site, address)).at(-1);
	if (newest?.template !== 'sign_in') throw new Error(`No link waits for ${address}.`);
	return openToken(site.settings.secret, newest.params.sealed);
}
