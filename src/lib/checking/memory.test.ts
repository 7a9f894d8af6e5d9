/** However much families keep, a check holds one page of it in memory and no more. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, expect, test } from 'vitest';
import { originalAddress } from '#lib/server/files/address.ts';
import { pathOf } from '#lib/server/files/pathOf.ts';
import { beginBox } from '../../../tests/database/home.ts';
import { openTestSite } from '../../../tests/database/site.ts';
import { checkAllFiles, checkFilesTurn } from './checkFiles.server.ts';

const many = 10_000;
const site = await openTestSite();
const box = await beginBox(site, await site.person('Wren'));

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes of the heap that are in use and cannot be let go. */
function held(): number {
	collect();
	return process.memoryUsage().heapUsed;
}

/** How far the heap grows at most while something is done. */
async function growthOf(work: () => Promise<unknown>): Promise<number> {
	const before = held();
	let most = 0;
	// Now and then: each look stops everything for a moment.
	const looking = setInterval(() => (most = Math.max(most, held() - before)), 500);
	await work().finally(() => clearInterval(looking));
	return most;
}

beforeAll(async () => {
	const shas: string[] = [];
	const folders = new Set<string>();
	for (let at = 0; at < many; at++) {
		const bytes = `${at}`.padStart(8, '0');
		const sha256 = createHash('sha256').update(bytes).digest('hex');
		const path = join(site.settings.dataDir, 'files', pathOf(originalAddress(box, sha256)));
		if (!folders.has(dirname(path))) await mkdir(dirname(path), { recursive: true });
		folders.add(dirname(path));
		await writeFile(path, bytes);
		shas.push(sha256);
	}
	await site.owner.query(
		`insert into lamplight.original (box_id, sha256, bytes) select $1, unnest($2::text[]), 8`,
		[box, shas]
	);
	await site.owner.query(
		`insert into lamplight.keepsake (box_id, scope, kind, sha256, file_name, bytes)
		select $1, 'box', 'photograph', unnest($2::text[]), 'a.jpg', 8`,
		[box, shas]
	);
	await site.owner.query('analyze lamplight.original, lamplight.keepsake');
}, 120_000);

/** The measure: what the same rows take, all of them at once. */
async function rowsAtOnce(): Promise<number> {
	const before = held();
	const rows = await site.pools.worker
		.selectFrom('keepsake')
		.select(['id', 'boxId', 'sha256', 'bytes'])
		.execute();
	const taken = held() - before;
	expect(rows).toHaveLength(many);
	return taken;
}

test('a check of very many files grows the heap by a small part of what their rows would', async () => {
	const whole = await rowsAtOnce();
	expect(whole).toBeGreaterThan(2_000_000);

	let asked = 0;
	const byVerify = await growthOf(() =>
		checkAllFiles(site, { went: ({ files }) => (asked = files) })
	);
	expect(asked).toBe(many);
	expect(byVerify).toBeLessThan(whole / 3);

	site.settings.checkBytesPerSecond = Infinity;
	const byNight = await growthOf(async () => {
		for (let turn = 0; turn < 60; turn++) {
			await checkFilesTurn(site);
			const { rows: done } = await site.owner.query(
				`select files from lamplight.file_check where kind = 'nightly' and ended_at is not null`
			);
			if (done[0]) return expect(done[0].files).toBe(many);
		}
		throw new Error('the night does not end');
	});
	expect(byNight).toBeLessThan(whole / 3);
}, 300_000);
