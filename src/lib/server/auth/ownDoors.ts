import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { z } from 'zod';

/**
 * Accounts that begin otherwise than by a mailed sign-in link. Callable from the server alone: none
 * of these has an address of its own.
 */
export const ownDoors = () => ({
	id: 'lamplight',
	endpoints: {
		/**
		 * Opens an account for an address that has none yet, and signs in. `proven`: a letter to that
		 * address was answered. Answers `{ token: null }`, and signs nobody in, where there is one.
		 */
		beginAccount: createAuthEndpoint.serverOnly(
			{
				method: 'POST',
				requireHeaders: true,
				body: z.object({ email: z.email(), name: z.string(), proven: z.boolean() })
			},
			async (ctx) => {
				const { email, name, proven } = ctx.body;
				const { internalAdapter } = ctx.context;
				if (await internalAdapter.findUserByEmail(email)) return ctx.json({ token: null });
				const user = await internalAdapter.createUser(
					{ email, name, emailVerified: proven },
					{ method: 'invitation' }
				);
				const session = await internalAdapter.createSession(user.id);
				await setSessionCookie(ctx, { session, user });
				return ctx.json({ token: session.token });
			}
		)
	}
});
