import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { beginBox, join as joinBox } from '../../../tests/database/home.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { removeUnused } from '#lib/keepsakes/actions.server.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import { originalAddress } from '#lib/server/files/address.ts';
import { StorageUnreachable } from '#lib/server/files/errors.ts';
import type { FileStore } from '#lib/server/files/fileStore.ts';
import { openFolderStore } from '#lib/server/files/folderStore.ts';
import { pathOf } from '#lib/server/files/pathOf.ts';
import { wordsOf } from '#lib/server/mail/words.ts';
import { checkAllFiles, checkFilesTurn } from './checkFiles.server.ts';
import { reconcileCopyOf } from './copyOf.server.ts';
import type { Finding } from './findings.server.ts';
import { boxKeeping, keepingOfSite } from './queries.server.ts';
import { goOn, runOf } from './run.server.ts';

const site = await openTestSite();
const root = join(site.settings.dataDir, 'files');
const copyRoot = join(site.settings.dataDir, 'copy');
const secondCopy = await openFolderStore(copyRoot, new Date());
const [wren, tom] = [await site.person('Wren'), await site.person('Tom')];
const box = await beginBox(site, wren);
await joinBox(site, box, wren, tom);

beforeEach(async () => {
	site.copy = null;
	site.now = () => new Date();
	site.settings.checkBytesPerSecond = Infinity;
	await site.owner.query(
		`truncate lamplight.file_check, lamplight.file_finding, lamplight.box_check,
			lamplight.keepsake, lamplight.original, graphile_worker._private_jobs cascade`
	);
	for (const each of [root, copyRoot]) {
		await rm(join(each, 'originals'), { recursive: true, force: true });
		await rm(join(each, 'pictures'), { recursive: true, force: true });
	}
});

type Kept = Awaited<ReturnType<typeof keep>>;

/** A photograph as it stands once it has been put in. */
async function keep(by: Person = wren, scope = 'box', size = 50_000) {
	const bytes = randomBytes(size);
	const sha256 = createHash('sha256').update(bytes).digest('hex');
	const [address, keepsake] = [originalAddress(box, sha256), randomUUID()];
	await put(site.files, { bytes, sha256, address });
	await site.owner.query(
		'insert into lamplight.original (box_id, sha256, bytes) values ($1, $2, $3)',
		[box, sha256, size]
	);
	await site.owner.query(
		`insert into lamplight.keepsake (id, box_id, put_in_by, scope, kind, sha256, file_name, bytes)
			values ($1, $2, $3, $4, 'photograph', $5, 'a.jpg', $6)`,
		[keepsake, box, by.id, scope, sha256, size]
	);
	return { bytes, sha256, address, keepsake };
}

type File = Pick<Kept, 'bytes' | 'sha256' | 'address'>;
async function put(store: FileStore, { bytes, sha256, address }: File) {
	const stream = (async function* () {
		yield bytes;
	})();
	await store.put(address, { stream }, { sha256, bytes: bytes.length });
}

const pathIn = (folder: string, { address }: File) => join(folder, pathOf(address));

async function flip(folder: string, file: File) {
	const bytes = Buffer.from(file.bytes);
	bytes[25_000]! ^= 1;
	await writeFile(pathIn(folder, file), bytes);
}

const isWhole = async (folder: string, file: File) =>
	(await readFile(pathIn(folder, file))).equals(file.bytes);

async function check() {
	const found: Finding[] = [];
	const run = await checkAllFiles(site, { found: (finding) => found.push(finding) });
	return { run, found };
}

/** Turns of the nightly check until it is through. */
async function night() {
	for (let turn = 1; turn < 50; turn++) {
		await checkFilesTurn(site);
		const { rows } = await site.owner.query(
			`select from lamplight.file_check where kind = 'nightly' and ended_at is null`
		);
		if (rows.length === 0) return turn;
	}
	throw new Error('the night does not end');
}

const seenBy = (who: Person) => asViewer(site.pools.web, who.session, (tx) => boxKeeping(tx, box));

async function letters() {
	const { rows } = await site.owner.query<{ payload: { params: { told: string } } }>(
		`select payload from graphile_worker._private_jobs j
			where payload->>'template' = 'files_damaged'`
	);
	return rows.map(({ payload }) => payload.params.told);
}

test('whole files are found whole', async () => {
	await keep();
	await keep();
	const { run, found } = await check();
	expect(found).toEqual([]);
	expect(run).toMatchObject({ files: 2, bytes: 100_000, phase: 'done' });
});

test('a flipped bit and a deleted file are found and named', async () => {
	const [flipped, deleted] = [await keep(), await keep()];
	await keep();
	await flip(root, flipped);
	await rm(pathIn(root, deleted));
	const { found } = await check();
	expect(new Map(found.map((each) => [each.address, each]))).toEqual(
		new Map<string, unknown>([
			[
				flipped.address,
				expect.objectContaining({
					what: 'changed',
					keepsakeId: flipped.keepsake,
					place: 'store',
					mended: false
				})
			],
			[
				deleted.address,
				expect.objectContaining({ what: 'missing', keepsakeId: deleted.keepsake, mended: false })
			]
		])
	);
});

