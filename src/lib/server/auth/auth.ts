import { passkey } from '@better-auth/passkey';
import { betterAuth } from 'better-auth';
import { magicLink } from 'better-auth/plugins';
import type { Lamplight } from '../lamplight.ts';
import { mailSignInLink } from './mailSignInLink.ts';
import { ownDoors } from './ownDoors.ts';
import { authSecret } from './session.ts';

/** A sign-in lasts this long from the day of signing in, and is not drawn out by use. */
export const sessionDays = 90;
/** A mailed link lets in once, within this time; the letter says so. */
export const linkHours = 2;

export type Auth = ReturnType<typeof make>;
const opened = new WeakMap<Lamplight, Auth>();

/**
 * Accounts, sessions, mailed links and passkeys, kept by better-auth in the tables of `auth`. There
 * is no password. Sessions are never cached in cookies: Postgres alone says whether one stands.
 */
export function openAuth(lamplight: Lamplight): Auth {
	const auth = opened.get(lamplight) ?? make(lamplight);
	opened.set(lamplight, auth);
	return auth;
}

function make(lamplight: Lamplight) {
	const { settings, pools } = lamplight;
	return betterAuth({
		appName: 'Lamplight',
		database: pools.auth,
		secret: authSecret(settings.secret),
		baseURL: settings.origin,
		basePath: '/api/auth',
		trustedOrigins: [settings.origin],
		telemetry: { enabled: false },
		// What goes wrong is thrown, and logged at the edge without what it was about.
		logger: { disabled: true },
		// Bounds are counted in Postgres (`allow`), where every node sees them.
		rateLimit: { enabled: false },
		session: { expiresIn: sessionDays * 24 * 60 * 60, disableSessionRefresh: true },
		databaseHooks: { session: { create: { before: withoutTraces } } },
		advanced: {
			cookiePrefix: 'lamplight',
			database: { generateId: 'uuid' },
			ipAddress: { disableIpTracking: true }
		},
		plugins: [
			magicLink({
				expiresIn: linkHours * 60 * 60,
				storeToken: 'hashed',
				sendMagicLink: (link) => mailSignInLink(lamplight, link)
			}),
			passkey({
				rpName: 'Lamplight',
				rpID: new URL(settings.origin).hostname,
				origin: settings.origin,
				advanced: { webAuthnChallengeCookie: 'challenge' }
			}),
			ownDoors()
		]
	});
}

/** From where and with which browser somebody signed in is nobody's to keep. */
async function withoutTraces<S extends object>(session: S) {
	return { data: { ...session, ipAddress: null, userAgent: null } };
}
