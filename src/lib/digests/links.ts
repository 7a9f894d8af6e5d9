import { createHmac, timingSafeEqual } from 'node:crypto';

type Purpose = 'yes' | 'stop';

/** The address by which whoever has a letter confirms the next ones, or stops them. */
export function digestLink(
	{ origin, secret }: { origin: string; secret: string },
	purpose: Purpose,
	key: string
): string {
	return `${origin}/letter-home/${purpose}/${key}.${signature(secret, purpose, key)}`;
}

/** What such an address names; null where it is not ours. */
export function digestNamed(secret: string, purpose: Purpose, token: string): string | null {
	const [, key = '', signed = ''] = /^([0-9a-f-]{36})\.([\w-]{43})$/.exec(token) ?? [];
	const right = Buffer.from(signature(secret, purpose, key));
	const given = Buffer.from(signed);
	return given.length === right.length && timingSafeEqual(given, right) ? key : null;
}

function signature(secret: string, purpose: Purpose, key: string): string {
	return createHmac('sha256', secret).update(`letter home ${purpose}:${key}`).digest('base64url');
}