test('both are mended from the second copy, and the second copy from the first', async () => {
	site.copy = secondCopy;
	const [flipped, deleted, other] = [await keep(), await keep(), await keep()];
	expect((await check()).run.copied).toBe(3);
	for (const each of [flipped, deleted, other]) expect(await isWhole(copyRoot, each)).toBe(true);
	await flip(root, flipped);
	await rm(pathIn(root, deleted));
	await flip(copyRoot, other);
	const { found } = await check();
	expect(found).toHaveLength(3);
	expect(found.every(({ mended }) => mended)).toBe(true);
	for (const each of [flipped, deleted, other]) {
		expect(await isWhole(root, each)).toBe(true);
		expect(await isWhole(copyRoot, each)).toBe(true);
	}
	expect((await check()).found).toEqual([]);
});

test('what is damaged in both places is left as it is, and named', async () => {
	site.copy = secondCopy;
	const lost = await keep();
	await put(secondCopy, lost);
	await flip(root, lost);
	await flip(copyRoot, lost);
	const { found } = await check();
	expect(found.map(({ place, mended }) => [place, mended])).toEqual([
		['store', false],
		['copy', false]
	]);
});

test('a second copy that is away holds up nothing, and is said to be away', async () => {
	const away = () => Promise.reject(new StorageUnreachable('for a test'));
	site.copy = { ...secondCopy, open: away, stat: away };
	const flipped = await keep();
	await flip(root, flipped);
	const { run, found } = await check();
	expect(run).toMatchObject({ copyAway: true, phase: 'done' });
	expect(found).toMatchObject([{ what: 'changed', mended: false }]);
});

test('a store that is away loses nothing: the check goes on later, where it stopped', async () => {
	await keep();
	const { open } = site.files;
	site.files.open = () => Promise.reject(new StorageUnreachable('for a test'));
	await expect(checkFilesTurn(site)).rejects.toThrow(StorageUnreachable);
	site.files.open = open;
	await night();
	const { rows } = await site.owner.query('select from lamplight.file_finding');
	expect(rows).toEqual([]);
});

test('a check that was cut off goes on where it stopped, and counts each file once', async () => {
	const all = await Promise.all(Array.from({ length: 60 }, () => keep(wren, 'box', 1_000)));
	const begun = await runOf(site.pools.worker, 'nightly', site.now());
	const first = await goOn(site, begun, { mostBytes: 1, mostMs: Infinity });
	expect(first).toMatchObject({ files: 25, phase: 'originals' });
	const again = await runOf(site.pools.worker, 'nightly', site.now());
	expect(again).toEqual(first);
	const last = await goOn(site, again, { mostBytes: Infinity, mostMs: Infinity });
	expect(last).toMatchObject({ files: all.length, bytes: 60_000, phase: 'done' });
});

test('the nightly check reads no faster than the host allows', async () => {
	await Promise.all(Array.from({ length: 30 }, () => keep(wren, 'box', 100_000)));
	site.settings.checkBytesPerSecond = 1_000;
	const now = new Date();
	site.now = () => now;
	await checkFilesTurn(site);
	const { rows } = await site.owner.query<{ run_at: Date }>(
		`select run_at from graphile_worker.jobs where task_identifier = 'check_files'`
	);
	// A page of 25 photographs: 2,500,000 bytes at 1,000 a second.
	expect(rows.map(({ run_at }) => run_at.getTime() - now.getTime())).toEqual([2_500_000]);
});

test('one check at a time: a turn that finds another under way tries again later', async () => {
	await keep();
	const client = await site.owner.connect();
	await client.query('select pg_advisory_lock(7205120)');
	await checkFilesTurn(site);
	await client.query('select pg_advisory_unlock(7205120)');
	client.release();
	const { rows } = await site.owner.query('select from lamplight.file_check');
	expect(rows).toEqual([]);
	await night();
});

test('a file that no keepsake knows of is named once it is two days old, and left where it is', async () => {
	const bytes = randomBytes(100);
	const sha256 = createHash('sha256').update(bytes).digest('hex');
	const orphan = { bytes, sha256, address: originalAddress(box, sha256) };
	await put(site.files, orphan);
	expect((await check()).found).toEqual([]);
	site.now = () => new Date(Date.now() + 3 * 24 * 60 * 60 * 1000);
	expect((await check()).found).toMatchObject([{ what: 'orphan', address: orphan.address }]);
	expect(await isWhole(root, orphan)).toBe(true);
	await rm(pathIn(root, orphan));
	await check();
	const { rows } = await site.owner.query(
		'select from lamplight.file_finding where mended_at is null'
	);
	expect(rows).toEqual([]);
});

