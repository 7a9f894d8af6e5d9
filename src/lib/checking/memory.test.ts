/** However much families keep, a check holds one page of it in memory and no more. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, test } from 'vitest';
import { originalAddress } from '#lib/server/files/address.ts';
import { pathOf } from '#lib/server/files/pathOf.ts';
import { beginBox } from '../../../tests/database/home.ts';
import { openTestSite } from '../../../tests/database/site.ts';
import { checkAllFiles, checkFilesTurn } from './checkFiles.server.ts';

const many = 10_000;
const few = 500;
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
	const looking = setInterval(() => (most = Math.max(most, held() - before)), 1000);
	await work().finally(() => clearInterval(looking));
	return most;
}

/** Photographs as they stand once they have been put in: number `from` up to number `to`. */
async function keep(from: number, to: number) {
	const shas: string[] = [];
	const folders = new Set<string>();
	for (let at = from; at < to; at++) {
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
}

/** The whole check at once, as `verify` does it; gives how many files it read. */
const verify = async () => (await checkAllFiles(site, {})).files;

/** Turns of the nightly check until it is through; gives how many files it read. */
async function night(): Promise<number> {
	await site.owner.query('delete from lamplight.file_check');
	for (let turn = 0; turn < 60; turn++) {
		await checkFilesTurn(site);
		const { rows } = await site.owner.query<{ files: number }>(
			`select files from lamplight.file_check where kind = 'nightly' and ended_at is not null`
		);
		if (rows[0]) return rows[0].files;
	}
	throw new Error('the night does not end');
}

beforeAll(async () => {
	site.settings.checkBytesPerSecond = Infinity;
	// What stays of every first time (plans, compiled code) is not what is asked after.
	await keep(0, few);
	await verify();
	await night();
	await keep(few, many);
});

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

describe('a check of very many files', () => {
	test.each([
		['at once', verify],
		['at night', night]
	])(
		'%s grows the heap by less than half of what their rows would',
		async (_, check) => {
			const whole = await rowsAtOnce();
			// What else a heap grows by meanwhile, compiled code above all, is some 0.5 MB.
			expect(whole).toBeGreaterThan(1_500_000);
			let read = 0;
			const grown = await growthOf(async () => (read = await check()));
			expect(read).toBe(many);
			expect(grown).toBeLessThan(whole / 2);
		},
		240_000
	);
});
