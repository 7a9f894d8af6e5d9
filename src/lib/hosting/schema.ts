import { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';

/** As disks are sold. */
export const gigabyte = 1_000_000_000;

export const settingsForm = z.object({
	/** Whether the screen for letters learns from what moderators decide. */
	screenLearns: z
		.literal('on')
		.optional()
		.transform((said) => said === 'on'),
	keepSafe: z.enum(['open', 'closed'], { error: () => m.hosting_keep_safe_choose() }),
	/** Whole gigabytes; empty: no limit. In bytes afterwards. */
	boxGigabytes: z
		.string()
		.trim()
		.regex(/^([1-9]\d{0,4})?$/, { error: () => m.ending_quota_wrong() })
		.default('')
		.transform((said) => (said === '' ? null : Number(said) * gigabyte))
});
export const memberForm = z.object({ member: z.uuid() });
