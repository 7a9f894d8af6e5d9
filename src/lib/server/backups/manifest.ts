import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { Refusal } from '../postgres/refusal.ts';
import { NotInBackup, type BackupPlace } from './place.ts';
import { sealed, unsealed, type Identities, type Recipients } from './sealing.ts';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const part = z.object({ part: z.string(), sha256, bytes: z.number() });

const manifestShape = z.object({
	format: z.literal(1),
	id: z.string(),
	lamplight: z.string(),
	postgres: z.string(),
	takenAt: z.iso.datetime(),
	/** Where the write-ahead log stood, and which transactions the snapshot sees. */
	snapshot: z.object({ lsn: z.string(), transactions: z.string() }),
	migrations: z.array(z.object({ name: z.string(), checksum: z.string() })),
	tables: z.array(
		part.extend({ name: z.string(), columns: z.array(z.string()), rows: z.number() })
	),
	sequences: z.array(z.object({ name: z.string(), last: z.string() })),
	/** Every file of the store: its address, its length, and its name in the place. */
	files: part.extend({ count: z.number(), total: z.number() }),
	/** The names in the place and the SHA-256 of what lies there; never sealed. */
	stored: part,
	/** How far the log of decisions reached, and the hash of its last entry; null: nothing was logged. */
	log: z.object({ number: z.number(), hash: sha256 }).nullable().default(null),
	/** The one secret of the site; only in a sealed backup. */
	secret: z.string().nullable(),
	/** What was missing or changed in the store when the backup was taken. */
	faults: z.array(z.string())
});

/** What a backup holds. It is written last: a backup without one is not there. */
export type Manifest = z.infer<typeof manifestShape>;
export type FoundBackup = { id: string; encrypted: boolean };

export const folderOf = (id: string) => `backups/${id}`;
const manifestName = 'manifest.json';
const sealedName = `${manifestName}.age`;

/** The whole backups in a place, oldest first. */
export async function backupsIn(place: BackupPlace): Promise<FoundBackup[]> {
	const found: FoundBackup[] = [];
	for await (const name of place.list('backups')) {
		const [, id = '', file] = name.split('/');
		if (file === manifestName) found.push({ id, encrypted: false });
		if (file === sealedName) found.push({ id, encrypted: true });
	}
	return found.sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** The backup of this name, or the newest. Throws a sentence for the host where there is none. */
export async function findBackup(place: BackupPlace, id?: string): Promise<FoundBackup> {
	const all = await backupsIn(place);
	const found = id === undefined ? all.at(-1) : all.find((each) => each.id === id);
	if (found) return found;
	throw new Refusal(
		id === undefined
			? `There is no whole backup in ${place.said}.`
			: `There is no whole backup ${id} in ${place.said}.`
	);
}

export async function writeManifest(
	place: BackupPlace,
	manifest: Manifest,
	recipients: Recipients
): Promise<void> {
	const bytes = Buffer.from(`${JSON.stringify(manifest, null, '\t')}\n`);
	const name = `${folderOf(manifest.id)}/${recipients === null ? manifestName : sealedName}`;
	await place.write(name, await sealed(once(bytes), recipients));
}

/** Throws a sentence for the host where it cannot be opened, or is of a form not known here. */
export async function readManifest(
	place: BackupPlace,
	{ id, encrypted }: FoundBackup,
	identities: Identities
): Promise<Manifest> {
	if (encrypted && identities === null) {
		throw new Refusal(`The backup ${id} is encrypted. Name the file of its identity (--identity).`);
	}
	const name = `${folderOf(id)}/${encrypted ? sealedName : manifestName}`;
	const read = await place.read(name);
	let plain: string;
	try {
		plain = await text(await unsealed(read, encrypted ? identities : null));
	} catch (error) {
		read.destroy();
		if (error instanceof NotInBackup) throw error;
		const reason = error instanceof Error ? error.message : String(error);
		throw new Refusal(
			`The backup ${id} could not be opened: its identity is another one, or it was damaged (${reason}).`
		);
	}
	const parsed = manifestShape.safeParse(parsedJson(plain));
	if (parsed.success && parsed.data.id === id) return parsed.data;
	throw new Refusal(`The manifest of the backup ${id} is damaged, or of a newer Lamplight.`);
}

function parsedJson(plain: string): unknown {
	try {
		return JSON.parse(plain);
	} catch {
		return null;
	}
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
	yield bytes;
}

/** A part of a backup, as it was before it was sealed. */
export async function openPart(
	place: BackupPlace,
	{ id, encrypted }: FoundBackup,
	name: string,
	identities: Identities
): Promise<AsyncIterable<Uint8Array>> {
	const stored = await place.read(`${folderOf(id)}/${name}${encrypted ? '.age' : ''}`);
	return unsealed(stored, encrypted ? identities : null);
}

/** Writes a part of a backup, sealed where there are recipients. */
export async function writePart(
	place: BackupPlace,
	id: string,
	name: string,
	stream: AsyncIterable<Uint8Array>,
	recipients: Recipients
): Promise<void> {
	const full = `${folderOf(id)}/${name}${recipients === null ? '' : '.age'}`;
	await place.write(full, await sealed(stream, recipients));
}
