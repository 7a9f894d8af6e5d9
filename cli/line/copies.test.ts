import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readdir, rename, rm, writeFile } from 'node:fs/promises';
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

const wren = 'wren@example.org';

/** A Lamplight in a folder, with Wren in it; `photographs`: in a memory box that she keeps. */
async function lamplight(photographs: Buffer[]) {
	const dataDir = await emptyFolder();
	const { secret } = await readSettings({ LAMPLIGHT_DATA: dataDir });
	const postgres = await openPostgres({ dataDir, log: () => undefined });
	const embedded = postgres.embedded;
	if (!embedded) throw new Error('It runs on the embedded Postgres.');
	const [member, box] = [randomUUID(), randomUUID()];
	const paths: string[] = [];
	try {
		await migrate(postgres.ownerUrl, secret);
		const url = embedded.url('lamplight', embedded.superuser);
		const owner = new pg.Client({ connectionString: url });
		await owner.connect();
		const put = (text: string, values: unknown[]) => owner.query(`insert into ${text}`, values);
		await put(
			`auth."user" ("id", "name", "email", "emailVerified") values ($1, 'Wren', $2, true)`,
			[member, wren]
		);
		await put(`lamplight.box (id, name) values ($1, 'Robin')`, [box]);
		await put('lamplight.keeper (box_id, member_id) values ($1, $2)', [box, member]);
		const store = await openFolderStore(join(dataDir, 'files'), new Date());
		for (const [place, bytes] of photographs.entries()) {
			const sha256 = createHash('sha256').update(bytes).digest('hex');
			const address = originalAddress(box, sha256);
			const stream = (async function* () {
				yield bytes;
			})();
			await store.put(address, { stream }, { sha256, bytes: bytes.length });
			await put('lamplight.original values ($1, $2, $3)', [box, sha256, bytes.length]);
			await put(
				`lamplight.keepsake (box_id, put_in_by, scope, kind, sha256, bytes, file_name)
					values ($1, $2, 'box', 'photograph', $3, $4, $5)`,
				[box, member, sha256, bytes.length, `${place}.jpg`]
			);
			paths.push(join(dataDir, 'files', pathOf(address)));
		}
		await owner.end();
	} finally {
		await postgres.stop();
	}
	return { env: { LAMPLIGHT_DATA: dataDir }, box, paths };
}

test('a host takes a keeper’s copy, and puts it back for them in another Lamplight', async () => {
	const [here, there] = [
		await lamplight([randomBytes(50_000), randomBytes(60_000)]),
		await lamplight([])
	];
	const folder = await emptyFolder();
	const take = (...args: string[]) => runLamplight(['copy', ...args], here.env);
	expect((await take(here.box, folder)).code).toBe(2);
	const nobody = await take(here.box, folder, '--keeper', 'tom@example.org');
	expect(nobody).toMatchObject({
		code: 1,
		noted: 'Nobody here has the address tom@example.org.\n'
	});
	const other = await take(randomUUID(), folder, '--keeper', wren);
	expect(other.noted).toContain('keeps no memory box');

	const taken = await take(here.box, folder, '--keeper', wren);
	expect(taken).toMatchObject({ code: 0, said: expect.stringContaining('is written') });
	const [name = ''] = await readdir(folder);
	expect(name).toMatch(/^Robin.*\.zip$/);
	const zip = join(folder, name);
	const again = await take(here.box, folder, '--keeper', wren);
	expect(again).toMatchObject({ code: 1, noted: expect.stringContaining('is there already') });

	const putBack = (...args: string[]) =>
		runLamplight(['putBack', ...args, '--keeper', wren], there.env);
	const back = await putBack(zip);
	expect(back).toMatchObject({
		code: 0,
		said: expect.stringMatching(/It is back, as the memory box/)
	});
	const [, box = ''] = /memory box ([0-9a-f-]{36})/.exec(back.said) ?? [];
	const second = await emptyFolder();
	const onward = await runLamplight(['copy', box, second, '--keeper', wren], there.env);
	expect(onward).toMatchObject({ code: 0 });

	await rename(zip, `${zip}.old`);
	await writeFile(here.paths[0] ?? '', 'Not what it was.');
	await rm(here.paths[1] ?? '');
	const damaged = await take(here.box, folder, '--keeper', wren);
	expect(damaged).toMatchObject({
		code: 1,
		said: expect.stringMatching(/MISSING {2}0\.jpg\nMISSING {2}1\.jpg/)
	});
	await writeFile(join(folder, 'none.zip'), 'Nothing.');
	const refused = await putBack(join(folder, 'none.zip'));
	expect(refused).toMatchObject({ code: 1, noted: expect.stringContaining('not a ZIP file') });
}, 180_000);
