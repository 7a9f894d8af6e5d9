import pg from 'pg';
import { parseAddress, sha256At } from '../files/address.ts';
import { WrongContent } from '../files/errors.ts';
import type { FileStore } from '../files/fileStore.ts';
import { Refusal } from '../postgres/refusal.ts';
import { signInRoles } from '../database/roles.ts';
import { loadDatabase } from './copyIn.ts';
import { toLines } from './lines.ts';
import { openPart, type FoundBackup, type Manifest } from './manifest.ts';
import { NotInBackup, type BackupPlace } from './place.ts';
import { counted, unsealed, type Identities } from './sealing.ts';

export type Restoring = {
	ownerUrl: string;
	secret: string;
	files: FileStore;
	place: BackupPlace;
	found: FoundBackup;
	manifest: Manifest;
	identities: Identities;
	/** Leaves everything as the backup has it, also who may see what; else nothing is shared after it. */
	asItWas: boolean;
	note(line: string): void;
};

/**
 * Puts a backup into an empty Lamplight: first every file, checked against its address, then the
 * database, in one transaction. Broken off anywhere, it may be begun again. What was shared when the
 * backup was taken is not shared after it, unless `asItWas`: nobody here knows what was brought back
 * since.
 *
 * @returns what could not be put back: named in the backup as a fault, or damaged since
 * @throws Refusal where there is something already, or somebody is connected
 */
export async function restoreBackup(asked: Restoring): Promise<string[]> {
	await mustBeEmpty(asked.ownerUrl);
	asked.note('Putting the files back.');
	const wrong = await putFilesBack(asked);
	asked.note('Putting the database back.');
	await clear(asked.ownerUrl);
	const read = (part: string) => openPart(asked.place, asked.found, part, asked.identities);
	await loadDatabase(asked.ownerUrl, asked.secret, asked.manifest, read, asked);
	return wrong;
}

/** Throws where a family, or anybody at all, has something here; or where a Lamplight is open. */
async function mustBeEmpty(ownerUrl: string): Promise<void> {
	await withClient(ownerUrl, async (client) => {
		const { rows: others } = await client.query<{ open: boolean }>(
			`select exists (
				select from pg_stat_activity where datname = current_database() and usename = any($1)
			) as open`,
			[signInRoles]
		);
		if (others[0]?.open) throw new Refusal('Lamplight is open on this database. Stop it first.');
		const { rows } = await client.query<{ there: boolean }>(
			`select to_regclass('lamplight.member') is not null as there`
		);
		if (!rows[0]?.there) return;
		const { rows: used } = await client.query<{ used: boolean }>(
			`select exists (select from auth."user") or exists (select from lamplight.member)
				or exists (select from lamplight.box) as used`
		);
		if (used[0]?.used) {
			throw new Refusal(
				'There are people in this Lamplight, and a restore would replace all they have. Restore into ' +
					'an empty one: LAMPLIGHT_DATA names a new folder, DATABASE_URL an empty database.'
			);
		}
	});
}

/** Takes an empty Lamplight's schema away: the migrations of the backup make theirs. */
async function clear(ownerUrl: string): Promise<void> {
	await withClient(ownerUrl, async (client) => {
		await client.query(
			`begin;
			drop schema if exists lamplight, auth, jobs, graphile_worker cascade;
			drop table if exists public.lamplight_migration, public.lamplight_coming_back;
			commit`
		);
	});
}

async function withClient<T>(ownerUrl: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
	const client = new pg.Client({ connectionString: ownerUrl });
	client.on('error', () => undefined);
	await client.connect();
	try {
		return await use(client);
	} finally {
		await client.end();
	}
}

async function putFilesBack(asked: Restoring): Promise<string[]> {
	const { place, found, manifest, identities } = asked;
	const wrong: string[] = [];
	const list = counted(await openPart(place, found, manifest.files.part, identities));
	for await (const line of toLines(list.stream)) {
		const [bytes, address = '', name = ''] = line.split(' ');
		try {
			await putBack(asked, address, Number(bytes), name);
		} catch (error) {
			if (!isDamage(error)) throw error;
			wrong.push(`${address}: ${error.message}`);
		}
	}
	if (list.found().sha256 !== manifest.files.sha256) {
		throw new Refusal('The list of files was changed after the backup was taken.');
	}
	return wrong;
}

/** Of this one file; and not of the disk, which would be the same for every other. */
function isDamage(error: unknown): error is Error {
	if (error instanceof NotInBackup || error instanceof WrongContent) return true;
	// What age says of a sealed file that was changed has no name of its own.
	return error instanceof Error && error.name === 'Error' && !('code' in error);
}

async function putBack(
	{ place, files, identities, found }: Restoring,
	text: string,
	bytes: number,
	name: string
): Promise<void> {
	const address = parseAddress(text);
	if ((await files.stat(address))?.bytes === bytes) return;
	const stored = await place.read(name);
	try {
		const plain = await unsealed(stored, found.encrypted ? identities : null);
		await files.put(address, { stream: plain }, { sha256: sha256At(address), bytes });
	} finally {
		stored.destroy();
	}
}
