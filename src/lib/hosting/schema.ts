import { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';

export const settingsForm = z.object({
	siteName: z
		.string()
		.trim()
		.max(60, { error: () => m.hosting_site_name_long() })
		.default(''),
	keepSafe: z.enum(['open', 'closed'], { error: () => m.hosting_keep_safe_choose() })
});
export const memberForm = z.object({ member: z.uuid() });
