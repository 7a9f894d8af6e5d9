import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { workerScript } from './workerScript.ts';

const root = resolve(import.meta.dirname, '..', '..', '..', '..');
const script = join(root, 'src', 'lib', 'server', 'pictures', 'worker.ts');

test('the script is found from the source, and from the built server wherever that was started', () => {
	expect(existsSync(script)).toBe(true);
	expect(workerScript()).toBe(script);
	expect(workerScript(join(root, 'build', 'server', 'chunks'), '/')).toBe(script);
	expect(workerScript('/somewhere/else', join(root, 'docs'))).toBe(script);
});

test('a server without it says what is missing', () => {
	expect(() => workerScript('/', '/')).toThrow(/worker\.ts is missing/);
});
