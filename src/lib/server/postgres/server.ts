import pg from 'pg';
import { startEmbedded, type Embedded } from './embedded.ts';

/** A Postgres for the application, embedded or the host's own. */
export type Postgres = {
	/** Signs in as the owner of the database: for migrations, not for pages. */
	ownerUrl: string;
	embedded: Embedded | null;
	/** Stops the embedded one; leaves the host's own alone. */
	stop(): Promise<void>;
};

/** The database, and the role that owns it, in the embedded Postgres. */
export const DATABASE = 'lamplight';
export const OWNER = 'lamplight';

/**
 * Opens the Postgres of this Lamplight: the host's own where `databaseUrl` is given, else the
 * embedded one of the data folder, with a database `lamplight` in it.
 *
 * The owner is no superuser, so that what works here works on a managed Postgres too. It may make
 * roles and databases; trusted extensions (pg_trgm, unaccent, citext…) it may create as well.
 *
 * @throws Refusal, with a sentence for the host, when there is no Postgres to be had
 */
export async function openPostgres(options: {
	databaseUrl?: string | undefined;
	dataDir: string;
	log: (line: string) => void;
}): Promise<Postgres> {
	const { databaseUrl, dataDir, log } = options;
	if (databaseUrl) return { ownerUrl: databaseUrl, embedded: null, stop: async () => {} };
	const embedded = await startEmbedded({ dataDir, log });
	if (embedded.note) log(embedded.note);
	try {
		await ensureDatabase(embedded);
	} catch (error) {
		await embedded.stop();
		throw error;
	}
	const login = { user: OWNER, password: embedded.superuser.password };
	return { ownerUrl: embedded.url(DATABASE, login), embedded, stop: embedded.stop };
}

async function ensureDatabase(embedded: Embedded): Promise<void> {
	const client = new pg.Client({ connectionString: embedded.url('postgres', embedded.superuser) });
	await client.connect();
	try {
		const { rows } = await client.query(
			`select exists (select from pg_roles where rolname = $1) as owner,
				exists (select from pg_database where datname = $2) as database`,
			[OWNER, DATABASE]
		);
		const password = client.escapeLiteral(embedded.superuser.password);
		const rights = `login createrole createdb password ${password}`;
		if (!rows[0].owner) await client.query(`create role ${OWNER} ${rights}`);
		if (!rows[0].database) await client.query(`create database ${DATABASE} owner ${OWNER}`);
	} finally {
		await client.end();
	}
}
