import { m } from '#lib/paraglide/messages.js';
import { depositToken } from '../auth/depositToken.ts';
import type { Lamplight } from '../lamplight.ts';
import { day, type Words } from './wording.ts';

/** About what was left to be kept safe; null where it is somebody's by now, or is over. */
export async function depositWords(
	lamplight: Lamplight,
	template: 'deposit_received' | 'deposit_reminder' | 'deposit_last',
	id: string
): Promise<Words | null> {
	const found = await lamplight.pools.worker
		.selectFrom('deposit')
		.where('id', '=', id)
		.where('claimedAt', 'is', null)
		.where('expiresAt', '>', lamplight.now())
		.select('expiresAt')
		.executeTakeFirst();
	if (!found) return null;
	const { origin, secret } = lamplight.settings;
	const date = day(found.expiresAt);
	const link = {
		words: m.mail_deposit_link(),
		href: `${origin}/enter?deposit=${depositToken(secret, id)}`
	};
	const again = m.mail_deposit_again({ address: origin });
	if (template === 'deposit_received') {
		const after = [again, m.mail_deposit_twice_more(), m.mail_deposit_not_you()];
		return { before: [m.mail_deposit_opening(), m.mail_deposit_kept({ date })], link, after };
	}
	if (template === 'deposit_reminder') {
		const before = [m.mail_deposit_reminder_opening(), m.mail_deposit_kept({ date })];
		return { before, link, after: [again, m.mail_deposit_reminder_once_more()] };
	}
	const before = [m.mail_deposit_last_opening(), m.mail_deposit_last_kept({ date })];
	return { before, link, after: [again, m.mail_deposit_last_word()] };
}
