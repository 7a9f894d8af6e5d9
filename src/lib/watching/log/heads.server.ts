import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { makeFolder, syncFolder } from '#lib/server/files/folders.ts';
import type { LogHead } from './chain.ts';

const shape = z.object({ number: z.number().int().positive(), hash: z.string() });
const fileOf = (dataDir: string) => join(dataDir, 'log', 'heads.jsonl');

/**
 * Every head of the log that was written down in this data folder, the oldest first. A last line that
 * a crash cut short counts for nothing.
 */
export async function writtenHeads(dataDir: string): Promise<LogHead[]> {
	const text = await readFile(fileOf(dataDir), 'utf8').catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') return '';
		throw error;
	});
	return text.split('\n').flatMap((line) => {
		const head = shape.safeParse(parsed(line));
		return head.success ? [head.data] : [];
	});
}

/**
 * Writes down how far the log reaches: added to what was written before, never in its place, and on
 * the disk when it returns. The same head again is not written twice.
 */
export async function writeHead(dataDir: string, head: LogHead): Promise<void> {
	const last = (await writtenHeads(dataDir)).at(-1);
	if (last?.number === head.number && last.hash === head.hash) return;
	const folder = join(dataDir, 'log');
	await makeFolder(folder);
	const file = await open(fileOf(dataDir), 'a', 0o600);
	try {
		const { number, hash } = head;
		// A line of its own, also after one that a crash cut short.
		await file.appendFile(`\n${JSON.stringify({ number, hash })}\n`);
		await file.sync();
	} finally {
		await file.close();
	}
	await syncFolder(folder);
}

/**
 * The log of a backup goes on in this data folder, from `head` (null: nothing was logged then). What was
 * written down here before is of a log that went on otherwise: it is kept beside, under its moment.
 */
export async function goOnFrom(dataDir: string, head: LogHead | null, now: Date): Promise<void> {
	const folder = join(dataDir, 'log');
	const aside = join(folder, `heads-until-${now.toISOString().replaceAll(/[:.]/g, '-')}.jsonl`);
	await rename(fileOf(dataDir), aside).catch((error: NodeJS.ErrnoException) => {
		if (error.code !== 'ENOENT') throw error;
	});
	if (head) await writeHead(dataDir, head);
}

function parsed(line: string): unknown {
	try {
		return JSON.parse(line);
	} catch {
		return null;
	}
}