test('pictures that are gone are made anew', async () => {
	const { keepsake } = await keep();
	await site.owner.query(
		`insert into lamplight.picture (keepsake_id, size, sha256, media_type, bytes, width, height)
			values ($1, 'small', $2, 'image/webp', 3, 1, 1)`,
		[keepsake, 'a'.repeat(64)]
	);
	await site.owner.query('update lamplight.keepsake set pictures_made_at = now()');
	expect((await check()).run.remade).toBe(1);
	const { rows } = await site.owner.query(
		`select from graphile_worker.jobs where task_identifier = 'make_pictures'`
	);
	expect(rows).toHaveLength(1);
});

test('a film and the pages of a paper that are gone are made anew', async () => {
	const [film, paper] = [await keep(), await keep()];
	await site.owner.query(`update lamplight.keepsake set kind = 'film' where id = $1`, [
		film.keepsake
	]);
	await site.owner.query(`update lamplight.keepsake set kind = 'paper' where id = $1`, [
		paper.keepsake
	]);
	await site.owner.query(
		`insert into lamplight.playable (keepsake_id, sha256, media_type, bytes, seconds, made_at)
			values ($1, $2, 'video/mp4', 3, 1, now())`,
		[film.keepsake, 'a'.repeat(64)]
	);
	await site.owner.query(
		`insert into lamplight.page (keepsake_id, number, sha256, media_type, bytes, width, height)
			values ($1, 1, $2, 'image/webp', 3, 1, 1)`,
		[paper.keepsake, 'a'.repeat(64)]
	);
	expect((await check()).run.remade).toBe(2);
	const { rows } = await site.owner.query(
		'select task_identifier as task from graphile_worker.jobs order by task_identifier'
	);
	expect(rows).toEqual([{ task: 'make_film' }, { task: 'make_pictures' }]);
	// It is made only where nothing stands there that is thought to be whole.
	const { rows: played } = await site.owner.query('select from lamplight.playable');
	expect(played).toHaveLength(0);
});

test('the second copy follows what is put in, and what is really deleted', async () => {
	site.copy = secondCopy;
	const photograph = await keep();
	await reconcileCopyOf(site, box, photograph.sha256);
	await reconcileCopyOf(site, box, photograph.sha256);
	expect(await isWhole(copyRoot, photograph)).toBe(true);
	await site.owner.query('delete from lamplight.keepsake');
	await removeUnused(site, box, photograph.sha256);
	const { rows } = await site.owner.query(
		`select from graphile_worker.jobs where task_identifier = 'reconcile_copy'`
	);
	expect(rows).toHaveLength(1);
	await reconcileCopyOf(site, box, photograph.sha256);
	expect(await secondCopy.stat(photograph.address)).toBeNull();
});

test('each host is told of damage once, in words that name nobody', async () => {
	await site.owner.query('insert into lamplight.host (member_id) values ($1)', [tom.id]);
	const flipped = await keep();
	await flip(root, flipped);
	await night();
	await night();
	const told = await letters();
	expect(told).toHaveLength(1);
	const params = { told: told[0] ?? '' };
	const words = await wordsOf(site, { template: 'files_damaged', params });
	expect(words?.before.join(' ')).toContain('Still damaged or missing: 1.');
	expect(JSON.stringify(words)).not.toMatch(/Wren|Tom|a\.jpg/);
	await put(site.files, flipped);
	await night();
	const later = await wordsOf(site, { template: 'files_damaged', params });
	expect(later?.before.join(' ')).toContain('Nothing is left damaged');
	expect(await letters()).toHaveLength(1);
	await site.owner.query('delete from lamplight.host');
});

test('a keeper is told when all was read, and of damage to what they have, and nobody else is', async () => {
	expect(await seenBy(wren)).toBeNull();
	const toms = await keep(tom, 'mine');
	await keep();
	await check();
	expect(await seenBy(wren)).toMatchObject({ damaged: false });
	await flip(root, toms);
	await check();
	expect(await seenBy(tom)).toMatchObject({ damaged: true });
	// What Tom put in for himself alone is not told to Wren, not even that it is there.
	expect(await seenBy(wren)).toMatchObject({ damaged: false });
	expect(await seenBy(await site.person('Iris'))).toBeNull();
});

test('the database shows what was found to a host alone', async () => {
	await flip(root, await keep());
	await check();
	const of = (who: Person) => asViewer(site.pools.web, who.session, keepingOfSite);
	expect(await of(wren)).toMatchObject({ last: null, findings: [], notShown: { count: 0 } });
	await site.owner.query('insert into lamplight.host (member_id) values ($1)', [tom.id]);
	expect((await of(tom)).findings).toHaveLength(1);
	await site.owner.query('delete from lamplight.host');
});
