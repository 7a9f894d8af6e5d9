import { m } from '#lib/paraglide/messages.js';
import type { Lamplight } from '../lamplight.ts';
import type { Words } from './wording.ts';

/** That a letter has come, and nothing of what is in it; null where it is not theirs any more. */
export async function letterWords(
	{ pools, settings }: Lamplight,
	{ letter, member }: { letter: string; member: string }
): Promise<Words | null> {
	const found = await pools.worker
		.selectFrom('letterDelivery')
		.where('letterId', '=', letter)
		.where('memberId', '=', member)
		.where('stage', '=', 'delivered')
		.select('letterId')
		.executeTakeFirst();
	if (!found) return null;
	return {
		before: [m.mail_letter_came()],
		link: { words: m.mail_letter_came_link(), href: `${settings.origin}/letters` },
		after: []
	};
}
