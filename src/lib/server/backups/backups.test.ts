import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { archivePath, archivesFolder } from '#lib/copies/back/archives.ts';
import { noteArrived } from '#lib/copies/back/arrived.server.ts';
import { beginPutBack } from '#lib/copies/back/begin.server.ts';
import { putBack } from '#lib/copies/back/putBack.server.ts';
import { putBackState } from '#lib/copies/back/state.server.ts';
import { sweepPutBacks } from '#lib/copies/back/sweep.server.ts';
import { arrive, fullBox, stoppingAfter, takeInto, zipIn } from '#lib/copies/testing/full.ts';
import { deleteReleased } from '#lib/keepsakes/leaving/deleteReleased.server.ts';
import { everyRow } from '../../../../tests/database/everything.ts';
import { makeFamily } from '../../../../tests/database/family.ts';
import { openTestSite, type TestSite } from '../../../../tests/database/site.ts';
import { openS3Server } from '../../../../tests/files/s3Server.ts';
import { emptyFolder } from '../../../../tests/postgres/trial.ts';
import { openPools } from '../database/pools.ts';
import { asMember } from '../database/viewer.ts';
import { originalAddress, originalsOf, type Address } from '../files/address.ts';
import { pauseDeletion } from '../files/deletionPause.ts';
import { makeFolder } from '../files/folders.ts';
import { openFolderPlace } from './folderPlace.ts';
import { keepNewest } from './keepNewest.ts';
import { backupsIn, findBackup, readManifest } from './manifest.ts';
import type { BackupPlace } from './place.ts';
import { proveBackup } from './proveBackup.ts';
import { openS3Place } from './s3Place.ts';
import { restoreNewest, take } from './testing.ts';

/** Proving starts a Postgres of its own. */
const identity = await generateX25519Identity();
const recipient = await identityToRecipient(identity);

/** A family, and an original with real bytes in the store. */
async function siteWithFamily() {
	const site = await openTestSite();
	const family = await makeFamily(site);
	const address = await putIn(site, family.box, randomBytes(200_000));
	await site.owner.query('delete from lamplight.picture');
	await site.owner.query(`update lamplight.keepsake set sha256 = $1`, [address.split('/')[2]]);
	await site.owner.query('delete from lamplight.original where sha256 <> $1', [
		address.split('/')[2]
	]);
	return { site, family, address };
}

async function putIn(site: TestSite, box: string, bytes: Buffer): Promise<Address> {
	const sha256 = createHash('sha256').update(bytes).digest('hex');
	const address = originalAddress(box, sha256);
	await site.files.put(address, { stream: pieces(bytes) }, { sha256, bytes: bytes.length });
	await site.owner.query(
		'insert into lamplight.original (box_id, sha256, bytes) values ($1, $2, $3)',
		[box, sha256, bytes.length]
	);
	return address;
}

async function* pieces(bytes: Buffer) {
	for (let at = 0; at < bytes.length; at += 70_000) yield bytes.subarray(at, at + 70_000);
}

/** What a restore itself writes down, and nothing else. */
async function forgetReturn(behind: pg.Pool) {
	await behind.query(`delete from lamplight.log_entry where act = 'place_restored'`);
	const { rowCount } = await behind.query('delete from lamplight.restored where as_it_was');
	expect(rowCount).toBe(1);
}

