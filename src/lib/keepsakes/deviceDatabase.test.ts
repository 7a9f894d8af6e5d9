import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { expect, test } from 'vitest';

test('whoever leaves clears every database that a page opens on the device', async () => {
	const quiet = readFileSync('static/quiet.js', 'utf8');
	const cleared = /for \(const name of \[([^\]]*)\]/.exec(quiet)?.[1]?.match(/[\w-]+/g) ?? [];
	const opened: string[] = [];
	for await (const path of glob('src/**/*.{ts,svelte}', { exclude: ['**/*.test.ts'] })) {
		const source = readFileSync(path, 'utf8');
		const names = source.matchAll(/deviceDatabase\('([\w-]+)'/g);
		opened.push(...Array.from(names, ([, name]) => name ?? ''));
		if (/indexedDB\.open\(name/.test(source)) {
			opened.push(...(source.match(/(?<=^const name = ')[\w-]+/gm) ?? []));
		}
	}
	expect(opened.length).toBeGreaterThan(2);
	expect(cleared.toSorted()).toEqual(opened.toSorted());
});
