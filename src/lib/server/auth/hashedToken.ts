import { createHash } from 'node:crypto';

/** Links' tokens are stored by their SHA-256 (hex), so that a table of them opens nothing. */
export function hashedToken(token: string): string {
	return createHash('sha256').update(token).digest('hex');
}