test('what a family has comes back row for row and byte for byte, with its walls up', async () => {
	const { site, address } = await siteWithFamily();
	await site.owner.query(
		`select jobs.enqueue('make_pictures', '{"keepsake": "x"}'::json, 'a key', now())`
	);
	const place = await openFolderPlace(await emptyFolder());
	await take(site, place);
	const restored = await restoreNewest(place);
	expect(restored.wrong).toEqual([]);
	await forgetReturn(restored.behind);
	expect(await everyRow(restored.behind)).toEqual(await everyRow(site.owner));
	expect(await restored.files.stat(address)).toMatchObject({ bytes: 200_000 });
	const walls = `select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
		where nspname = 'lamplight' and relkind = 'r' and not (relrowsecurity and relforcerowsecurity)`;
	expect((await restored.behind.query(walls)).rows).toEqual([]);
	const guards = `select (select count(*) from pg_constraint where contype = 'f')::integer as keys,
		(select count(*) from pg_trigger where tgenabled = 'O')::integer as triggers`;
	expect((await restored.behind.query(guards)).rows).toEqual((await site.owner.query(guards)).rows);
	const jobs = `select task_identifier, key from graphile_worker.jobs where key = 'a key'`;
	expect((await restored.behind.query(jobs)).rows).toEqual([
		{ task_identifier: 'make_pictures', key: 'a key' }
	]);
	await expect(restored.again()).rejects.toThrow('There are people in this Lamplight');
});

test('a second backup copies only what is new, and older ones are let go with what was theirs', async () => {
	const { site, family } = await siteWithFamily();
	const root = await emptyFolder();
	const place = await openFolderPlace(root);
	const first = await take(site, place);
	expect(first.copied).toMatchObject({ copied: 1, count: 1 });
	const later = await putIn(site, family.box, Buffer.from('a hat'));
	const second = await take(site, place);
	expect(second.copied).toMatchObject({ copied: 1, copiedBytes: 5, count: 2 });
	await site.files.remove(later);
	await site.owner.query('delete from lamplight.original where bytes = 5');
	const third = await take(site, place);
	expect(third.copied).toMatchObject({ copied: 0, count: 1 });
	const scratch = await emptyFolder();
	expect(await keepNewest(place, 2, scratch)).toEqual({ backups: 1, files: 0 });
	await rm(join(scratch, 'index.sqlite'));
	expect(await keepNewest(place, 1, scratch)).toEqual({ backups: 1, files: 1 });
	expect(await backupsIn(place)).toEqual([{ id: third.manifest.id, encrypted: false }]);
});

test('a backup that is broken off leaves the earlier one whole, and goes on from there', async () => {
	const { site, family } = await siteWithFamily();
	const place = await openFolderPlace(await emptyFolder());
	const first = await take(site, place);
	await putIn(site, family.box, randomBytes(100_000));
	const full: BackupPlace = {
		...place,
		write: async (name, stream) => {
			if (name.endsWith('/stored')) throw new Error('The disk was taken out.');
			await place.write(name, stream);
		}
	};
	await expect(take(site, full)).rejects.toThrow('taken out');
	expect(await findBackup(place)).toMatchObject({ id: first.manifest.id });
	const { wrong } = await proveBackup(place, await findBackup(place), null, await emptyFolder());
	expect(wrong).toEqual([]);
	expect((await take(site, place)).copied).toMatchObject({ copied: 0, count: 2 });
});

test('deletion waits while a backup is taken, and goes on when it has ended, however it ended', async () => {
	const { site, family, address } = await siteWithFamily();
	await site.owner.query('delete from lamplight.version_keepsake');
	await site.owner.query(
		`update lamplight.keepsake set released_at = now() - interval '31 days' where id = $1`,
		[family.photograph]
	);
	const backup = new pg.Client({ connectionString: site.settings.databaseUrl ?? '' });
	await backup.connect();
	await pauseDeletion(backup);
	await deleteReleased(site);
	expect(await site.files.stat(address)).not.toBeNull();
	await backup.end();
	await deleteReleased(site);
	expect(await site.files.stat(address)).toBeNull();
});

