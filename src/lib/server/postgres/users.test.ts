import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chmod, chown, lstat, readlink, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
	emptyFolder,
	freshData,
	isAlive,
	postmasterOf,
	privateHome,
	query,
	start,
	startElsewhere
} from '../../../../tests/postgres/trial.ts';
import { findBinaries } from './binaries.ts';
import { SHELTER } from './place.ts';
import { canEnter, type RunAs } from './runAs.ts';

const isRoot = process.getuid?.() === 0;
// As in a container, where root has not all that root can have.
const asInContainer = ['setpriv', '--inh-caps', '-sys_ptrace', '--bounding-set', '-sys_ptrace'];
const hasLess = spawnSync(asInContainer[0]!, [...asInContainer.slice(1), 'true']).status === 0;
const numberOf = (what: string) =>
	Number(spawnSync('id', [what, 'nobody'], { encoding: 'utf8' }).stdout);
const nobody: RunAs = { uid: numberOf('-u'), gid: numberOf('-g'), name: 'nobody' };
const nobodyMayRead = isRoot && canEnter(import.meta.dirname, nobody);

async function installedPostgres(): Promise<string> {
	const { postgres } = await findBinaries(null);
	return join(postgres, '..', '..');
}

test('the database works where install scripts were not allowed to run', async () => {
	const folder = await emptyFolder();
	spawnSync('cp', ['-r', await installedPostgres(), folder]);
	const native = join(folder, 'native');
	spawnSync('find', [native, '-type', 'l', '-delete']);
	await chmod(join(native, 'bin', 'postgres'), 0o644);
	const { version } = await findBinaries(null, native);
	expect(version).toMatch(/^18\./);
});

// The tests below need to be root, to be somebody else; others see the ordinary user above all.
test.runIf(isRoot)('started by root, the database belongs to a user of its own', async () => {
	const dataDir = await freshData();
	const embedded = await start(dataDir);
	expect((await stat(join(dataDir, 'postgres'))).uid).not.toBe(0);
	expect((await stat(dataDir)).mode & 0o007).toBe(0);
	expect(embedded.note).toBeNull();
});

test.runIf(isRoot)('root may keep the data below a home that nobody else can enter', async () => {
	const { dataDir } = await privateHome();
	const first = await start(dataDir);
	const cluster = await readlink(join(dataDir, 'postgres'));
	expect(first.note).toBe(
		`The database lies in ${cluster}: the user it runs as cannot reach the data folder.`
	);
	await query(first, 'create table kept ()');
	await first.stop();
	const second = await start(dataDir);
	expect(await query(second, 'select from kept')).toEqual([]);
	await second.stop();
	await rm(join(cluster, '..'), { recursive: true });
	await expect(start(dataDir)).rejects.toThrow(/bring it back, or restore a backup/);
});

test.runIf(isRoot && hasLess)(
	'root that may not look into the processes of others stops its own database',
	async () => {
		const dataDir = await freshData();
		const { child, said } = await startElsewhere(dataDir, null, asInContainer);
		expect(said.refusal).toBeUndefined();
		const pid = postmasterOf(dataDir);
		expect(isAlive(pid)).toBe(true);
		child.kill('SIGTERM');
		await expect.poll(() => child.exitCode, { timeout: 20_000 }).toBe(0);
		expect(isAlive(pid)).toBe(false);
	}
);

test.runIf(isRoot)(
	'a data folder thrown away and begun anew holds nothing of the old',
	async () => {
		const { home, dataDir } = await privateHome();
		const first = await start(dataDir);
		const cluster = await readlink(join(dataDir, 'postgres'));
		await query(first, 'create table kept ()');
		await first.stop();
		await rm(dataDir, { recursive: true });
		const second = await start(dataDir);
		await expect(query(second, 'select from kept')).rejects.toThrow(/does not exist/);
		await rm(join(cluster, '..'), { recursive: true });
		expect((await lstat(home)).mode & 0o777).toBe(0o700);
	}
);

test.runIf(isRoot)('root may have the programs where nobody else can read them', async () => {
	const folder = await emptyFolder();
	spawnSync('cp', ['-a', `${await installedPostgres()}/../.`, folder]);
	await chmod(folder, 0o700);
	const hadCopy =
		existsSync(SHELTER) && readdirSync(SHELTER).some((name) => /^postgres-/.test(name));
	const copied = await findBinaries(nobody, join(folder, 'native'));
	expect(copied.postgres).toMatch(/^\/var\/lib\/lamplight\//);
	expect(copied.version).toMatch(/^18\./);
	if (!hadCopy) await rm(join(copied.postgres, '..', '..'), { recursive: true });
});

test.runIf(nobodyMayRead)('an ordinary user needs no special step', async () => {
	const dataDir = await emptyFolder();
	await chown(dataDir, nobody.uid, nobody.gid);
	const { child, said } = await startElsewhere(dataDir, nobody);
	expect(said.refusal).toBeUndefined();
	expect((await stat(join(dataDir, 'postgres'))).uid).toBe(nobody.uid);
	child.kill('SIGTERM');
	await expect.poll(() => child.exitCode).toBe(0);
	// Root may look after it later, and changes no owner.
	const later = await start(dataDir);
	expect(await query(later, 'select 1 as one')).toEqual([{ one: 1 }]);
	expect((await stat(join(dataDir, 'postgres'))).uid).toBe(nobody.uid);
});

test.runIf(nobodyMayRead)(
	'data that belongs to another user is refused in a clear sentence',
	async () => {
		const dataDir = await freshData();
		await chmod(dataDir, 0o777);
		const { said } = await startElsewhere(dataDir, nobody);
		expect(said.refusal).toMatch(/belongs to another user|could not be locked/);
	}
);
