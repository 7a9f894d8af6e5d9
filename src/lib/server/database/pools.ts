import { CamelCasePlugin, Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { Pulse } from './pulse.ts';
import { urlFor, type SignInRole } from './roles.ts';
import type { DB } from './tables.ts';
import { WatchedPool } from './watchedPool.ts';

export type Db = Kysely<DB>;

/** bigint columns hold sizes and counters far below 2^53: plain numbers are exact. */
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export type Pools = {
	/** Pages and forms: the viewer is set in each transaction, and nobody where none was set. */
	web: Db;
	/** Readers who are not signed in: the viewer is fixed as nobody when the connection is made. */
	strangers: pg.Pool;
	/** Signed-in reading: one statement a page, which sets its own viewer (see `enter`). */
	pages: pg.Pool;
	auth: pg.Pool;
	/** One connection, for what this process has locked against the others of the site. */
	locks: pg.Pool;
	worker: Db;
	workerPool: pg.Pool;
	close(): Promise<void>;
};

/** `web` connections may be as few as one: a viewer never outlives its transaction. */
export type PoolSizes = { web: number; strangers: number; auth: number; worker: number };
const usualSizes: PoolSizes = { web: 12, strangers: 8, auth: 4, worker: 6 };

/** Nobody waits longer for a connection: a database that does not answer is away. */
const patienceMs = 10_000;

/** Opens a pool for each role. Nothing connects before it is used. */
export function openPools(ownerUrl: string, secret: string, sizes = usualSizes): Pools {
	const pulse = new Pulse(urlFor(ownerUrl, secret, 'lamplight_web'));
	const pool = (role: SignInRole, max: number, searchPath: string, more = '') => {
		const config = {
			connectionString: urlFor(ownerUrl, secret, role),
			max,
			connectionTimeoutMillis: patienceMs,
			options: `-c search_path=${searchPath} -c timezone=UTC ${more}`
		};
		// For a job nobody waits: it goes on where it was once a frozen Postgres runs again.
		const made = role === 'lamplight_worker' ? new pg.Pool(config) : new WatchedPool(config, pulse);
		// A connection that breaks is replaced at its next use; without these it would end the process.
		const bear = () => undefined;
		made.on('error', bear);
		made.on('connect', (client) => client.on('error', bear));
		return made;
	};
	const web = pool('lamplight_web', sizes.web, 'lamplight');
	const strangers = pool('lamplight_web', sizes.strangers, 'lamplight', '-c lamplight.viewer=');
	const auth = pool('lamplight_auth', sizes.auth, 'auth,lamplight');
	const locks = pool('lamplight_web', 1, 'lamplight');
	const worker = pool('lamplight_worker', sizes.worker, 'lamplight');
	return {
		web: kysely(web),
		strangers,
		pages: web,
		auth,
		locks,
		worker: kysely(worker),
		workerPool: worker,
		close: async () => {
			pulse.close();
			await Promise.all([web, strangers, auth, locks, worker].map((each) => each.end()));
		}
	};
}

function kysely(pool: pg.Pool): Db {
	return new Kysely<DB>({
		dialect: new PostgresDialect({ pool }),
		plugins: [new CamelCasePlugin()]
	});
}
