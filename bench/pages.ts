// The pages people read, as requests a second, against a bare node:http server sending the same
// bytes, in turns in one run; and how many bytes each page is.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import autocannon from 'autocannon';
import { median, print, rounded } from './line.ts';
import { withLamplight } from './opened.ts';
import { freePort, serve, type Serving } from './serving.ts';
import { seedStories, type Seeded } from './stories.ts';

const rounds = Number(process.env.BENCH_ROUNDS ?? 3);
const seconds = Number(process.env.BENCH_SECONDS ?? 5);
const connections = 32;

type Measured = { perSecond: number[]; p50: number[]; p99: number[] };

export async function run(): Promise<void> {
	await withLamplight(async ({ dataDir, superUrl, serve: serveOurs, cookieOf }) => {
		const seeded = await seedStories(superUrl, join(dataDir, 'files'), 200);
		const ours = await serveOurs();
		try {
			await measureAll(ours, seeded, cookieOf(seeded.reader.session), dataDir);
		} finally {
			await ours.stop();
		}
	});
}

async function measureAll(ours: Serving, { stories }: Seeded, cookie: string, scratch: string) {
	const storyPaths = stories.map((id) => `/story/${id}`);
	const pages: { name: string; paths: string[]; headers: Record<string, string> }[] = [
		{ name: 'story-anonymous', paths: storyPaths, headers: {} },
		{ name: 'story-signed-in', paths: storyPaths, headers: { cookie } },
		{ name: 'story-list', paths: ['/stories'], headers: {} },
		{ name: 'tonight', paths: ['/tonight'], headers: {} }
	];
	for (const { name, paths, headers } of pages) {
		const body = await bytesOf(ours.origin, paths[0] ?? '/', headers, name);
		await writeFile(join(scratch, 'body'), body);
		await writeFile(join(scratch, 'headers'), JSON.stringify({ 'content-type': 'text/html' }));
		const bare = await serve(
			[process.execPath, 'bench/bare.ts', join(scratch, 'body'), join(scratch, 'headers')],
			await freePort(),
			{}
		);
		try {
			await inTurns(name, ours, bare, paths, headers);
		} finally {
			await bare.stop();
		}
	}
}

async function inTurns(
	name: string,
	ours: Serving,
	bare: Serving,
	paths: string[],
	headers: Record<string, string>
) {
	await load(ours.origin, paths, headers, 2);
	const [we, they]: [Measured, Measured] = [none(), none()];
	for (let round = 0; round < rounds; round += 1) {
		add(we, await load(ours.origin, paths, headers, seconds));
		add(they, await load(bare.origin, paths, headers, seconds));
	}
	const value = median(we.perSecond);
	print({
		name,
		value: rounded(value),
		unit: 'requests/s',
		p50: median(we.p50),
		p99: median(we.p99),
		peer: 'bare node:http, same bytes',
		peerValue: rounded(median(they.perSecond)),
		ratio: rounded(value / median(they.perSecond), 3)
	});
}

const none = (): Measured => ({ perSecond: [], p50: [], p99: [] });

function add(into: Measured, result: autocannon.Result) {
	if (result.non2xx > 0 || result.errors > 0) {
		throw new Error(`${result.non2xx} answers were not 2xx, ${result.errors} failed.`);
	}
	into.perSecond.push(result.requests.average);
	into.p50.push(result.latency.p50);
	into.p99.push(result.latency.p99);
}

function load(
	origin: string,
	paths: string[],
	headers: Record<string, string>,
	duration: number
): Promise<autocannon.Result> {
	const requests = paths.map((path) => ({ method: 'GET' as const, path, headers }));
	return autocannon({ url: origin, connections, duration, requests });
}

/** Prints the bytes of a page and all it loads, and gives its HTML. */
async function bytesOf(
	origin: string,
	path: string,
	headers: Record<string, string>,
	name: string
): Promise<Buffer> {
	const html = await bytes(origin + path, headers);
	const text = html.toString();
	const linked = [...text.matchAll(/(?:href|src)="([^"]+\.(?:css|js|woff2))"/g)];
	const paths = linked.map(([, found]) => found ?? '');
	const sizes: Record<string, number> = { html: gzipSync(html).length };
	for (const kind of ['css', 'js', 'woff2']) {
		const files = [...new Set(paths.filter((each) => each.endsWith(kind)))];
		const loaded = await Promise.all(
			files.map((each) => bytes(new URL(each, origin + path).href, {}))
		);
		sizes[kind] = loaded
			.map((file) => (kind === 'woff2' ? file.length : brotliCompressSync(file).length))
			.reduce((sum, size) => sum + size, 0);
	}
	print({
		name: `${name}-bytes`,
		value: (sizes.html ?? 0) + (sizes.css ?? 0),
		unit: 'bytes of HTML and CSS, compressed',
		html: sizes.html,
		htmlPlain: html.length,
		css: sizes.css,
		script: sizes.js,
		fontsPreloaded: sizes.woff2
	});
	return html;
}

async function bytes(url: string, headers: Record<string, string>): Promise<Buffer> {
	const response = await fetch(url, { headers });
	if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
	return Buffer.from(await response.arrayBuffer());
}
