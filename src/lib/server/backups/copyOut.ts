import type pg from 'pg';
import type { BackupPlace } from './place.ts';
import { writePart, type Manifest } from './manifest.ts';
import { counted, hashOf, type Recipients } from './sealing.ts';
import { waitingJobs, tablesOf, type Table } from './tables.ts';

/** The rows of a table as `copy` writes them, as a stream. */
async function rowsOf(client: pg.ClientBase, { query }: Table) {
	const { to } = await import('pg-copy-streams');
	return client.query(to(`copy (${query}) to stdout`));
}

/** Copies every table out, in the transaction that the client is in; no more than a piece in memory. */
export async function copyTables(
	client: pg.ClientBase,
	to: { place: BackupPlace; id: string; recipients: Recipients }
): Promise<Manifest['tables']> {
	const tables: Manifest['tables'] = [];
	for (const table of [...(await tablesOf(client)), waitingJobs]) {
		// Their names would tell what a sealed backup keeps to itself.
		const part = `database/${String(tables.length + 1).padStart(3, '0')}.copy`;
		const { name, columns } = table;
		const all = counted(countingRows(await rowsOf(client, table)));
		let rows = 0;
		async function* countingRows(stream: AsyncIterable<Uint8Array>) {
			for await (const chunk of stream) {
				// A line break within a value is written as \n: each one ends a row.
				for (const byte of chunk) if (byte === 10) rows += 1;
				yield chunk;
			}
		}
		await writePart(to.place, to.id, part, all.stream, to.recipients);
		tables.push({ name, part, columns, rows, ...all.found() });
	}
	return tables;
}

/** The counters behind identity columns, as they stand. */
export async function sequencesOf(client: pg.ClientBase): Promise<Manifest['sequences']> {
	const { rows } = await client.query<{ name: string; last: string }>(
		`select quote_ident(schemaname) || '.' || quote_ident(sequencename) as name, last_value::text as last
		from pg_catalog.pg_sequences
		where schemaname in ('lamplight', 'auth') and last_value is not null
		order by 1`
	);
	return rows;
}

/** The names of tables whose rows are not exactly those of the manifest. */
export async function differingTables(
	client: pg.ClientBase,
	manifest: Manifest
): Promise<string[]> {
	const wanted = new Map(manifest.tables.map((table) => [table.name, table]));
	const differing: string[] = [];
	for (const table of [...(await tablesOf(client)), waitingJobs]) {
		const expected = wanted.get(table.name);
		if (!expected) continue;
		const { sha256, bytes } = await hashOf(await rowsOf(client, table));
		if (sha256 !== expected.sha256 || bytes !== expected.bytes) differing.push(table.name);
		wanted.delete(table.name);
	}
	return [...differing, ...wanted.keys()];
}

/** How far the log of decisions reaches in this snapshot; null where nothing is in it. */
export async function logHeadOf(client: pg.ClientBase): Promise<Manifest['log']> {
	const { rows: there } = await client.query<{ there: boolean }>(
		`select to_regclass('lamplight.log_entry') is not null as there`
	);
	if (!there[0]?.there) return null;
	const { rows } = await client.query<{ number: string; hash: string }>(
		'select number, hash from lamplight.log_entry order by number desc limit 1'
	);
	return rows[0] ? { number: Number(rows[0].number), hash: rows[0].hash } : null;
}
