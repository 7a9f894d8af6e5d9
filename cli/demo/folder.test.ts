import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Refusal } from '#lib/server/postgres/refusal.ts';
import { demoFolder } from './folder.ts';

const place = await mkdtemp(join(tmpdir(), 'lamplight-demo-'));
afterAll(() => rm(place, { recursive: true, force: true }));

test.each([false, true])('never touches a real data folder (fresh: %s)', async (fresh) => {
	const real = join(place, `real-${fresh}`);
	await mkdir(real);
	await writeFile(join(real, 'secret'), 'of a family');
	await expect(demoFolder(real, { fresh })).rejects.toThrow(Refusal);
	expect(await readdir(real)).toEqual(['secret']);
});

test('marks a folder of its own, and uses its world again once it is whole', async () => {
	const path = join(place, 'own');
	const first = await demoFolder(path, { fresh: false });
	expect(first.empty).toBe(true);
	await first.noteWhole();
	expect(await demoFolder(path, { fresh: false })).toMatchObject({ dataDir: path, empty: false });
});
