import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { sessionCookie, signedCookie } from '#lib/server/auth/session.ts';
import { migrate } from '#lib/server/database/migrate.ts';
import { openPostgres } from '#lib/server/postgres/server.ts';
import { nodeOptions } from '../bin/nodeOptions.mjs';
import { freePort, serve, type Serving } from './serving.ts';
import { member } from './stories.ts';

const secret = 'only-for-the-bench';

/** A Lamplight for a bench: a data folder and a Postgres of its own, and nobody in it. */
export type Opened = {
	dataDir: string;
	/** Signs in as the superuser. */
	superUrl: string;
	/** Serves it as a process of its own. `node`: options of Node's; stop it before the end. */
	serve(options?: { node?: string[]; ipc?: boolean }): Promise<Serving>;
	cookieOf(session: string): string;
	/** Its settings, for a command. */
	env: NodeJS.ProcessEnv;
};

/** Lends an empty Lamplight; all of it is removed afterwards. */
export async function withLamplight(use: (opened: Opened) => Promise<void>): Promise<void> {
	const dataDir = await mkdtemp(join(tmpdir(), 'lamplight-bench-'));
	const postgres = await openPostgres({ dataDir, log: () => undefined });
	try {
		await migrate(postgres.ownerUrl, secret);
		const { embedded } = postgres;
		if (!embedded) throw new Error('The bench runs on the embedded Postgres.');
		const env = {
			LAMPLIGHT_DATA: dataDir,
			LAMPLIGHT_SECRET: secret,
			DATABASE_URL: postgres.ownerUrl,
			NODE_ENV: 'production'
		};
		await use({
			dataDir,
			env: { PATH: process.env.PATH, ...env },
			superUrl: embedded.url('lamplight', embedded.superuser),
			serve: async ({ node = [], ipc = false } = {}) =>
				serve(
					[process.execPath, ...nodeOptions, ...node, 'src/server/main.ts'],
					await freePort(),
					env,
					{ ipc }
				),
			cookieOf: (session) => `${sessionCookie}=${signedCookie(session, secret)}`
		});
	} finally {
		await postgres.stop();
		await rm(dataDir, { recursive: true, force: true });
	}
}

export type Keeper = { box: string; memberId: string; session: string };

/** Somebody who keeps an empty memory box. `db` looks into the schema `lamplight`. */
export async function keeperOfBox(db: pg.Client): Promise<Keeper> {
	const { memberId, session } = await member(db, 'Keeper');
	const box = randomUUID();
	await db.query('insert into box (id, name, created_by) values ($1, $2, $3)', [
		...[box, 'Made up', memberId]
	]);
	await db.query('insert into keeper (box_id, member_id) values ($1, $2)', [box, memberId]);
	return { box, memberId, session };
}

/** A connection of the superuser's that looks into the schema `lamplight`; the caller ends it. */
export async function connected(superUrl: string): Promise<pg.Client> {
	const db = new pg.Client({ connectionString: superUrl });
	await db.connect();
	await db.query('set search_path = lamplight');
	return db;
}
