/** The words of the screen: each stands once, somebody says it, and every file of them is read. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'messages/en');
const files = (await readdir(folder)).filter((name) => name.endsWith('.json'));

/** Every key as it stands in the files, also where one file has it twice: `JSON.parse` would hide that. */
const keys = (
	await Promise.all(
		files.map(async (file) => {
			const text = await readFile(join(folder, file), 'utf8');
			return [...text.matchAll(/^\t"(\w+)":/gm)].map(([, key]) => ({ key: key ?? '', file }));
		})
	)
).flat();

test('no two messages have one name', () => {
	const seen = new Map<string, string>();
	const twice = keys.filter(({ key, file }) => {
		const before = seen.has(key);
		seen.set(key, file);
		return before;
	});
	expect(twice).toEqual([]);
});

test('every message is said somewhere', async () => {
	const said = new Set<string>();
	for (const source of ['src', 'cli']) {
		for (const name of await readdir(join(root, source), { recursive: true })) {
			if (!/(?<!\.test)\.(ts|svelte)$/.test(name) || name.startsWith('lib/paraglide/')) continue;
			const text = await readFile(join(root, source, name), 'utf8');
			for (const [, key] of text.matchAll(/\bm\.(\w+)/g)) said.add(key ?? '');
		}
	}
	expect(keys.filter(({ key }) => !said.has(key))).toEqual([]);
});

test('no sentence breaks a line within “e‑mail”', async () => {
	const broken = await Promise.all(
		files.map(async (file) => {
			const words = JSON.parse(await readFile(join(folder, file), 'utf8')) as Record<
				string,
				string
			>;
			// A label begins its line, and is found by what people type.
			return Object.entries(words).filter(([, said]) => /\be-mail\b.*[.:]/.test(said));
		})
	);
	expect(broken.flat()).toEqual([]);
});

test('every file of messages is among those that are read', async () => {
	const settings = JSON.parse(
		await readFile(join(root, 'project.inlang/settings.json'), 'utf8')
	) as { 'plugin.inlang.messageFormat': { pathPattern: string[] } };
	const listed = settings['plugin.inlang.messageFormat'].pathPattern.map((path) => basename(path));
	expect([...listed].sort()).toEqual([...files].sort());
});
