import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/**
 * A token that opens a door, closed up for the time it waits in the queue: whoever reads the
 * database, or a copy of it, has no use of it without the site's secret. AES-256-GCM under a key of
 * its own (HKDF-SHA-256); base64url of nonce, tag and text.
 */
export function sealToken(secret: string, token: string): string {
	const nonce = randomBytes(nonceBytes);
	const cipher = createCipheriv(algorithm, keyOf(secret), nonce);
	const text = Buffer.concat([cipher.update(token, 'utf8'), cipher.final()]);
	return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url');
}

/** The token again. Throws where it was sealed under another secret, or changed. */
export function openToken(secret: string, sealed: string): string {
	const bytes = Buffer.from(sealed, 'base64url');
	const decipher = createDecipheriv(algorithm, keyOf(secret), bytes.subarray(0, nonceBytes));
	decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
	const text = decipher.update(bytes.subarray(nonceBytes + tagBytes));
	return Buffer.concat([text, decipher.final()]).toString('utf8');
}

function keyOf(secret: string): Uint8Array {
	return new Uint8Array(hkdfSync('sha256', secret, '', 'tokens in the mail queue', 32));
}
