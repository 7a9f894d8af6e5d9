import { z } from 'zod';
import { m } from '#lib/paraglide/messages.js';

const email = z
	.string()
	.trim()
	.toLowerCase()
	.max(254, m.people_email_wrong())
	.pipe(z.email(m.people_email_wrong()));

export const inviteKeeperForm = z.object({ keeperEmail: email });

export const inviteGuestForm = z.object({
	guestName: z.string().trim().min(1, m.people_name_missing()).max(80, m.people_name_long()),
	guestEmail: email
});