test('a copy that was being put back is told to be gone after a restore, and can be sent again', async () => {
	const site = await openTestSite();
	const { wren, box } = await fullBox(site);
	const zip = zipIn(await emptyFolder());
	await takeInto(site, wren, box, zip);
	const id = await arrive(site, wren, zip);
	await expect(putBack(stoppingAfter(site, 3), id)).rejects.toThrow('the machine stopped');
	const place = await openFolderPlace(await emptyFolder());
	await take(site, place);

	const { ownerUrl, files, wrong, behind } = await restoreNewest(place);
	expect(wrong).toEqual([]);
	const pools = openPools(ownerUrl, 'only-for-tests');
	const settings = { ...site.settings, dataDir: await emptyFolder() };
	const restored = { ...site, pools, files, settings, owner: behind };
	const { rows } = await behind.query('select box_id from lamplight.put_back where id = $1', [id]);
	const boxToBe = originalsOf(rows[0].box_id);
	const kept = () => Array.fromAsync(files.list(boxToBe));
	expect(await kept()).toHaveLength(3);
	const state = () => asMember(pools.worker, wren.id, (tx) => putBackState(tx, id));
	// The archive may still be carried over from the other machine.
	await sweepPutBacks(restored);
	await expect(putBack(restored, id)).rejects.toThrow('lost');
	expect(await state()).toMatchObject({ at: 'working', waitsFor: 'away' });
	await behind.query(`update lamplight.put_back set arrived_at = now() - interval '25 hours'`);
	await putBack(restored, id);
	expect(await state()).toMatchObject({ at: 'refused', why: 'lost' });
	expect(await kept()).toEqual([]);
	const own = await Array.fromAsync(files.list(originalsOf(box)));
	expect(own).toHaveLength(11);

	const again = await asMember(pools.worker, wren.id, async (tx) => {
		const coming = { id: randomUUID(), fileName: 'Robin.zip', bytes: 1 };
		await beginPutBack(tx, wren, coming);
		await noteArrived(tx, coming.id);
		return coming.id;
	});
	await makeFolder(archivesFolder(settings.dataDir));
	await copyFile(zip, archivePath(settings.dataDir, again));
	await putBack(restored, again);
	const done = await asMember(pools.worker, wren.id, (tx) => putBackState(tx, again));
	expect(done).toMatchObject({ at: 'done', leftOut: [] });
	await pools.close();
});

test('an encrypted backup tells nothing by names or bytes, and opens with the identity alone', async () => {
	const { site, family, address } = await siteWithFamily();
	const root = await emptyFolder();
	const place = await openFolderPlace(root);
	await take(site, place, recipient);
	const names = spawnSync('find', [root, '-type', 'f'], { encoding: 'utf8' }).stdout;
	expect(names).not.toContain(family.box);
	for (const telling of ['And goodbye.', family.box, 'robin.jpg', 'only-for-tests']) {
		expect(spawnSync('grep', ['-rqF', telling, root]).status).toBe(1);
	}
	const other = await generateX25519Identity();
	const found = await findBackup(place);
	await expect(readManifest(place, found, [other])).rejects.toThrow('could not be opened');
	await expect(readManifest(place, found, null)).rejects.toThrow('is encrypted');
	const restored = await restoreNewest(place, [identity]);
	expect(restored.wrong).toEqual([]);
	expect(await restored.files.stat(address)).toMatchObject({ bytes: 200_000 });
	expect((await readManifest(place, found, [identity])).secret).toBe('only-for-tests');
	expect((await take(site, place, recipient)).copied.copied).toBe(0);
});

test('a backup is proven right after it was taken, though nobody here can open it later', async () => {
	const { site } = await siteWithFamily();
	const place = await openFolderPlace(await emptyFolder());
	const taken = await take(site, place, recipient);
	const found = await findBackup(place);
	const scratch = await emptyFolder();
	const proof = await proveBackup(place, found, [taken.identity ?? ''], scratch);
	expect(proof.wrong).toEqual([]);
	expect(spawnSync('ls', ['-A', scratch], { encoding: 'utf8' }).stdout).toBe('');
});

