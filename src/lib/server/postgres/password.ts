import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The password of the embedded Postgres, made at the first start and kept in
 * `secrets/postgres-password` of the data folder, readable for us alone (0600).
 *
 * @returns 32 characters of base64url (192 random bits)
 */
export async function passwordOf(dataDir: string): Promise<string> {
	const folder = join(dataDir, 'secrets');
	const file = join(folder, 'postgres-password');
	const known = await readFile(file, 'utf8').catch(ifMissing);
	if (known?.trim()) return known.trim();
	await mkdir(folder, { recursive: true, mode: 0o700 });
	const password = randomBytes(24).toString('base64url');
	await writeDurably(file, `${password}\n`);
	return password;
}

function ifMissing(error: NodeJS.ErrnoException): null {
	if (error.code !== 'ENOENT') throw error;
	return null;
}

// On the disk before the cluster that it opens: a power cut must not part the two.
async function writeDurably(file: string, text: string): Promise<void> {
	const half = await open(`${file}.new`, 'w', 0o600);
	await half.writeFile(text);
	await half.sync();
	await half.close();
	await rename(`${file}.new`, file);
}
