import { readFile } from 'node:fs/promises';
import { keepNewest } from '#lib/server/backups/keepNewest.ts';
import type { FoundBackup, Manifest } from '#lib/server/backups/manifest.ts';
import { openPlace } from '#lib/server/backups/openPlace.ts';
import type { BackupPlace } from '#lib/server/backups/place.ts';
import { noteProven, proveBackup } from '#lib/server/backups/proveBackup.ts';
import { noteProof, noteTaken } from '#lib/server/backups/records.ts';
import { identitiesIn, type Identities } from '#lib/server/backups/sealing.ts';
import { takeBackup } from '#lib/server/backups/takeBackup.ts';
import { Refusal } from '#lib/server/postgres/refusal.ts';
import { UsedWrongly, type Terminal } from './command.ts';
import type { OpenedForCommand } from './opened.ts';

/** The place named on the command line; npm says where the host typed it. */
export function placeNamed(target: string, env: NodeJS.ProcessEnv): Promise<BackupPlace> {
	return openPlace(target, env.INIT_CWD ?? process.cwd(), env);
}

/** What an identity file holds; null where none is named. */
export async function identitiesOf(file: string | undefined): Promise<Identities> {
	if (file === undefined) return null;
	const text = await readFile(file, 'utf8').catch((error: Error) => {
		throw new Refusal(`The identity file ${file} cannot be read (${error.message}).`);
	});
	return identitiesIn(text);
}

/** A whole number from 1, as an option gives it. */
export function countIn(name: string, text: string | undefined): number | null {
	if (text === undefined) return null;
	if (!/^[1-9]\d{0,5}$/.test(text)) throw new UsedWrongly(`${name} takes a whole number from 1.`);
	return Number(text);
}

type Asked = { place: BackupPlace; recipient: string | null; prove: boolean; keep: number | null };

/** Takes a backup, proves it where asked to, and then lets older ones go. 1: something is wrong. */
export async function backUp(
	{ lamplight, ownerUrl }: OpenedForCommand,
	{ place, recipient, prove, keep }: Asked,
	{ say, note }: Terminal
): Promise<number> {
	const { settings, files, pools } = lamplight;
	const now = lamplight.now();
	const taken = await takeBackup({
		...{ ownerUrl, secret: settings.secret, files, place, recipient, now, note }
	});
	const { manifest, copied, identity } = taken;
	await noteTaken(pools.worker, {
		...{ id: manifest.id, place: place.said, takenAt: now, encrypted: recipient !== null },
		...{ rows: rowsIn(manifest), files: manifest.files.count, bytes: manifest.files.total },
		faults: manifest.faults.length
	});
	say(`Backup ${manifest.id} is in ${place.said}: ${contentOf(manifest)}.`);
	say(`${copied.copied} files were new, ${inMegabytes(copied.copiedBytes)}.`);
	for (const fault of manifest.faults) say(`WRONG in the store: ${fault}`);
	const found = { id: manifest.id, encrypted: recipient !== null };
	const identities = identity === null ? null : [identity];
	const proven = !prove || (await proveIt(lamplight, { place, found, identities }, { say, note }));
	if (!proven) return 1;
	const gone = await files.withScratch((scratch) => keepNewest(place, keep, scratch));
	if (gone.backups > 0) say(`${gone.backups} older backups were let go.`);
	return manifest.faults.length === 0 ? 0 : 1;
}

type Proving = { place: BackupPlace; found: FoundBackup; identities: Identities };

/** Proves a backup and notes it. */
export async function proveIt(
	{ settings, pools, now }: OpenedForCommand['lamplight'],
	{ place, found, identities }: Proving,
	{ say, note }: Pick<Terminal, 'say' | 'note'>
): Promise<boolean> {
	const { manifest, wrong } = await proveBackup(place, found, identities, settings.dataDir, note);
	for (const each of wrong) say(`WRONG ${each}`);
	if (wrong.length > 0) {
		say(
			`Backup ${found.id} is not whole. Files that are damaged are written anew by the next one.`
		);
		return false;
	}
	await noteProven(place, found.id, now());
	await noteProof(pools.worker, found.id, now());
	say(`Backup ${found.id} is proven: restored and compared, ${contentOf(manifest)}.`);
	return true;
}

export function rowsIn({ tables }: Manifest): number {
	return tables.reduce((sum, { rows }) => sum + rows, 0);
}

export function contentOf(manifest: Manifest): string {
	const { count, total } = manifest.files;
	return `${rowsIn(manifest)} rows in ${manifest.tables.length} tables, ${count} files (${inMegabytes(total)})`;
}

function inMegabytes(bytes: number): string {
	return `${(bytes / 1e6).toFixed(1)} MB`;
}
