import { m } from '#lib/paraglide/messages.js';
import { lastBackups, overdueSince } from '../backups/records.ts';
import type { Lamplight } from '../lamplight.ts';
import { day, type Words } from './wording.ts';

/** To a host: that what families have here is not backed up. Null where it is, by now. */
export async function backupWords(lamplight: Lamplight): Promise<Words | null> {
	const { pools, settings, now } = lamplight;
	if (!(await overdueSince(pools.worker, settings.backups.warnDays, now()))) return null;
	const { provenAt } = await lastBackups(pools.worker);
	return {
		before: [
			provenAt ? m.backups_mail_last({ date: day(provenAt) }) : m.backups_mail_never(),
			m.backups_mail_why(),
			m.backups_mail_how()
		],
		link: { words: m.backups_mail_link(), href: `${settings.origin}/welcome#backups` },
		after: [m.backups_mail_once()]
	};
}
