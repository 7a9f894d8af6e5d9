import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { expect, test } from 'vitest';
import { migrate } from '#lib/server/database/migrate.ts';
import { openPostgres } from '#lib/server/postgres/server.ts';
import { readSettings } from '#lib/server/settings.ts';
import { emptyFolder } from '../../tests/postgres/trial.ts';
import { runLamplight } from './testing.ts';

test('the command line lists its commands, and says how each is used', async () => {
	const all = await runLamplight(['--help']);
	expect(all).toMatchObject({ code: 0, noted: '' });
	expect(all.said).toMatch(/doctor {2,}Looks whether/);
	const one = await runLamplight(['doctor', '--help']);
	expect(one.said).toMatch(/^npm run lamplight -- doctor\n/);
	expect(one.code).toBe(0);
});

test('a command that is not there, or called wrongly, is answered in a sentence and with 2', async () => {
	const unknown = await runLamplight(['../../main']);
	expect(unknown).toMatchObject({ code: 2, noted: 'There is no command "../../main".\n' });
	const wrong = await runLamplight(['doctor', '--twice']);
	expect(wrong.noted).toContain('npm run lamplight -- doctor');
	expect(wrong.code).toBe(2);
});

test('a folder in which there is no Lamplight is left as it is', async () => {
	const dataDir = join(await emptyFolder(), 'none');
	const { noted, code } = await runLamplight(['doctor'], { LAMPLIGHT_DATA: dataDir });
	expect(noted).toContain(`There is no Lamplight in ${dataDir}`);
	expect(code).toBe(1);
});

test('the doctor looks at a Lamplight that is open, and at one that is not', async () => {
	const dataDir = await emptyFolder();
	const { secret } = await readSettings({ LAMPLIGHT_DATA: dataDir });
	const postgres = await openPostgres({ dataDir, log: () => undefined });
	try {
		await migrate(postgres.ownerUrl, secret);
		const open = await runLamplight(['doctor'], { LAMPLIGHT_DATA: dataDir });
		expect(open.noted).toBe('');
		expect(open.said).toMatch(/migrations +all \d+ applied/);
		expect(postgres.embedded?.state()).toBe('running');
	} finally {
		await postgres.stop();
	}
	const closed = await runLamplight(['doctor'], { LAMPLIGHT_DATA: dataDir });
	expect(closed.said).toMatch(/storage +can be written to and read from/);
});

test('a backup is taken and put back by the command line, and what came back can be backed up', async () => {
	const dataDir = await emptyFolder();
	const { secret } = await readSettings({ LAMPLIGHT_DATA: dataDir });
	const postgres = await openPostgres({ dataDir, log: () => undefined });
	await migrate(postgres.ownerUrl, secret).finally(() => postgres.stop());
	const [place, back, keys] = [await emptyFolder(), await emptyFolder(), await emptyFolder()];
	const key = await generateX25519Identity();
	const identity = join(keys, 'key.txt');
	await writeFile(identity, `# made for a test\n${key}\n`);
	const sealedFor = ['--recipient', await identityToRecipient(key)];
	const taken = await runLamplight(['backup', place, ...sealedFor], { LAMPLIGHT_DATA: dataDir });
	expect(taken.code).toBe(0);
	const unnamed = await runLamplight(['restore', place, '--into', back]);
	expect(unnamed).toMatchObject({ code: 1, noted: expect.stringContaining('is encrypted') });
	const restored = await runLamplight(['restore', place, '--into', back, '--identity', identity]);
	expect(restored.said).toContain('Everybody signs in again.');
	expect(await readFile(join(back, 'secret'), 'utf8')).toBe(secret);
	const again = await runLamplight(['backup', place, ...sealedFor], { LAMPLIGHT_DATA: back });
	expect(again).toMatchObject({ code: 0 });
	const proof = await runLamplight(['prove', place, '--identity', identity], {
		LAMPLIGHT_DATA: back
	});
	expect(proof.said).toContain('is proven');
}, 180_000);
