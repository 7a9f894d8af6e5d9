// A thousand photographs, 3 GB, put in one after the other, until the pictures of the last are made:
// how much memory Lamplight takes, how late its event loop is, and how long pages take for somebody
// who reads meanwhile, against the same reader before anything is put in. The peer is libvips alone,
// making the same sizes and formats of the same photographs.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { lastInLine, ownSession } from '#lib/server/lastInLine.ts';
import { median, print, rounded } from './line.ts';
import { madeUpPhotographs } from './madeUp.ts';
import { connected, keeperOfBox, withLamplight } from './opened.ts';
import { serve as serveProgram, type Serving } from './serving.ts';
import { sharpAlone } from './sharpAlone.ts';
import { seedStories } from './stories.ts';

const photographs = Number(process.env.BENCH_PHOTOGRAPHS ?? 1_000);
/** How long the reader reads before anything is put in: as many pages as p99 needs. */
const idleMs = Math.min(60_000, 100 * photographs);
const sample = Math.min(40, photographs);

export async function run(): Promise<void> {
	await withLamplight(async ({ dataDir, superUrl, serve, cookieOf }) => {
		const { stories, reader } = await seedStories(superUrl, join(dataDir, 'files'), 20);
		const db = await connected(superUrl);
		const keeper = await keeperOfBox(db);
		const ours = await serve({ node: ['--import', './bench/loopDelay.ts'], ipc: true });
		const cookie = cookieOf(keeper.session);
		const paths = [`/story/${stories[0]}`, '/stories', `/story/${stories[1]}`, '/'];
		const beside = (script: string, ...args: string[]) =>
			serveProgram(
				[process.execPath, `bench/${script}`, ours.origin, ...args],
				0,
				{},
				{ ipc: true, ...ownSession }
			);
		const reading = await beside('reader.ts', cookieOf(reader.session), ...paths);
		const sending = await beside('sender.ts', cookie, keeper.box);
		// Whoever sends is another machine in life: here it takes what Lamplight and its reader leave.
		lastInLine(sending.child.pid);
		try {
			const photograph = await madeUpPhotographs();
			const alone = await libvipsAlone(dataDir, photograph);
			await asked<number>(sending, { from: 0, to: 0 });
			await untilMade(db);
			await look(ours, reading);
			await pause(idleMs);
			const idle = await look(ours, reading);

			const memory = watchMemory(ours.child.pid ?? 0);
			const begun = performance.now();
			const bytes = await asked<number>(sending, { from: 1, to: photographs });
			const arriving = await look(ours, reading);
			const arrivedMs = performance.now() - begun;
			await untilMade(db);
			const eachMs = (performance.now() - begun) / photographs;
			const making = await look(ours, reading);
			const peak = memory.stop();

			print({
				...{ name: 'photographs-memory-peak', value: rounded(peak / 1e6, 0), unit: 'MB' },
				...{ photographs, megabytes: rounded(bytes / 1e6, 0) }
			});
			for (const what of ['page', 'loop'] as const) {
				const busy = { arriving: arriving[what], making: making[what] };
				const value = percentile([...busy.arriving, ...busy.making], what === 'loop' ? 1 : 0.99);
				const before = percentile(idle[what], what === 'loop' ? 1 : 0.99);
				print({
					...{ name: `photographs-${what}-p99`, value: rounded(value), unit: 'ms' },
					...{
						peer: 'the same before',
						peerValue: rounded(before),
						ratio: rounded(value / before)
					},
					arriving: rounded(percentile(busy.arriving, 0.99)),
					making: rounded(percentile(busy.making, 0.99)),
					median: what === 'page' ? rounded(percentile(busy.making, 0.5)) : undefined,
					medianBefore: what === 'page' ? rounded(percentile(idle.page, 0.5)) : undefined
				});
			}
			print({
				...{
					name: 'photographs-each',
					value: rounded(eachMs, 0),
					unit: 'ms until its pictures are made'
				},
				...{ peer: 'libvips alone', peerValue: rounded(alone, 0), ratio: rounded(eachMs / alone) },
				arrivedAfter: rounded(arrivedMs / photographs, 0)
			});
		} finally {
			for (const other of [reading, sending]) {
				other.child.disconnect();
				await other.stop();
			}
			await ours.stop();
			await db.end();
		}
	});
}

type Look = { page: number[]; loop: number[] };

/** What the reader and the event loop had to wait since the last look, in milliseconds. */
async function look(ours: Serving, reading: Serving): Promise<Look> {
	const [loop, page] = await Promise.all([
		asked<{ p99: number }>(ours, 'loop-delay'),
		asked<number[]>(reading, 'took')
	]);
	return { page, loop: [loop.p99] };
}

function asked<T>({ child }: Serving, question: string | object): Promise<T> {
	return new Promise((resolve) => {
		child.once('message', (answer) => resolve(answer as T));
		child.send(question);
	});
}

function percentile(values: number[], part: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}

async function untilMade(db: pg.Client): Promise<void> {
	for (;;) {
		const { rows } = await db.query(
			`select count(*) filter (where pictures_made_at is null) as waiting,
				count(*) filter (where cannot_show is not null) as failed
			from keepsake where kind = 'photograph'`
		);
		if (rows[0].failed > 0) throw new Error(`${rows[0].failed} photographs could not be shown.`);
		if (Number(rows[0].waiting) === 0) return;
		await pause(100);
	}
}

/** The most that a process and those it started held together, looked at four times a second. */
function watchMemory(pid: number): { stop(): number } {
	let peak = 0;
	const watch = () => {
		peak = Math.max(peak, heldBy([pid, ...startedBy(pid)]));
	};
	const timer = setInterval(watch, 250);
	return {
		stop() {
			clearInterval(timer);
			watch();
			return peak;
		}
	};
}

/** Bytes that processes of one program hold together: the program itself is the same memory for all. */
function heldBy(pids: number[]): number {
	const each = pids.map((pid) => {
		const status = statusOf(pid);
		const held = (what: string) =>
			1024 * Number(new RegExp(`^${what}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0);
		return { own: held('RssAnon') + held('RssShmem'), program: held('RssFile') };
	});
	const own = each.reduce((sum, { own }) => sum + own, 0);
	return own + Math.max(...each.map(({ program }) => program));
}

/** What the system says of a process; nothing of one that is gone. */
function statusOf(pid: number): string {
	try {
		return readFileSync(`/proc/${pid}/status`, 'utf8');
	} catch {
		return '';
	}
}

function startedBy(pid: number): number[] {
	const file = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
	return file.split(' ').filter(Boolean).map(Number);
}

/** The median milliseconds that libvips alone needs for one of them. */
async function libvipsAlone(
	dataDir: string,
	photograph: (n: number) => Buffer<ArrayBuffer>
): Promise<number> {
	const folder = await mkdtemp(join(dataDir, 'alone-'));
	const times: number[] = [];
	for (let n = 0; n < sample; n += 1) {
		const path = join(folder, 'original.jpg');
		await writeFile(path, photograph(n));
		const begun = performance.now();
		await sharpAlone(path, folder);
		times.push(performance.now() - begun);
	}
	await rm(folder, { recursive: true });
	return median(times);
}
