import { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';
import { nextPage } from './nextPage.ts';

const next = z
	.string()
	.optional()
	.transform((value) => nextPage(value));

/** An address letters can be sent to, in lower case, as accounts are found by it. */
export const email = z
	.string({ error: () => m.accounts_email_missing() })
	.trim()
	.min(1, { error: () => m.accounts_email_missing() })
	.max(254, { error: () => m.accounts_email_wrong() })
	.toLowerCase()
	.pipe(z.email({ error: () => m.accounts_email_wrong() }));

/** The name somebody goes by. Longest as the table has it. */
export const name = z
	.string({ error: () => m.accounts_name_missing() })
	.trim()
	.min(1, { error: () => m.accounts_name_missing() })
	.max(80, { error: () => m.accounts_name_long() });

export const signInForm = z.object({ email, next });
export const nameForm = z.object({ name, next });
export const enterForm = z.object({
	token: z.string().max(200).default(''),
	deposit: z.string().max(200).default(''),
	next
});
export const peerForm = z.object({
	words: z
		.string()
		.trim()
		.max(2000, { error: () => m.accounts_peer_words_long() })
		.default('')
});
export const passkeyForm = z.object({ passkey: z.uuid() });

/** Taking up an invitation: a name where the account has none, an address where it names none. */
export const invitationForm = z.object({ name });
export const hostInvitationForm = z.object({ name, email });
