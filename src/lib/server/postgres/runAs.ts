import { spawnSync } from 'node:child_process';
import { lstat, realpath } from 'node:fs/promises';
import { Refusal } from './refusal.ts';

/** Whom Postgres runs as, when that is not simply us. Postgres refuses to run as root. */
export type RunAs = { uid: number; gid: number; name: string };

const NAME = 'lamplight-pg';
const MAKERS: [string, string[]][] = [
	['useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/bin/false', NAME]],
	['adduser', ['-S', '-D', '-H', '-s', '/bin/false', NAME]] // BusyBox
];

/**
 * Decides whom Postgres runs as: null for "as we do" (an ordinary user). As root it is the owner
 * of the cluster, or the system user lamplight-pg, which is made when it is missing.
 *
 * @param cluster where the cluster is or will be
 * @throws Refusal when the cluster belongs to somebody we cannot act as, or no user can be made
 */
export async function decideRunAs(cluster: string): Promise<RunAs | null> {
	const uid = process.getuid?.();
	if (uid === undefined) return null;
	const owner = await ownerOf(cluster);
	if (uid !== 0) {
		if (owner && owner.uid !== uid) throw new Refusal(strangersCluster(cluster, owner.uid));
		return null;
	}
	if (!owner) return lamplightUser();
	if (owner.uid !== 0) return owner;
	throw new Refusal(
		`${cluster} belongs to root, and Postgres does not run as root. ` +
			`Give it to a user of its own (chown -R ${lamplightUser().name} ${cluster}) and start again.`
	);
}

async function ownerOf(cluster: string): Promise<RunAs | null> {
	const real = await realpath(cluster).catch(() => null);
	const stat = real === null ? null : await lstat(real);
	return stat && { uid: stat.uid, gid: stat.gid, name: `user ${stat.uid}` };
}

function strangersCluster(cluster: string, owner: number): string {
	return (
		`${cluster} belongs to another user (number ${owner}). ` +
		'Start Lamplight as that user or as root, or give it a data folder of its own (LAMPLIGHT_DATA).'
	);
}

function lamplightUser(): RunAs {
	const user = lookUp(NAME) ?? make() ?? lookUp('postgres');
	if (user) return user;
	throw new Refusal(
		`Postgres does not run as root, and no user could be made for it. Make a system user named ${NAME}, ` +
			'or start Lamplight as an ordinary user.'
	);
}

function make(): RunAs | null {
	for (const [command, args] of MAKERS) {
		// A root shell after `su` may lack the sbin folders.
		const PATH = `${process.env.PATH}:/usr/sbin:/sbin`;
		spawnSync(command, args, { env: { ...process.env, PATH }, stdio: 'ignore' });
		// Whether it worked, or another start made the same user meanwhile: look.
		const user = lookUp(NAME);
		if (user) return user;
	}
	return null;
}

function lookUp(name: string): RunAs | null {
	const [uid, gid] = ['-u', '-g'].map((what) => {
		const { status, stdout } = spawnSync('id', [what, name], { encoding: 'utf8' });
		return status === 0 ? Number(stdout) : null;
	});
	return uid && gid ? { uid, gid, name } : null;
}

/** What spawn needs to run something as that user. */
export function identity(runAs: RunAs | null): { uid?: number; gid?: number } {
	return runAs ? { uid: runAs.uid, gid: runAs.gid } : {};
}

/** Whether that user can pass into a folder: asked of the system, by going there as that user. */
export function canEnter(folder: string, runAs: RunAs | null): boolean {
	if (!runAs) return true;
	const go = ['-c', 'cd -- "$1"', 'sh', folder];
	return spawnSync('/bin/sh', go, { cwd: '/', stdio: 'ignore', ...identity(runAs) }).status === 0;
}
