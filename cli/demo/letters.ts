import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const patienceMs = 30_000;

/** Waits for the letter that invites this address, and gives the token in its link. */
export async function invitationIn(dataDir: string, email: string): Promise<string> {
	const giveUpAt = performance.now() + patienceMs;
	for (;;) {
		for (const letter of await lettersTo(dataDir, email)) {
			const token = /\/invitation\/([\w-]{43})/.exec(letter)?.[1];
			if (token) return token;
		}
		if (performance.now() > giveUpAt) throw new Error(`No invitation came for ${email}.`);
		await pause(50);
	}
}

async function lettersTo(dataDir: string, email: string): Promise<string[]> {
	const folder = join(dataDir, 'mail');
	const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.eml'));
	const letters = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
	return letters.filter((each) => each.includes(`To: ${email}`)).map(withoutSoftBreaks);
}

/** Quoted-printable (RFC 2045 §6.7) breaks long lines, and links with them. */
function withoutSoftBreaks(letter: string): string {
	return letter.replace(/=\r?\n/g, '');
}
