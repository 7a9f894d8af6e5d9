import { sql } from 'kysely';
import { client, within } from '#lib/server/auth/bounds.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { NotRight } from '#lib/server/failures.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { logFault } from '#lib/server/log.ts';
import { screenOf } from '#lib/server/screening/screenOf.ts';
import { uuidOrMissing } from '#lib/server/web/uuid.ts';
import type { Reported } from './schema.ts';
import { orMissing, type Watcher } from './watcher.server.ts';

/** So many reports an hour come from one place, at most: enough for any reader. */
const bound = { what: 'report', most: 12, seconds: 3600 };

/**
 * What a reader says of a story that reaches them, with an account or without. Where they worry for
 * somebody, or their words sound like danger, it is laid before moderators as that, too; gives
 * whether it was. Throws `NotFound` where it does not reach them, and `NotRight` where very many came
 * from where they are.
 */
export async function reportStory(
	{ lamplight, session }: Watcher,
	story: string,
	{ concern, words }: Reported,
	address: string
): Promise<'reported' | 'danger'> {
	const which = uuidOrMissing(story);
	if (!(await within(lamplight, bound, client(address)))) {
		throw new NotRight({ words: m.watching_report_many() });
	}
	const danger = concern === 'danger' || (await soundsLikeDanger(lamplight, words));
	await asViewer(lamplight.pools.web, session, async (tx) => {
		const tell = (about: string) =>
			orMissing(sql`select report_story(${which}, ${about}, ${words})`.execute(tx));
		await tell(concern);
		if (danger && concern !== 'danger') await tell('danger');
	});
	return danger ? 'danger' : 'reported';
}

/** What the screen of letters makes of it. Where it cannot say, a person reads the words all the same. */
async function soundsLikeDanger(lamplight: Lamplight, words: string): Promise<boolean> {
	if (words === '') return false;
	try {
		return (await screenOf(lamplight).look(words)).concern === 'danger';
	} catch (error) {
		logFault('the screen of a report', error);
		return false;
	}
}
