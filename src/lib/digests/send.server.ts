import { m } from '#lib/paraglide/messages.js';
import { asMember } from '#lib/server/database/viewer.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { enqueueMail } from '#lib/server/mail/enqueueMail.ts';
import type { QueuedLetter } from '#lib/server/mail/letter.ts';
import type { Words } from '#lib/server/mail/wording.ts';
import { storiesToMeet } from '#lib/stories/queries.server.ts';
import { digestLink } from './links.ts';

const days = { week: 7, month: 30 };
const dayMs = 24 * 60 * 60 * 1000;

/**
 * Puts a letter home in the queue for everybody whose week or month is over, where there is something
 * new that they may meet. What it says is looked up when it is sent.
 */
export async function sendDigests(lamplight: Lamplight): Promise<void> {
	const { pools, now } = lamplight;
	const rows = await pools.worker
		.selectFrom('digest')
		.where('confirmedAt', 'is not', null)
		.where('stoppedAt', 'is', null)
		.where('toldUntil', '<=', new Date(now().getTime() - days.week * dayMs))
		.select(['memberId', 'key', 'every', 'toldUntil'])
		.execute();
	for (const { memberId, key, every, toldUntil } of rows) {
		const due = toldUntil.getTime() + (every === 'week' ? days.week : days.month) * dayMs;
		if (due > now().getTime()) continue;
		const found = await storiesFor(lamplight, memberId, toldUntil);
		if (found.length > 0) await send(lamplight, { memberId, key, toldUntil });
	}
}

function send(
	{ pools, now }: Lamplight,
	{ memberId, key, toldUntil }: { memberId: string; key: string; toldUntil: Date }
): Promise<void> {
	return pools.worker.transaction().execute(async (tx) => {
		const moved = await tx
			.updateTable('digest')
			.set({ toldUntil: now() })
			.where('key', '=', key)
			// Another run may have been quicker. Postgres knows the moment to the µs, we to the ms.
			.where('toldUntil', '<', new Date(toldUntil.getTime() + 1))
			.executeTakeFirst();
		if (moved.numUpdatedRows === 0n) return;
		await enqueueMail(tx, {
			to: { member: memberId },
			template: 'digest',
			params: { digest: key, since: toldUntil.toISOString() },
			key: `digest:${key}:${toldUntil.toISOString()}`
		});
	});
}

function storiesFor({ pools, now }: Lamplight, member: string, since: Date) {
	return asMember(pools.worker, member, (tx, me) => storiesToMeet(tx, me, since, now()));
}

/** Titles and links of what this reader may meet at the moment of sending; null: nothing, or stopped. */
export async function digestWords(
	lamplight: Lamplight,
	letter: QueuedLetter
): Promise<Words | null> {
	if (letter.template !== 'digest') return null;
	const { digest, since } = letter.params;
	const { settings, pools } = lamplight;
	const row = await pools.worker
		.selectFrom('digest')
		.where('key', '=', digest)
		.where('confirmedAt', 'is not', null)
		.where('stoppedAt', 'is', null)
		.select('memberId')
		.executeTakeFirst();
	const stories = row ? await storiesFor(lamplight, row.memberId, new Date(since)) : [];
	if (stories.length === 0) return null;
	const stop = digestLink(settings, 'stop', digest);
	return {
		before: [m.digest_mail_opening(), m.digest_mail_words()],
		list: stories.map(({ storyId, title }) => ({
			words: title || m.story_untitled(),
			href: `${settings.origin}/story/${storyId}`
		})),
		link: { words: m.digest_mail_stop(), href: stop },
		after: [m.digest_mail_why()],
		oneClickStop: stop
	};
}

/** The letter with the link that begins it; null where it was stopped, or asked for anew. */
export async function confirmWords(
	lamplight: Lamplight,
	letter: QueuedLetter
): Promise<Words | null> {
	if (letter.template !== 'digest_confirm') return null;
	const row = await lamplight.pools.worker
		.selectFrom('digest')
		.where('key', '=', letter.params.digest)
		.where('stoppedAt', 'is', null)
		.where('confirmedAt', 'is', null)
		.select('every')
		.executeTakeFirst();
	if (!row) return null;
	return {
		before: [
			row.every === 'week' ? m.digest_confirm_week() : m.digest_confirm_month(),
			m.digest_confirm_words()
		],
		link: {
			words: m.digest_confirm_link(),
			href: digestLink(lamplight.settings, 'yes', letter.params.digest)
		},
		after: [m.digest_confirm_not_you()]
	};
}