test('a flipped bit and a missing file are found, and the next backup mends them', async () => {
	const { site, family } = await siteWithFamily();
	await putIn(site, family.box, randomBytes(50_000));
	const root = await emptyFolder();
	const place = await openFolderPlace(root);
	await take(site, place);
	const names = await Array.fromAsync(place.list('files'));
	const [flipped = '', gone = ''] = names;
	const bytes = await readFile(join(root, flipped));
	bytes[1000] = (bytes[1000] ?? 0) ^ 1;
	await writeFile(join(root, flipped), bytes);
	await rm(join(root, gone));
	const found = await findBackup(place);
	const { wrong } = await proveBackup(place, found, null, await emptyFolder());
	expect(wrong.sort()).toEqual([`${flipped}: changed`, `${gone}: missing`].sort());
	expect((await restoreNewest(place)).wrong).toHaveLength(2);
	expect((await take(site, place)).copied.copied).toBe(2);
	const mended = await proveBackup(place, await findBackup(place), null, await emptyFolder());
	expect(mended.wrong).toEqual([]);
});

test('a changed row in the copy of the database is found, and never restored', async () => {
	const { site } = await siteWithFamily();
	const root = await emptyFolder();
	const place = await openFolderPlace(root);
	const { manifest } = await take(site, place);
	const draft = manifest.tables.find(({ name }) => name === 'lamplight.draft');
	const file = join(root, 'backups', manifest.id, draft?.part ?? '');
	await writeFile(file, (await readFile(file, 'utf8')).replace('goodbye', 'goodbyf'));
	const { wrong } = await proveBackup(place, await findBackup(place), null, await emptyFolder());
	expect(wrong).toEqual([expect.stringMatching(/^database: .*lamplight\.draft.* was changed/)]);
	await expect(restoreNewest(place)).rejects.toThrow('was changed');
});

test('what is already missing or changed in the store is told, and never copied over what is whole', async () => {
	const { site, family, address } = await siteWithFamily();
	const place = await openFolderPlace(await emptyFolder());
	await site.owner.query(
		`insert into lamplight.original (box_id, sha256, bytes) values ($1, $2, 7)`,
		[family.box, 'c'.repeat(64)]
	);
	const path = await site.files.asLocalFile(address, async (at) => at);
	await writeFile(path, Buffer.alloc(200_000));
	const { manifest } = await take(site, place);
	expect(manifest.faults.sort()).toEqual(
		[`${address}: changed`, `${originalAddress(family.box, 'c'.repeat(64))}: missing`].sort()
	);
	expect(await Array.fromAsync(place.list('files'))).toEqual([]);
});

test('a bucket holds a backup as well as a folder does', async () => {
	const { site, address } = await siteWithFamily();
	const server = await openS3Server(await emptyFolder());
	afterAll(() => server.close());
	const place = await openS3Place(server.place);
	await take(site, place, recipient);
	expect((await take(site, place, recipient)).copied.copied).toBe(0);
	expect(await keepNewest(place, 1, await emptyFolder())).toEqual({ backups: 1, files: 0 });
	const restored = await restoreNewest(place, [identity]);
	expect(await restored.files.stat(address)).toMatchObject({ bytes: 200_000 });
	await forgetReturn(restored.behind);
	expect(await everyRow(restored.behind)).toEqual(await everyRow(site.owner));
});

test('the age program itself opens what is sealed', async () => {
	const { site } = await siteWithFamily();
	const root = await emptyFolder();
	await take(site, await openFolderPlace(root), recipient);
	const key = join(root, 'key.txt');
	await writeFile(key, `${identity}\n`);
	const [file = ''] = await Array.fromAsync((await openFolderPlace(root)).list('files'));
	const opened = spawnSync('age', ['-d', '-i', key, join(root, file)]);
	const [stored] = await Array.fromAsync(site.files.list(originalsOf()));
	expect(opened.error, 'this test reads with age: install the package age').toBeUndefined();
	expect(createHash('sha256').update(opened.stdout).digest('hex')).toBe(
		stored?.address.split('/')[2]
	);
});
