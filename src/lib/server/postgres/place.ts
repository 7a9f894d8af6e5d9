import { createHash } from 'node:crypto';
import {
	chmod,
	chown,
	mkdir,
	mkdtemp,
	readFile,
	readlink,
	realpath,
	rename,
	rm,
	stat,
	symlink,
	writeFile
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Refusal } from './refusal.ts';
import { canEnter, decideRunAs, type RunAs } from './runAs.ts';

/** Where root keeps what the user of Postgres could not reach otherwise. */
export const SHELTER = '/var/lib/lamplight';

/** Where the parts of one embedded Postgres lie, and whom it runs as. Absolute paths. */
export type Place = {
	runAs: RunAs | null;
	/** The cluster itself: a folder of the user Postgres runs as, mode 0700. */
	cluster: string;
	/** For the socket and for what initdb reads; same owner, mode 0700. */
	sockets: string;
	/** What the host should know about it, or null. */
	note: string | null;
};

/**
 * Finds or chooses where the cluster lies: `postgres` in the data folder. As root, where the
 * user of Postgres cannot reach that folder, `postgres` is a link to a folder of
 * /var/lib/lamplight instead; the link stays with the data when that is moved.
 *
 * @param dataDir the real path of the data folder, which exists
 * @throws Refusal when the link leads nowhere, or the cluster cannot be reached
 */
export async function findPlace(dataDir: string): Promise<Place> {
	const inData = join(dataDir, 'postgres');
	const linked = await readlink(inData).catch(() => null);
	if (linked !== null && !(await isFolder(inData))) throw new Refusal(leadsNowhere(inData, linked));
	const runAs = await decideRunAs(inData);
	if (runAs) await letPass(dataDir, runAs);
	const exists = await isFolder(inData);
	const cluster = exists ? await realpath(inData) : inData;
	const reachable = canEnter(dirname(cluster), runAs);
	if (exists && !reachable) throw new Refusal(outOfReach(cluster, runAs));
	const chosen = reachable ? cluster : await shelterFor(dataDir);
	const sockets = join(dirname(chosen), 'postgres-socket');
	await mkdir(sockets, { recursive: true, mode: 0o700 });
	if (runAs) await chown(sockets, runAs.uid, runAs.gid);
	return { runAs, cluster: chosen, sockets, note: chosen === inData ? null : noteOf(chosen) };
}

/** Leaves the link from the data folder to a cluster that lies elsewhere. */
export async function linkFromData(dataDir: string, cluster: string): Promise<void> {
	const inData = join(dataDir, 'postgres');
	if (cluster === inData || (await isFolder(inData))) return;
	await symlink(cluster, `${inData}.link`);
	await rename(`${inData}.link`, inData);
}

/** Removes what lies elsewhere for a data folder that is to be removed (see findPlace). */
export async function removeShelter(dataDir: string): Promise<void> {
	const cluster = await readlink(join(dataDir, 'postgres')).catch(() => null);
	if (!cluster) return;
	const shelter = dirname(cluster);
	const owner = await readFile(join(shelter, 'belongs-to'), 'utf8').catch(() => '');
	if (owner.trim() === dataDir) await rm(shelter, { recursive: true, force: true });
}

async function isFolder(path: string): Promise<boolean> {
	return stat(path).then(
		(found) => found.isDirectory(),
		() => false
	);
}

// A data folder nobody else may enter is opened by its group, and only for passing through.
async function letPass(dataDir: string, runAs: RunAs): Promise<void> {
	const { mode, uid } = await stat(dataDir);
	if (uid !== process.getuid?.() || (mode & 0o077) !== 0) return;
	await chown(dataDir, uid, runAs.gid);
	await chmod(dataDir, 0o710);
}

// A new folder each time: whoever deletes a data folder and starts afresh must not meet the
// old database again.
async function shelterFor(dataDir: string): Promise<string> {
	const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 12);
	await mkdir(SHELTER, { recursive: true, mode: 0o755 });
	const folder = await mkdtemp(join(SHELTER, `${name}-`));
	await chmod(folder, 0o711);
	await writeFile(join(folder, 'belongs-to'), `${dataDir}\n`);
	return join(folder, 'postgres');
}

function noteOf(cluster: string): string {
	return `The database lies in ${cluster}: the user it runs as cannot reach the data folder.`;
}

function leadsNowhere(inData: string, linked: string): string {
	return (
		`${inData} is a link to ${linked}, and there is nothing there. ` +
		'The database of this data folder is missing: bring it back, or restore a backup.'
	);
}

function outOfReach(cluster: string, runAs: RunAs | null): string {
	return (
		`Postgres runs as ${runAs?.name ?? 'you'} and cannot reach ${dirname(cluster)}. ` +
		'Let that user pass through the folders above it (chmod o+x), and start again.'
	);
}
