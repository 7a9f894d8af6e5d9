import { enqueueMail } from '../mail/enqueueMail.ts';
import { sealToken } from '../mail/seal.ts';
import type { Lamplight } from '../lamplight.ts';

/** Queues the letter with a link that was just made; `metadata.next` is where it goes on to. */
export async function mailSignInLink(
	lamplight: Lamplight,
	link: { email: string; token: string; metadata?: Record<string, unknown> }
): Promise<void> {
	const next = link.metadata?.['next'];
	await enqueueMail(lamplight.pools.web, {
		to: { address: link.email },
		template: 'sign_in',
		params: {
			sealed: sealToken(lamplight.settings.secret, link.token),
			// It may lead to an invitation, and then opens a door as well.
			...(typeof next === 'string' ? { next: sealToken(lamplight.settings.secret, next) } : {})
		}
	});
}
