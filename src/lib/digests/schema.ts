import { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';

export const digestForm = z.object({
	every: z.enum(['week', 'month'], { error: () => m.digest_every_choose() })
});
