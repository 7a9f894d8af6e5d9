import { sql } from 'kysely';
import { client, within } from '#lib/server/auth/bounds.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { NotRight } from '#lib/server/failures.ts';
import { m } from '#lib/paraglide/messages.js';
import { uuidOrMissing } from '#lib/server/web/uuid.ts';
import type { Reported } from './schema.ts';
import { orMissing, type Watcher } from './watcher.server.ts';

/** So many reports an hour come from one place, at most: enough for any reader. */
const bound = { what: 'report', most: 12, seconds: 3600 };

/**
 * What a reader says of a story that reaches them, with an account or without. Throws `NotFound`
 * where it does not reach them, and `NotRight` where very many came from where they are.
 */
export async function reportStory(
	{ lamplight, session }: Watcher,
	story: string,
	{ concern, words }: Reported,
	address: string
): Promise<void> {
	const which = uuidOrMissing(story);
	if (!(await within(lamplight, bound, client(address)))) {
		throw new NotRight({ words: m.watching_report_many() });
	}
	await asViewer(lamplight.pools.web, session, (tx) =>
		orMissing(sql`select report_story(${which}, ${concern}, ${words})`.execute(tx))
	);
}
