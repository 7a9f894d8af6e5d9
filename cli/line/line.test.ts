import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { expect, test } from 'vitest';
import { migrate } from '#lib/server/database/migrate.ts';
import { openPostgres } from '#lib/server/postgres/server.ts';
import { readSettings } from '#lib/server/settings.ts';
import { emptyFolder } from '../../tests/postgres/trial.ts';

const script = new URL('../lamplight.ts', import.meta.url).pathname;

/** Runs the command line as a process of its own, as a host does. */
async function lamplight(args: string[], env: NodeJS.ProcessEnv = {}) {
	const child = spawn(process.execPath, [script, ...args], {
		env: { PATH: process.env.PATH, ...env },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
	const [said, noted, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
	return { said, noted, code };
}

test('the command line lists its commands, and says how each is used', async () => {
	const all = await lamplight(['--help']);
	expect(all).toMatchObject({ code: 0, noted: '' });
	expect(all.said).toMatch(/doctor {2,}Looks whether/);
	const one = await lamplight(['doctor', '--help']);
	expect(one.said).toMatch(/^npm run lamplight -- doctor\n/);
	expect(one.code).toBe(0);
});

test('a command that is not there, or called wrongly, is answered in a sentence and with 2', async () => {
	const unknown = await lamplight(['../../main']);
	expect(unknown).toMatchObject({ code: 2, noted: 'There is no command "../../main".\n' });
	const wrong = await lamplight(['doctor', '--twice']);
	expect(wrong.noted).toContain('npm run lamplight -- doctor');
	expect(wrong.code).toBe(2);
});

test('a folder in which there is no Lamplight is left as it is', async () => {
	const dataDir = join(await emptyFolder(), 'none');
	const { noted, code } = await lamplight(['doctor'], { LAMPLIGHT_DATA: dataDir });
	expect(noted).toContain(`There is no Lamplight in ${dataDir}`);
	expect(code).toBe(1);
});

test('the doctor looks at a Lamplight that is open, and at one that is not', async () => {
	const dataDir = await emptyFolder();
	const { secret } = await readSettings({ LAMPLIGHT_DATA: dataDir });
	const postgres = await openPostgres({ dataDir, log: () => undefined });
	try {
		await migrate(postgres.ownerUrl, secret);
		const open = await lamplight(['doctor'], { LAMPLIGHT_DATA: dataDir });
		expect(open.noted).toBe('');
		expect(open.said).toMatch(/migrations +all \d+ applied/);
		expect(postgres.embedded?.state()).toBe('running');
	} finally {
		await postgres.stop();
	}
	const closed = await lamplight(['doctor'], { LAMPLIGHT_DATA: dataDir });
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
	const taken = await lamplight(['backup', place, ...sealedFor], { LAMPLIGHT_DATA: dataDir });
	expect(taken.code).toBe(0);
	const unnamed = await lamplight(['restore', place, '--into', back]);
	expect(unnamed).toMatchObject({ code: 1, noted: expect.stringContaining('is encrypted') });
	const restored = await lamplight(['restore', place, '--into', back, '--identity', identity]);
	expect(restored.said).toContain('Everybody signs in again.');
	expect(await readFile(join(back, 'secret'), 'utf8')).toBe(secret);
	const again = await lamplight(['backup', place, ...sealedFor], { LAMPLIGHT_DATA: back });
	expect(again).toMatchObject({ code: 0 });
	const proof = await lamplight(['prove', place, '--identity', identity], { LAMPLIGHT_DATA: back });
	expect(proof.said).toContain('is proven');
}, 180_000);
