import { execFile } from 'node:child_process';
import { chown, mkdtemp, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Binaries } from './binaries.ts';
import type { Place } from './place.ts';
import { Refusal } from './refusal.ts';
import { identity, type RunAs } from './runAs.ts';
import { asArguments, firstSettings } from './settings.ts';

/** The role that initdb makes. Only the start itself uses it. */
export const SUPERUSER = 'postgres';

const LOCALE = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin'];
// Postgres's own C.UTF-8: upper and lower case of every script, and an order that no upgrade
// of a system library changes under an index.
const RULES = ['--builtin-locale=C.UTF-8', '--data-checksums', '--auth=scram-sha-256'];

/**
 * Makes the cluster where there is none. It is made beside its place and moved there whole, so
 * that a start killed halfway leaves nothing that looks like a database.
 *
 * @throws Refusal when the cluster is of another major version, or initdb fails
 */
export async function ensureCluster(
	place: Place,
	binaries: Binaries,
	password: string
): Promise<void> {
	await clearHalfMade(place.cluster);
	const made = await readFile(join(place.cluster, 'PG_VERSION'), 'utf8').catch(() => null);
	if (made !== null) return checkVersion(made.trim(), binaries.version);
	const half = await mkdtemp(`${place.cluster}.new-`);
	const passwordFile = join(place.sockets, 'first-password');
	await give(half, place.runAs);
	await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
	await give(passwordFile, place.runAs);
	try {
		await initdb(half, passwordFile, place, binaries);
	} finally {
		await rm(passwordFile, { force: true });
	}
	await rename(half, place.cluster);
	await flushFolder(dirname(place.cluster));
}

// What a killed start left behind. Its initdb may still be writing, so each has its own name.
async function clearHalfMade(cluster: string): Promise<void> {
	const folder = dirname(cluster);
	for (const name of await readdir(folder)) {
		if (!name.startsWith(`${basename(cluster)}.new-`)) continue;
		await rm(join(folder, name), { recursive: true, force: true }).catch(() => {});
	}
}

async function initdb(half: string, passwordFile: string, place: Place, binaries: Binaries) {
	const who = [`--username=${SUPERUSER}`, `--pwfile=${passwordFile}`];
	const args = ['-D', half, ...who, ...LOCALE, ...RULES, ...asArguments(firstSettings())];
	const run = promisify(execFile);
	await run(binaries.initdb, args, { cwd: '/', env: {}, ...identity(place.runAs) }).catch(
		(error: Error & { stderr?: string }) => {
			throw new Refusal(`The database could not be made: ${error.stderr || error.message}`);
		}
	);
}

function checkVersion(made: string, carried: string): void {
	const [major] = carried.split('.');
	if (made === major) return;
	throw new Refusal(
		`This data was made by Postgres ${made}, and this Lamplight brings Postgres ${major}. ` +
			'Take a backup with the Lamplight that made it, and restore it here.'
	);
}

async function give(path: string, runAs: RunAs | null): Promise<void> {
	if (runAs) await chown(path, runAs.uid, runAs.gid);
}

async function flushFolder(folder: string): Promise<void> {
	const handle = await open(folder);
	await handle.sync().finally(() => handle.close());
}
