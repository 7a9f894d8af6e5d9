// A copy of everything, as a keeper takes it over loopback, and the same copy put back by the command
// line, against a plain copy of the same files; all flushed to the disk. And how much memory it takes.
import { spawn } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { originalAddress } from '#lib/server/files/address.ts';
import { openFolderStore } from '#lib/server/files/folderStore.ts';
import { residentBytes } from '#lib/server/pictures/residentBytes.ts';
import { median, print, rounded } from './line.ts';
import { connected, keeperOfBox, withLamplight } from './opened.ts';

/** 2 GB, unless told otherwise: enough that nothing could be held in memory unseen. */
const photographs = Number(process.env.BENCH_PHOTOGRAPHS ?? 670);
const rounds = Number(process.env.BENCH_ROUNDS ?? 3);
const photographBytes = 3_000_000;

export async function run(): Promise<void> {
	await withLamplight(async ({ dataDir, superUrl, serve, cookieOf, env }) => {
		const { box, session, memberId } = await fill(superUrl, join(dataDir, 'files'));
		const ours = await serve();
		const address = `${ours.origin}/box/${box}/copy/file?away=without`;
		try {
			const cookie = cookieOf(session);
			const plain = await measure(address, cookie, ours.child.pid ?? 0, dataDir);
			const zip = join(dataDir, 'back.zip');
			await takeCopy(address, cookie, zip, true);
			await putBack(zip, `${memberId}@example.org`, plain, env);
		} finally {
			await ours.stop();
		}
	});
}

/** Gives how fast a plain copy is, in MB/s. */
async function measure(address: string, cookie: string, pid: number, dataDir: string) {
	const [taken, copied, memory]: [number[], number[], number[]] = [[], [], []];
	for (let round = 0; round < rounds; round += 1) {
		const watched = watchMemory(pid);
		taken.push(
			await megabytesPerSecond(() => takeCopy(address, cookie, join(dataDir, 'copy.zip')))
		);
		memory.push(watched.end() / 1e6);
		copied.push(await megabytesPerSecond(() => plainCopy(dataDir)));
	}
	const [ours, peer] = [median(taken), median(copied)];
	const bytes = photographs * photographBytes;
	print({
		...{ name: 'copy-of-a-box', value: rounded(ours, 0), unit: 'MB/s', peer: 'cp, flushed' },
		...{ peerValue: rounded(peer, 0), ratio: rounded(ours / peer), megabytes: bytes / 1e6 }
	});
	print({ name: 'copy-memory-peak', value: rounded(Math.max(...memory), 0), unit: 'MB' });
	return peer;
}

/** The whole way: laid beside, looked at, every file compared and kept, and written down. */
async function putBack(zip: string, keeper: string, plain: number, env: NodeJS.ProcessEnv) {
	const args = ['cli/lamplight.ts', 'putBack', zip, '--keeper', keeper];
	const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'inherit'] });
	const watched = watchMemory(child.pid ?? 0);
	const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
	const begun = performance.now();
	const code = await ended;
	const speed = (photographs * photographBytes) / 1000 / (performance.now() - begun);
	if (code !== 0) throw new Error(`Putting back ended with ${code}.`);
	print({
		...{ name: 'put-back-of-a-copy', value: rounded(speed, 0), unit: 'MB/s', peer: 'cp, flushed' },
		...{ peerValue: rounded(plain, 0), ratio: rounded(speed / plain) }
	});
	print({ name: 'put-back-memory-peak', value: rounded(watched.end() / 1e6, 0), unit: 'MB' });
}

/** The most memory of a process until `end`, in bytes. */
function watchMemory(pid: number): { end(): number } {
	let peak = 0;
	const watching = setInterval(() => (peak = Math.max(peak, residentBytes(pid))), 50);
	return {
		end() {
			clearInterval(watching);
			return peak;
		}
	};
}

/** `work` gives how many bytes it wrote. */
async function megabytesPerSecond(work: () => Promise<number>): Promise<number> {
	const begun = performance.now();
	const bytes = await work();
	return bytes / 1000 / (performance.now() - begun);
}

async function takeCopy(
	address: string,
	cookie: string,
	to: string,
	keep = false
): Promise<number> {
	const response = await fetch(address, { headers: { cookie } });
	if (!response.ok || !response.body) throw new Error(`The copy came as ${response.status}.`);
	const whole = Number(response.headers.get('content-length'));
	await pipeline(Readable.fromWeb(response.body as never), createWriteStream(to, { flush: true }));
	const file = await open(to);
	const { size } = await file.stat();
	await file.close();
	if (size !== whole) throw new Error(`The copy has ${size} bytes and said ${whole}.`);
	if (!keep) await rm(to);
	return size;
}

/** The same files, one after the other, by the same means and without Lamplight between them. */
async function plainCopy(dataDir: string): Promise<number> {
	const to = join(dataDir, 'plain');
	await mkdir(to);
	let bytes = 0;
	const from = await readdir(join(dataDir, 'files', 'originals'), {
		recursive: true,
		withFileTypes: true
	});
	const target = createWriteStream(join(to, 'all'), { flush: true }).setMaxListeners(0);
	for (const file of from) {
		if (!file.isFile()) continue;
		await pipeline(createReadStream(join(file.parentPath, file.name)), target, { end: false });
		bytes += photographBytes;
	}
	await new Promise<void>((resolve, reject) => {
		target.once('error', reject).end(() => target.once('close', () => resolve()));
	});
	await rm(to, { recursive: true });
	return bytes;
}

async function fill(superUrl: string, filesRoot: string) {
	const db = await connected(superUrl);
	const files = await openFolderStore(filesRoot, new Date());
	const { box, memberId, session } = await keeperOfBox(db);
	for (let n = 0; n < photographs; n += 1) {
		const bytes = randomBytes(photographBytes);
		const sha256 = createHash('sha256').update(bytes).digest('hex');
		const stream = Readable.from([bytes]);
		await files.put(originalAddress(box, sha256), { stream }, { sha256, bytes: bytes.length });
		const id = randomUUID();
		await db.query('insert into original (box_id, sha256, bytes) values ($1, $2, $3)', [
			...[box, sha256, bytes.length]
		]);
		await db.query(
			`insert into keepsake (id, box_id, put_in_by, scope, kind, sha256, file_name, bytes)
				values ($1, $2, $3, 'box', 'photograph', $4, $5, $6)`,
			[id, box, memberId, sha256, `made up ${n}.jpg`, bytes.length]
		);
		await db.query(
			`insert into hold (keepsake_id, member_id, held_since, opened_at) values ($1, $2, now(), now())
				on conflict do nothing`,
			[id, memberId]
		);
	}
	await db.end();
	return { box, session, memberId };
}
