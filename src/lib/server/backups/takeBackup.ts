import { randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { once } from 'node:events';
import pg from 'pg';
import { migrationsApplied } from '../database/migrate.ts';
import { pauseDeletion, resumeDeletion } from '../files/deletionPause.ts';
import type { FileStore } from '../files/fileStore.ts';
import { Refusal } from '../postgres/refusal.ts';
import { copyFiles, type CopiedFiles } from './copyFiles.ts';
import { copyTables, logHeadOf, sequencesOf } from './copyOut.ts';
import { forgetDamaged } from './damaged.ts';
import { fileNames, siteMark } from './fileNames.ts';
import { fromLines } from './lines.ts';
import { folderOf, writeManifest, writePart, type Manifest } from './manifest.ts';
import type { BackupPlace } from './place.ts';
import { counted, passingKey, type Recipients } from './sealing.ts';
import { missingOriginals } from './storeFiles.ts';
import { steadyForms } from './tables.ts';

export type Taken = {
	manifest: Manifest;
	copied: CopiedFiles;
	/** Opens the database and the lists of this backup, for as long as it is remembered. */
	identity: string | null;
};

export type Taking = {
	ownerUrl: string;
	secret: string;
	files: FileStore;
	place: BackupPlace;
	/** Whom it is sealed for; null: it is plain. */
	recipient: string | null;
	now: Date;
	note(line: string): void;
};

/** An arbitrary number that means "a backup is being taken", of which there is one at a time. */
const taking = 7_205_122;

/**
 * Takes a backup: the database in one snapshot, then the files, while deletion from the store waits,
 * then the manifest, by which it is whole. Broken off anywhere, what was there before is as it was.
 *
 * @throws Refusal when another is being taken, or the place belongs to another Lamplight
 */
export async function takeBackup(asked: Taking): Promise<Taken> {
	await claim(asked.place, siteMark(asked.secret));
	const client = new pg.Client({ connectionString: asked.ownerUrl, keepAlive: true });
	client.on('error', () => undefined);
	await client.connect();
	try {
		await client.query(steadyForms);
		const { rows } = await client.query('select pg_try_advisory_lock($1) as free', [taking]);
		if (!rows[0].free) throw new Refusal('A backup is being taken already. Let it end first.');
		await pauseDeletion(client);
		return await asked.files.withScratch((scratch) => take(client, asked, scratch));
	} finally {
		await client.end();
	}
}

async function take(client: pg.Client, asked: Taking, scratch: string): Promise<Taken> {
	const { place, now, secret } = asked;
	const id = `${now.toISOString().replaceAll(/[:.]/g, '-').slice(0, -1)}Z-${randomBytes(3).toString('hex')}`;
	const passing = asked.recipient === null ? null : await passingKey();
	const recipients: Recipients =
		asked.recipient === null || !passing ? null : [asked.recipient, passing.recipient];
	await client.query('begin isolation level repeatable read read only');
	const snapshot = await snapshotOf(client);
	asked.note('Copying the database.');
	const tables = await copyTables(client, { place, id, recipients });
	const migrations = await migrationsApplied(client);
	const sequences = await sequencesOf(client);
	const log = await logHeadOf(client);
	const faults: string[] = [];
	for await (const fault of missingOriginals(client, asked.files)) faults.push(fault);
	await client.query('commit');
	asked.note('Copying files that are new.');
	const { files, stored, copied } = await filesOf(asked, id, recipients, scratch);
	await mustStillPause(client);
	await resumeDeletion(client);
	const manifest: Manifest = {
		...{ format: 1, id, takenAt: now.toISOString(), lamplight: await ownVersion(), ...snapshot },
		...{ migrations, tables, sequences, files, stored, log },
		secret: recipients === null ? null : secret,
		faults: [...new Set([...faults, ...copied.faults])]
	};
	await writeManifest(place, manifest, recipients);
	if (copied.faults.length === 0) await forgetDamaged(place);
	return { manifest, copied, identity: passing?.identity ?? null };
}

/** Two sites in one place would take each other's files away. */
async function claim(place: BackupPlace, mark: string): Promise<void> {
	const name = 'lamplight-backups.json';
	if ((await place.bytes(name)) === null) {
		const text = `${JSON.stringify({ format: 1, site: mark })}\n`;
		await place.write(name, fromLines(lines(text.trim())));
		return;
	}
	const chunks = await Array.fromAsync<Buffer>(await place.read(name));
	if (Buffer.concat(chunks).toString().includes(mark)) return;
	throw new Refusal(`${place.said} holds the backups of another Lamplight. Name another place.`);
}

async function* lines(line: string): AsyncGenerator<string> {
	yield line;
}

async function snapshotOf(client: pg.Client) {
	const { rows } = await client.query<{ lsn: string; transactions: string; postgres: string }>(
		`select pg_current_wal_lsn()::text as lsn, pg_current_snapshot()::text as transactions,
			current_setting('server_version') as postgres`
	);
	const { lsn = '', transactions = '', postgres = '' } = rows[0] ?? {};
	return { postgres, snapshot: { lsn, transactions } };
}

/** The connection holds the pause: where it was lost, files may have been deleted meanwhile. */
async function mustStillPause(client: pg.Client): Promise<void> {
	await client.query('select 1').catch((error: unknown) => {
		throw new Error('The database went away while files were copied.', { cause: error });
	});
}

/** Both lists are written as the files go by: one into the place, the other by way of the scratch. */
async function filesOf(asked: Taking, id: string, recipients: Recipients, scratch: string) {
	const { files, place } = asked;
	const storedFile = join(scratch, 'stored');
	const noted = createWriteStream(storedFile, { mode: 0o600 });
	const copying = copyFiles({
		...{ files, place, scratch },
		// The list of a later run must find them again: the passing key is not for them.
		recipients: asked.recipient === null ? null : [asked.recipient],
		nameOf: fileNames(asked.secret, asked.recipient === null ? null : [asked.recipient]),
		note: async (line) => {
			if (!noted.write(`${line}\n`)) await once(noted, 'drain');
		}
	});
	const list = counted(fromLines(copying.files));
	await writePart(place, id, 'files', list.stream, recipients);
	noted.end();
	await once(noted, 'finish');
	const storedList = counted(createReadStream(storedFile));
	await place.write(`${folderOf(id)}/stored`, storedList.stream);
	const { count, total } = copying.found;
	return {
		files: { part: 'files', ...list.found(), count, total },
		stored: { part: 'stored', ...storedList.found() },
		copied: copying.found
	};
}

async function ownVersion(): Promise<string> {
	const text = await readFile(join(process.cwd(), 'package.json'), 'utf8');
	return (JSON.parse(text) as { version: string }).version;
}
