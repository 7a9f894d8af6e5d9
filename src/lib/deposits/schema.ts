import { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';

/** The one thing that is asked. In lower case, as accounts are found by it. */
export const depositForm = z.object({
	email: z
		.string({ error: () => m.keepsafe_wrong_email() })
		.trim()
		.max(254, { error: () => m.keepsafe_wrong_email() })
		.toLowerCase()
		.pipe(z.email({ error: () => m.keepsafe_wrong_email() }))
});
