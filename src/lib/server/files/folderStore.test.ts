import { execFileSync } from 'node:child_process';
import {
	mkdir,
	mkdtemp,
	readdir,
	rename,
	rm,
	stat,
	symlink,
	utimes,
	writeFile
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { originalsOf } from './address.ts';
import { StorageFull, StorageUnreachable } from './errors.ts';
import type { FileStore } from './fileStore.ts';
import { openFolderStore } from './folderStore.ts';
import { arriving, box, upload } from './testing/arriving.ts';

const now = new Date('2026-03-01T12:00:00Z');

let folder: string;
let root: string;
let store: FileStore;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'lamplight-files-'));
	root = join(folder, 'files');
	store = await openFolderStore(root, now);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function everyFile(): Promise<string[]> {
	const entries = await readdir(root, { recursive: true, withFileTypes: true });
	return entries
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name));
}

test('what is kept can be read by the owner of the process alone', async () => {
	const { bytes, expected, address } = upload();
	await store.put(address, arriving(bytes), expected);
	const [path] = await everyFile();
	expect((await stat(path!)).mode & 0o777).toBe(0o600);
	expect((await stat(root)).mode & 0o777).toBe(0o700);
});

test('a file is taken from where it was when it is adopted, from another filesystem too', async () => {
	const elsewhere = await mkdtemp('/dev/shm/lamplight-').catch(() => mkdtemp(join(folder, 'x')));
	try {
		const { bytes, expected, address } = upload();
		await writeFile(join(elsewhere, 'upload'), bytes);
		await store.put(address, { adopt: join(elsewhere, 'upload') }, expected);
		expect(await readdir(elsewhere)).toEqual([]);
		expect((await buffer((await store.open(address)).stream)).equals(bytes)).toBe(true);
		expect(await everyFile()).toHaveLength(1);
	} finally {
		await rm(elsewhere, { recursive: true, force: true });
	}
});

test('a list passes over what somebody else put into the folder', async () => {
	const { bytes, expected, address } = upload();
	await store.put(address, arriving(bytes), expected);
	await writeFile(join(root, 'originals', box, '.DS_Store'), 'x');
	await mkdir(join(root, 'originals', 'lost+found'));
	await symlink('/etc/passwd', join(root, 'originals', box, 'f'.repeat(64)));
	const listed = await Array.fromAsync(store.list(originalsOf()));
	expect(listed.map((each) => each.address)).toEqual([address]);
});

test('a folder that is not mounted is told as such, and no file of it as missing', async () => {
	const { bytes, expected, address } = upload();
	await store.put(address, arriving(bytes), expected);
	await rename(root, `${root}-elsewhere`);
	await expect(store.open(address)).rejects.toThrow(StorageUnreachable);
	await expect(store.stat(address)).rejects.toThrow(StorageUnreachable);
	await rename(`${root}-elsewhere`, root);
	expect(await store.stat(address)).not.toBeNull();
});

test('what a killed process left half written is gone a day later, and nothing else', async () => {
	const incoming = join(root, 'incoming');
	const yesterday = new Date(now.getTime() - 25 * 60 * 60 * 1000);
	await writeFile(join(incoming, 'old'), 'x');
	await mkdir(join(incoming, 'old-folder'));
	await writeFile(join(incoming, 'old-folder', 'picture'), 'x');
	await writeFile(join(incoming, 'young'), 'x');
	await utimes(join(incoming, 'old'), yesterday, yesterday);
	await utimes(join(incoming, 'old-folder'), yesterday, yesterday);
	await utimes(join(incoming, 'young'), now, now);
	await openFolderStore(root, now);
	expect(await readdir(incoming)).toEqual(['young']);
});

test('a full disk is told as such, and what was kept before stays whole', async () => {
	const small = join(folder, 'small');
	await mkdir(small);
	const script = join(import.meta.dirname, 'testing', 'fullDisk.ts');
	const mount = `mount -t tmpfs -o size=2m tmpfs '${small}' && '${process.execPath}' '${script}' '${small}'`;
	// A mount of its own needs root, or else a name space in which one is root.
	const asRoot = process.getuid?.() === 0 ? [] : ['--map-root-user'];
	const answer = execFileSync('unshare', [...asRoot, '--mount', 'sh', '-c', mount], {
		encoding: 'utf8'
	});
	expect(JSON.parse(answer)).toEqual({ refused: StorageFull.name, left: 1, whole: true });
});
