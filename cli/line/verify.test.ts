import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { migrate } from '#lib/server/database/migrate.ts';
import { originalAddress } from '#lib/server/files/address.ts';
import { openFolderStore } from '#lib/server/files/folderStore.ts';
import { pathOf } from '#lib/server/files/pathOf.ts';
import { openPostgres } from '#lib/server/postgres/server.ts';
import { readSettings } from '#lib/server/settings.ts';
import { emptyFolder } from '../../tests/postgres/trial.ts';
import { runLamplight } from './testing.ts';

const verify = (env: NodeJS.ProcessEnv) => runLamplight(['verify'], env);

test('verify names a flipped bit and a deleted file, and mends both from a second copy', async () => {
	const [dataDir, copyDir] = [await emptyFolder(), await emptyFolder()];
	const { secret } = await readSettings({ LAMPLIGHT_DATA: dataDir });
	const postgres = await openPostgres({ dataDir, log: () => undefined });
	const owner = new pg.Client({ connectionString: postgres.ownerUrl });
	try {
		await migrate(postgres.ownerUrl, secret);
		await owner.connect();
		await owner.query('set role lamplight_worker');
		const store = await openFolderStore(join(dataDir, 'files'), new Date());
		const box = randomUUID();
		await owner.query('insert into lamplight.box (id) values ($1)', [box]);
		const keep = async () => {
			const bytes = randomBytes(100_000);
			const sha256 = createHash('sha256').update(bytes).digest('hex');
			const [address, id] = [originalAddress(box, sha256), randomUUID()];
			const stream = (async function* () {
				yield bytes;
			})();
			await store.put(address, { stream }, { sha256, bytes: bytes.length });
			await owner.query('insert into lamplight.original values ($1, $2, 100000)', [box, sha256]);
			await owner.query(
				`insert into lamplight.keepsake (id, box_id, scope, kind, sha256, bytes)
					values ($1, $2, 'box', 'photograph', $3, 100000)`,
				[id, box, sha256]
			);
			return { bytes, address, id, path: join(dataDir, 'files', pathOf(address)) };
		};
		const [flipped, deleted] = [await keep(), await keep()];
		const env = { LAMPLIGHT_DATA: dataDir, STORAGE_COPY_URL: `file://${copyDir}` };

		const first = await verify(env);
		expect(first.said).toContain('2 files read again. Damaged or missing: 0. Mended: 0.');
		expect(first.said).toContain('Brought to the second copy: 2.');
		expect(first.code).toBe(0);

		flipped.bytes[7]! ^= 1;
		await writeFile(flipped.path, flipped.bytes);
		await rm(deleted.path);
		const alone = await verify({ LAMPLIGHT_DATA: dataDir });
		expect(alone.said).toContain(
			`DAMAGED  ${flipped.address}  in the store  keepsake ${flipped.id}\n`
		);
		expect(alone.said).toContain(
			`MISSING  ${deleted.address}  in the store  keepsake ${deleted.id}\n`
		);
		expect(alone.noted).toMatch(/2 files, 0 MB read/);
		expect(alone.code).toBe(1);

		const mended = await verify(env);
		expect(mended.said).toContain(
			`DAMAGED  ${flipped.address}  in the store  keepsake ${flipped.id}  mended\n`
		);
		expect(mended.said).toContain('Damaged or missing: 0. Mended: 2.');
		expect(mended.code).toBe(0);
		expect((await verify({ LAMPLIGHT_DATA: dataDir })).code).toBe(0);
	} finally {
		await owner.end();
		await postgres.stop();
	}
});
