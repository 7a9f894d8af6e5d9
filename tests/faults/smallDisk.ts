import { spawnSync } from 'node:child_process';
import { mkdtemp, open, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk that can be filled without harm to the machine. */
export type SmallDisk = {
	folder: string;
	/** False where this user may not mount one: then it is an ordinary folder, and never filled. */
	canBeFilled: boolean;
	/** Takes up every last byte. */
	fill(): Promise<void>;
	/** Gives them back. */
	empty(): Promise<void>;
	remove(): Promise<void>;
};

/** Mounts a disk in memory, `megabytes` large. */
export async function smallDisk(megabytes: number): Promise<SmallDisk> {
	const folder = await mkdtemp(join(tmpdir(), 'lamplight-disk-'));
	const options = `size=${megabytes}m,mode=0755`;
	const mounted = run('mount', '-t', 'tmpfs', '-o', options, 'lamplight-faults', folder);
	const ballast = join(folder, 'ballast');
	return {
		folder,
		canBeFilled: mounted,
		fill: () => fillWith(ballast),
		empty: () => rm(ballast, { force: true }),
		async remove() {
			if (mounted) run('umount', folder);
			await rmdir(folder).catch(() => undefined);
		}
	};
}

function run(command: string, ...args: string[]): boolean {
	return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

async function fillWith(path: string): Promise<void> {
	const file = await open(path, 'a');
	try {
		for (let size = 1024 * 1024; size >= 1; size = Math.floor(size / 2)) {
			const block = Buffer.alloc(size);
			try {
				for (;;) if ((await file.write(block)).bytesWritten < size) break;
			} catch (error) {
				if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
			}
		}
	} finally {
		await file.close();
	}
}
