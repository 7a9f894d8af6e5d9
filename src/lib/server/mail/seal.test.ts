import { expect, test } from 'vitest';
import { openToken, sealToken } from './seal.ts';

test('a token that waits to be mailed is of no use to whoever reads the queue', () => {
	const sealed = sealToken('a secret', 'a-token');
	expect(sealed).not.toContain('a-token');
	expect(sealToken('a secret', 'a-token')).not.toBe(sealed);
	expect(openToken('a secret', sealed)).toBe('a-token');
	expect(() => openToken('another secret', sealed)).toThrow();
	const changed = Buffer.from(sealed, 'base64url');
	changed[changed.length - 1] = (changed[changed.length - 1] ?? 0) ^ 1;
	expect(() => openToken('a secret', changed.toString('base64url'))).toThrow();
});
