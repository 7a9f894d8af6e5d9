// One file of 100 MB, put in over loopback until it is said to be kept (checked, on the disk, written
// down), against a bare server that only writes the same bytes to the disk. In turns, in one run.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { median, print, rounded } from './line.ts';
import { connected, keeperOfBox, withLamplight } from './opened.ts';
import { send } from './sending.ts';
import { freePort, serve as serveProgram } from './serving.ts';

const rounds = 2 * Number(process.env.BENCH_ROUNDS ?? 3) + 1;
const megabytes = 100;

export async function run(): Promise<void> {
	await withLamplight(async ({ dataDir, superUrl, serve, cookieOf }) => {
		const db = await connected(superUrl);
		const keeper = await keeperOfBox(db);
		await db.end();
		const ours = await serve();
		const command = [process.execPath, 'bench/plainUpload.ts', join(dataDir, 'plain')];
		const plain = await serveProgram(command, await freePort(), {});
		try {
			const [we, they]: [number[], number[]] = [[], []];
			// The first of each warms up.
			for (let round = 0; round <= rounds; round += 1) {
				const bytes = randomBytes(megabytes * 1_000_000);
				const file = { name: `made up ${round}.jpg`, bytes };
				const took = await send(ours.origin, cookieOf(keeper.session), keeper, file);
				const peer = await sendPlainly(plain.origin, bytes);
				if (round === 0) continue;
				we.push((megabytes * 1000) / took);
				they.push((megabytes * 1000) / peer);
			}
			const [value, peerValue] = [median(we), median(they)];
			print({
				...{ name: 'upload-100-mb', value: rounded(value, 0), unit: 'MB/s' },
				...{ peer: 'bare node:http that writes and flushes', peerValue: rounded(peerValue, 0) },
				ratio: rounded(median(we.map((each, at) => each / (they[at] ?? NaN)))),
				rounds
			});
		} finally {
			await plain.stop();
			await ours.stop();
		}
	});
}

async function sendPlainly(origin: string, body: Buffer<ArrayBuffer>): Promise<number> {
	const begun = performance.now();
	const { status } = await fetch(origin, { method: 'POST', body });
	if (status !== 204) throw new Error(`The plain copy was answered ${status}.`);
	return performance.now() - begun;
}
