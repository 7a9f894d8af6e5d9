import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openPools } from '#lib/server/database/pools.ts';
import type { Uploader } from '#lib/server/database/uploader.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { makeFamily } from '../../../../tests/database/family.ts';
import { openTestSite } from '../../../../tests/database/site.ts';
import { answerUpload } from './answerUpload.server.ts';
import { keepSweeping } from '#lib/server/keepSweeping.ts';
import { arrivedBytes, partialPath } from './partials.ts';
import { sweepUploads } from './sweepUploads.server.ts';
import { begin, head, send, sha256Of, someBytes } from './testing.ts';
import { openUploadLocks } from './uploadLocks.server.ts';

const site = await openTestSite();
const { box, wren: person } = await makeFamily(site);
const wren: Uploader = { session: person.session, device: null };

/** Another process that serves the same site. */
function another(settings: Partial<Lamplight['settings']> = {}): Lamplight {
	const pools = openPools(site.settings.databaseUrl ?? '', site.settings.secret);
	onTestFinished(() => pools.close());
	return { ...site, pools, settings: { ...site.settings, ...settings } };
}

async function keepsakes(sha256: string): Promise<number> {
	const { rows } = await site.owner.query('select from lamplight.keepsake where sha256 = $1', [
		sha256
	]);
	return rows.length;
}

/** Sends the first bytes over a line on which nothing comes any more, as a lost phone does. */
async function sendAndFallSilent(to: Lamplight, id: string, content: Uint8Array<ArrayBuffer>) {
	const body = new ReadableStream({ start: (line) => line.enqueue(content) });
	const request = new Request(`http://lamplight.test/uploads/${id}`, {
		method: 'PATCH',
		headers: {
			'tus-resumable': '1.0.0',
			'upload-offset': '0',
			'content-type': 'application/offset+octet-stream'
		},
		body,
		duplex: 'half'
	} as RequestInit);
	const answered = answerUpload(to, wren, id, request).catch((error: unknown) => error);
	await vi.waitFor(
		async () => expect(await arrivedBytes(to.settings.dataDir, id)).toBe(content.length),
		{ timeout: 60_000 }
	);
	return { answered };
}

test('an upload is resumed by another process while the first still listens to a broken line', async () => {
	const other = another();
	const content = new Uint8Array(someBytes(200_000));
	const sha256 = sha256Of(content);
	const { id } = await begin(site, wren, content.length, { box, sha256 });
	const { answered } = await sendAndFallSilent(site, id, content.slice(0, 70_000));
	const begun = performance.now();
	const asked = await head(other, wren, id);
	expect([asked.status, asked.headers.get('upload-offset')]).toEqual([200, '70000']);
	expect(performance.now() - begun).toBeLessThan(10_000);
	await answered;
	expect((await send(other, wren, id, content.subarray(70_000), 70_000)).status).toBe(204);
	expect(await keepsakes(sha256)).toBe(1);
});

test('uploads that come at once ask on their one connection in turn', async () => {
	const warned: string[] = [];
	const hear = ({ message }: Error) => void warned.push(message);
	process.on('warning', hear);
	onTestFinished(() => void process.off('warning', hear));
	const locks = openUploadLocks(another().pools.locks);
	const all = Array.from({ length: 12 }, (_, at) => locks.newLock(`at-once-${at}`));
	const signal = new AbortController().signal;
	await Promise.all(all.map((lock) => lock.lock(signal, () => undefined)));
	await Promise.all(all.map((lock) => lock.unlock()));
	// Warnings are told a moment later.
	await new Promise((resolve) => setImmediate(resolve));
	expect(warned).toEqual([]);
});

test('of two processes that are sent the same part at once, one writes it', async () => {
	const processes = [site, another(), another()];
	for (let round = 0; round < 5; round++) {
		const content = someBytes(500_000 + round);
		const sha256 = sha256Of(content);
		const { id } = await begin(site, wren, content.length, { box, sha256 });
		const half = content.subarray(0, 250_000);
		const sent = await Promise.all(processes.map((each) => send(each, wren, id, half)));
		const answers = sent.map(({ status }) => status).sort();
		expect(answers).toEqual([204, 409, 409]);
		const rest = await Promise.all(
			processes.map((each) => send(each, wren, id, content.subarray(250_000), 250_000))
		);
		expect(rest.map(({ status }) => status)).toContain(204);
		expect(await keepsakes(sha256)).toBe(1);
	}
});

test('the connection that holds the locks may break: whoever sends goes on from where it was', async () => {
	const content = new Uint8Array(someBytes(100_000));
	const { id } = await begin(site, wren, content.length, { box, sha256: sha256Of(content) });
	const { answered } = await sendAndFallSilent(site, id, content.slice(0, 40_000));
	await site.owner.query(
		`select pg_terminate_backend(pid) from pg_stat_activity
		where datname = current_database() and query like '%advisory%' and usename = 'lamplight_web'`
	);
	await answered;
	expect((await head(site, wren, id)).headers.get('upload-offset')).toBe('40000');
	expect((await send(site, wren, id, content.subarray(40_000), 40_000)).status).toBe(204);
	expect(await keepsakes(sha256Of(content))).toBe(1);
});

test('once nothing arrives any more, no lock and no connection is kept for it', async () => {
	const other = another();
	const content = someBytes(1_000);
	const { id } = await begin(other, wren, content.length, { box });
	await send(other, wren, id, content);
	expect(other.pools.locks.idleCount).toBe(other.pools.locks.totalCount);
	const { rows } = await site.owner.query(
		`select from pg_locks where locktype = 'advisory' and granted
			and database = (select oid from pg_database where datname = current_database())`
	);
	expect(rows).toEqual([]);
});

test('what arrives at another machine, with a folder of its own, is left to that one', async () => {
	const dataDir = await mkdtemp(join(tmpdir(), 'lamplight-other-'));
	onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
	const other = another({ dataDir });
	const content = someBytes(3_000);
	const sha256 = sha256Of(content);
	const { id } = await begin(site, wren, content.length, { box, sha256 });
	await send(site, wren, id, content.subarray(0, 1_000));
	await sweepUploads(other);
	expect((await head(site, wren, id)).headers.get('upload-offset')).toBe('1000');
	expect((await send(site, wren, id, content.subarray(1_000), 1_000)).status).toBe(204);
	expect(await keepsakes(sha256)).toBe(1);
});

test('what a crash left whole is finished at the next start', async () => {
	const content = someBytes(3_001);
	const { id } = await begin(site, wren, content.length, { box, sha256: sha256Of(content) });
	await writeFile(partialPath(site.settings.dataDir, id), content);
	await keepSweeping(site, { sweepUploads }).stop();
	expect(await keepsakes(sha256Of(content))).toBe(1);
});
