import { m } from '#lib/paraglide/messages.js';
import type { Lamplight } from '../lamplight.ts';
import type { Words } from './wording.ts';

/** Files that were found damaged, and how many of them are whole again by now. */
export async function keepingWords(lamplight: Lamplight, told: string): Promise<Words | null> {
	const found = await lamplight.pools.worker
		.selectFrom('fileFinding')
		.select('mendedAt')
		.where('toldAt', '=', new Date(told))
		.execute();
	if (found.length === 0) return null;
	const damaged = found.filter(({ mendedAt }) => mendedAt === null).length;
	return {
		before: [
			m.checking_mail_opening(),
			m.checking_mail_mended({ count: found.length - damaged }),
			damaged > 0 ? m.checking_mail_damaged({ count: damaged }) : m.checking_mail_none_left()
		],
		link: {
			words: m.checking_mail_link(),
			href: `${lamplight.settings.origin}/host/keeping`
		},
		after: []
	};
}
