import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';

/** A letter as it lies in data/mail: its headers, and its plain part decoded. */
export type Letter = { file: string; subject: string; from: string; to: string; text: string };

/** Waits for a letter to this address that was not seen before and has these words, and gives it. */
export async function letterTo(
	dataDir: string,
	address: string,
	seen = new Set<string>(),
	words = ''
): Promise<Letter> {
	let found: Letter | undefined;
	await expect
		.poll(
			async () => {
				const letters = await lettersIn(dataDir);
				found = letters.find(
					({ file, to, text }) => to.includes(address) && !seen.has(file) && text.includes(words)
				);
				return found !== undefined;
			},
			{ message: `a letter to ${address}`, timeout: 20_000 }
		)
		.toBe(true);
	if (!found) throw new Error('unreachable: the poll above has found it');
	seen.add(found.file);
	return found;
}

/** The first link of a letter's plain part whose address contains `path`. */
export function linkIn(letter: Letter, path: string): string {
	const link = [...letter.text.matchAll(/https?:\/\/\S+/g)]
		.map(([url]) => url)
		.find((url) => url.includes(path));
	if (!link) throw new Error(`No link to ${path} in: ${letter.text}`);
	return link;
}

/** Every letter that was sent, oldest first. */
export async function lettersIn(dataDir: string): Promise<Letter[]> {
	const folder = join(dataDir, 'mail');
	const files = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml'));
	return Promise.all(
		files.sort().map(async (name) => parsed(name, await readFile(join(folder, name), 'utf8')))
	);
}

function parsed(file: string, raw: string): Letter {
	const unfolded = raw.replace(/\r\n/g, '\n');
	const head = (unfolded.split('\n\n', 1)[0] ?? '').replace(/\n[ \t]+/g, ' ');
	const header = (name: string) => new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1] ?? '';
	const plain = /Content-Type: text\/plain[\s\S]*?\n\n([\s\S]*?)\n--/i.exec(unfolded)?.[1];
	return {
		file,
		subject: header('Subject'),
		from: header('From'),
		to: header('To'),
		text: quotedPrintable(plain ?? unfolded)
	};
}

function quotedPrintable(text: string): string {
	const bytes = text
		.replace(/=\n/g, '')
		.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
	return Buffer.from(bytes, 'latin1').toString('utf8');
}
