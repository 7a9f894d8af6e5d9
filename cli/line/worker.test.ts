import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { migrate } from '#lib/server/database/migrate.ts';
import { openPools, type Pools } from '#lib/server/database/pools.ts';
import { livingWorkers } from '#lib/server/jobs/deadWorkers.ts';
import { enqueueMail } from '#lib/server/mail/enqueueMail.ts';
import { sealToken } from '#lib/server/mail/seal.ts';
import { openPostgres } from '#lib/server/postgres/server.ts';
import { headerOf, openMailServer } from '../../tests/mail/mailServer.ts';
import { emptyFolder } from '../../tests/postgres/trial.ts';
import { runLamplight } from './testing.ts';

const secret = 'only-for-tests';
const script = new URL('../lamplight.ts', import.meta.url).pathname;
const waitFor = (what: () => void | Promise<void>) =>
	vi.waitFor(what, { timeout: 30_000, interval: 20 });

/** A worker as a host starts it: a process of its own, and what it has said so far. */
function startWorker(env: NodeJS.ProcessEnv) {
	const child = spawn(process.execPath, [script, 'worker'], {
		env: { PATH: process.env.PATH, LAMPLIGHT_SECRET: secret, ...env },
		stdio: ['ignore', 'pipe', 'ignore']
	});
	let said = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
	const ended = once(child, 'exit').then(([code]) => code as number | null);
	onTestFinished(() => void child.kill('SIGKILL'));
	return {
		child,
		ended,
		said: () => said,
		atWork: () => waitFor(() => expect(said).toContain('The worker is at work.'))
	};
}

/** What a Lamplight with JOBS=elsewhere has open: its Postgres, and a queue that it only fills. */
async function openHouse(dataDir: string): Promise<Pools> {
	const postgres = await openPostgres({ dataDir, log: () => undefined });
	onTestFinished(() => postgres.stop());
	await migrate(postgres.ownerUrl, secret);
	const pools = openPools(postgres.ownerUrl, secret);
	onTestFinished(() => pools.close());
	return pools;
}

const letterTo = (pools: Pools, address: string) =>
	enqueueMail(pools.worker, {
		template: 'sign_in',
		params: { sealed: sealToken(secret, 'a-token-of-a-link') },
		to: { address }
	});

test('workers wait for their Lamplight, share its jobs, and end cleanly', async () => {
	const dataDir = await emptyFolder();
	const server = await openMailServer();
	const env = { LAMPLIGHT_DATA: dataDir, SMTP_URL: server.url };
	const [one, other] = [startWorker(env), startWorker(env)];
	await waitFor(() => expect(one.said()).toContain(`Waiting for Lamplight`));
	const pools = await openHouse(dataDir);
	await Promise.all([one.atWork(), other.atWork()]);
	expect(await livingWorkers(pools.workerPool)).toBe(2);

	const addresses = Array.from({ length: 60 }, (_, n) => `letter-${n}@example.org`);
	for (const address of addresses) await letterTo(pools, address);
	await waitFor(() => expect(server.arrived.length).toBeGreaterThanOrEqual(60));
	one.child.kill('SIGTERM');
	other.child.kill('SIGINT');
	expect(await Promise.all([one.ended, other.ended])).toEqual([0, 0]);
	expect(one.said()).toContain('Closed.');
	expect(server.arrived.map((each) => headerOf(each, 'To')).sort()).toEqual(addresses.sort());
	expect(await livingWorkers(pools.workerPool)).toBe(0);
});

test('what a killed worker had begun is done by the next one, and the doctor says while nobody does it', async () => {
	const dataDir = await emptyFolder();
	const pools = await openHouse(dataDir);
	// A mail server that takes the line and says nothing: the letter is begun, and stays so.
	const silent = createServer();
	await once(silent.listen(0, '127.0.0.1'), 'listening');
	const { port } = silent.address() as AddressInfo;
	const env = { LAMPLIGHT_DATA: dataDir, SMTP_URL: `smtp://127.0.0.1:${port}` };
	const killed = startWorker(env);
	await killed.atWork();
	const called = once(silent, 'connection');
	await letterTo(pools, 'begun@example.org');
	const [line] = await called;
	killed.child.kill('SIGKILL');
	await killed.ended;
	line.destroy();
	await new Promise((resolve) => silent.close(resolve));

	await letterTo(pools, 'waiting@example.org');
	await pools.workerPool.query(
		`update graphile_worker._private_jobs set run_at = now() - interval '20 minutes' where attempts = 0`
	);
	const doctor = await runLamplight(['doctor'], { ...env, LAMPLIGHT_SECRET: secret });
	expect(doctor.said).toMatch(/WRONG +jobs +nobody does them just now, and some wait since/);

	const server = await openMailServer({ port });
	const next = startWorker(env);
	await waitFor(() => expect(server.arrived).toHaveLength(2));
	next.child.kill('SIGTERM');
	expect(await next.ended).toBe(0);
});

test('a worker that does not know the secret of its site changes nothing', async () => {
	const { noted, code } = await runLamplight(['worker'], {
		LAMPLIGHT_DATA: await emptyFolder(),
		DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing'
	});
	expect(noted).toContain('LAMPLIGHT_SECRET has to be the same');
	expect(code).toBe(1);
});
