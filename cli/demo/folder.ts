import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { removeShelter } from '#lib/server/postgres/place.ts';
import { Refusal } from '#lib/server/postgres/refusal.ts';
import { openPostgres } from '#lib/server/postgres/server.ts';

/** Lies in every folder that a demo may use, and empty. */
const mark = 'this-is-a-demo';
/** Lies beside it once the whole world has been made. */
const whole = 'the-world-is-made';

export type DemoFolder = {
	dataDir: string;
	/** Whether the world still has to be made in it. */
	empty: boolean;
	/** Notes that the world is made. */
	noteWhole(): Promise<void>;
};

/**
 * The data folder of the demo: new, or one that an earlier demo left. One in which an earlier start
 * was broken off is emptied, and so is any with `fresh`. Throws `Refusal` where the folder holds
 * something that is not a demo's: nothing in it is touched.
 */
export async function demoFolder(path: string, { fresh }: { fresh: boolean }): Promise<DemoFolder> {
	const dataDir = resolve(path);
	const found = await readdir(dataDir).catch(whenMissing);
	if (found.length > 0 && !found.includes(mark)) {
		throw new Refusal(
			`${dataDir} is not a demo's folder: it holds something, and no file "${mark}". ` +
				'The demo leaves it alone. Give it a folder of its own (LAMPLIGHT_DATA), or none.'
		);
	}
	const reused = found.includes(whole) && !fresh;
	if (found.length > 0 && !reused) await empty(dataDir);
	await mkdir(dataDir, { recursive: true, mode: 0o711 });
	await writeFile(join(dataDir, mark), 'Made by `npm run demo`. Everybody in it is made up.\n');
	const noteWhole = () => writeFile(join(dataDir, whole), '');
	return { dataDir, empty: !reused, noteWhole };
}

function whenMissing(error: unknown): string[] {
	if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
	throw error;
}

/** Ends a Postgres that a killed demo left there, and refuses while another demo is running. */
async function empty(dataDir: string): Promise<void> {
	const postgres = await openPostgres({ dataDir, log: () => undefined });
	await postgres.stop();
	await removeShelter(dataDir);
	for (const name of await readdir(dataDir)) {
		if (name !== mark) await rm(join(dataDir, name), { recursive: true, force: true });
	}
}
