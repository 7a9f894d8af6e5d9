import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
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
