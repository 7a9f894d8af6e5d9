import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * The token in a deposit's letters: the deposit's id and the site's signature on it. Nothing is
 * stored for it; it is used up by the deposit being claimed, and ends when the deposit does.
 */
export function depositToken(secret: string, deposit: string): string {
	return `${deposit}.${signature(secret, deposit).toString('base64url')}`;
}

/** The deposit's id, where the signature is ours; else null. */
export function depositOfToken(secret: string, token: string): string | null {
	const [deposit = '', given = ''] = token.split('.');
	const right = signature(secret, deposit);
	const bytes = Buffer.from(given, 'base64url');
	return bytes.length === right.length && timingSafeEqual(bytes, right) ? deposit : null;
}

function signature(secret: string, deposit: string): Buffer {
	const key = createHmac('sha256', secret).update('deposit').digest();
	return createHmac('sha256', key).update(deposit).digest();
}
