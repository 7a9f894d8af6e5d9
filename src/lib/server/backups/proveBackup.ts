import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { removeShelter } from '../postgres/place.ts';
import { Refusal } from '../postgres/refusal.ts';
import { openPostgres } from '../postgres/server.ts';
import { loadDatabase } from './copyIn.ts';
import { noteDamaged } from './damaged.ts';
import { storedOf } from './fileIndex.ts';
import { fromLines, toLines } from './lines.ts';
import { folderOf, openPart, readManifest, type FoundBackup, type Manifest } from './manifest.ts';
import { NotInBackup, type BackupPlace } from './place.ts';
import { hashOf, type Identities } from './sealing.ts';

export type Proof = {
	manifest: Manifest;
	/** What is not as it was written; nothing: the backup is proven. */
	wrong: string[];
};

/**
 * Proves a backup: loads its database into a Postgres of its own in a scratch folder, by which
 * counts and checksums are compared, and reads every byte of every file.
 *
 * @param scratchIn a folder on this machine with room for the database
 * @throws Refusal where it cannot be opened at all
 */
export async function proveBackup(
	place: BackupPlace,
	found: FoundBackup,
	identities: Identities,
	scratchIn: string,
	note: (line: string) => void = () => undefined
): Promise<Proof> {
	const manifest = await readManifest(place, found, identities);
	const wrong: string[] = [];
	note('Restoring its database in a scratch place.');
	const database = await databaseFault(place, found, manifest, identities, scratchIn);
	if (database) wrong.push(database);
	note('Reading its files.');
	const damaged: string[] = [];
	for await (const { name, fault } of fileFaults(place, manifest)) {
		wrong.push(`${name}: ${fault}`);
		damaged.push(name);
	}
	if (damaged.length > 0) await noteDamaged(place, damaged);
	const list = await listFault(place, found, manifest, identities);
	if (list) wrong.push(list);
	return { manifest, wrong };
}

async function databaseFault(
	place: BackupPlace,
	found: FoundBackup,
	manifest: Manifest,
	identities: Identities,
	scratchIn: string
): Promise<string | null> {
	const dataDir = await mkdtemp(join(scratchIn, 'proving-'));
	try {
		const postgres = await openPostgres({ dataDir, log: () => undefined });
		try {
			const read = (part: string) => openPart(place, found, part, identities);
			await loadDatabase(postgres.ownerUrl, 'only-for-proving', manifest, read, { asItWas: true });
			return null;
		} catch (error) {
			if (!isAboutTheBackup(error)) throw error;
			return `database: ${error.message}`;
		} finally {
			await postgres.stop();
		}
	} finally {
		await removeShelter(dataDir);
		await rm(dataDir, { recursive: true, force: true });
	}
}

/** A machine that is full or a database that broke says nothing about the backup. */
function isAboutTheBackup(error: unknown): error is Error {
	if (!(error instanceof Error)) return false;
	const code = 'code' in error ? String(error.code) : '';
	return !/^(E[A-Z]+|5[3-8]...|08...)$/.test(code);
}

/** Every stored file is read whole and compared with what was written. */
async function* fileFaults(
	place: BackupPlace,
	manifest: Manifest
): AsyncGenerator<{ name: string; fault: string }> {
	const name = `${folderOf(manifest.id)}/${manifest.stored.part}`;
	const whole = await faultOf(place, { name, ...manifest.stored });
	if (whole) {
		yield { name, fault: whole };
		return;
	}
	for await (const line of toLines(await place.read(name))) {
		const stored = storedOf(line);
		const fault = await faultOf(place, stored);
		if (fault) yield { name: stored.name, fault };
	}
}

async function faultOf(
	place: BackupPlace,
	expected: { name: string; sha256: string }
): Promise<string | null> {
	try {
		const { sha256 } = await hashOf(await place.read(expected.name));
		return sha256 === expected.sha256 ? null : 'changed';
	} catch (error) {
		if (error instanceof NotInBackup) return 'missing';
		throw error;
	}
}

async function listFault(
	place: BackupPlace,
	found: FoundBackup,
	manifest: Manifest,
	identities: Identities
): Promise<string | null> {
	const { part, sha256 } = manifest.files;
	try {
		const list = await hashOf(await openPart(place, found, part, identities));
		return list.sha256 === sha256 ? null : `${part}: changed`;
	} catch (error) {
		if (error instanceof Refusal || !(error instanceof Error)) throw error;
		return `${part}: ${error.message}`;
	}
}

const provenName = 'proven.json';

/** Leaves word of the proof beside the backup. */
export async function noteProven(place: BackupPlace, id: string, at: Date): Promise<void> {
	async function* line() {
		yield JSON.stringify({ provenAt: at.toISOString() });
	}
	await place.write(`${folderOf(id)}/${provenName}`, fromLines(line()));
}
