import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, type Page } from '@playwright/test';

async function sha256Of(path: string): Promise<string> {
	return createHash('sha256')
		.update(await readFile(path))
		.digest('hex');
}

/** Two files that nobody can show: the first bytes of a photograph alone, and noise named as one. */
export async function unshowable(photograph: string): Promise<string[]> {
	const folder = await mkdtemp(join(tmpdir(), 'lamplight-files-'));
	const [cut, noise] = [join(folder, 'cut short.jpg'), join(folder, 'noise.jpg')];
	await writeFile(cut, (await readFile(photograph)).subarray(0, 400));
	await writeFile(noise, randomBytes(50_000));
	return [cut, noise];
}

/** The ids of everything in a box, as its pages name them. */
async function keepsakesOf(page: Page, box: string): Promise<string[]> {
	const ids = new Set<string>();
	let next: string | null = `${box}?show=everything`;
	while (next) {
		const html: string = await (await page.request.get(next)).text();
		for (const [, id] of html.matchAll(/\/keepsake\/([0-9a-f-]{36})/g)) if (id) ids.add(id);
		const older: string | undefined = /href="([^"]*\?show=everything&(?:amp;)?before=[^"]*)"/.exec(
			html
		)?.[1];
		next = older ? new URL(older.replaceAll('&amp;', '&'), box).href : null;
	}
	return [...ids];
}

/** Every original comes back as it was given: the same SHA-256, and none is missing. */
export async function expectOriginals(page: Page, box: string, given: string[]): Promise<void> {
	const wanted = await Promise.all(given.map(sha256Of));
	const found = new Set<string>();
	for (const id of await keepsakesOf(page, box)) {
		const response = await page.request.get(`${box}/original/${id}`);
		expect(response.status()).toBe(200);
		found.add(
			createHash('sha256')
				.update(await response.body())
				.digest('hex')
		);
	}
	const missing = given
		.filter((_, at) => !found.has(wanted[at] ?? ''))
		.map((path) => basename(path));
	expect(missing).toEqual([]);
}

/** What exiftool may say of a picture for the screen: how it is stored, and nothing else. */
const structural =
	/^(SourceFile|ExifTool:|File:|System:|RIFF:(ImageWidth|ImageHeight|VP8|Horizontal|Vertical|Width|Height|Alpha|WebP)|Composite:(ImageSize|Megapixels))/;

/** Every picture of the box, read by exiftool: no place, no camera, no comment, no profile. */
export async function expectNoTraces(page: Page, box: string): Promise<number> {
	const folder = await mkdtemp(join(tmpdir(), 'lamplight-pictures-'));
	let pictures = 0;
	for (const id of await keepsakesOf(page, box)) {
		for (const size of ['small', 'medium', 'large']) {
			const response = await page.request.get(`${box}/picture/${id}/${size}`);
			if (response.status() === 404) continue;
			await writeFile(join(folder, `${id}-${size}.webp`), await response.body());
			pictures += 1;
		}
	}
	const said = execFileSync('exiftool', ['-j', '-G1', '-a', '-q', folder], {
		encoding: 'utf8',
		maxBuffer: 64 * 1024 * 1024
	});
	const traces = (JSON.parse(said) as Record<string, unknown>[]).flatMap((tags) =>
		Object.keys(tags).filter((name) => !structural.test(name))
	);
	expect(traces).toEqual([]);
	return pictures;
}
