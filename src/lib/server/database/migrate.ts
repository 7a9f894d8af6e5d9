import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { makeQueue } from '../jobs/queue.ts';
import { finishComingBack } from './comingBack.ts';
import { ensureRoles, urlFor } from './roles.ts';

const folder = join(process.cwd(), 'src/lib/server/database/migrations');
/** An arbitrary number that means "Lamplight is migrating", so that two nodes never do it at once. */
const migrating = 7_205_119;

/**
 * Brings the database to the schema of this code: roles, every migration not yet applied (each in a
 * transaction of its own), the job queue; and ends what a restore may not leave open. Gives the names
 * of those applied now. Throws where an applied migration was changed afterwards. `only`: no others
 * than these, for a restore.
 */
export async function migrate(
	ownerUrl: string,
	secret: string,
	only?: ReadonlySet<string>
): Promise<string[]> {
	const owner = new pg.Client({ connectionString: ownerUrl });
	await owner.connect();
	try {
		await owner.query('select pg_advisory_lock($1)', [migrating]);
		await ensureRoles(owner, secret);
		const applied = await applyMissing(owner, only);
		await makeQueue(urlFor(ownerUrl, secret, 'lamplight_worker'));
		if (!only) await finishComingBack(owner);
		return applied;
	} finally {
		await owner.end();
	}
}

/** A migration by its file's name, and the SHA-256 of its text. */
export type Migration = { name: string; checksum: string };

/** The migrations of this code, in their order. */
export async function migrationsHere(): Promise<(Migration & { text: string })[]> {
	const names = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort();
	return Promise.all(
		names.map(async (name) => {
			const text = await readFile(join(folder, name), 'utf8');
			return { name, text, checksum: createHash('sha256').update(text).digest('hex') };
		})
	);
}

/** The migrations that a database has had, in their order; none where it is not Lamplight's yet. */
export async function migrationsApplied(owner: pg.ClientBase): Promise<Migration[]> {
	const { rows: there } = await owner.query<{ there: boolean }>(
		`select to_regclass('public.lamplight_migration') is not null as there`
	);
	if (!there[0]?.there) return [];
	const { rows } = await owner.query<Migration>(
		'select name, checksum from public.lamplight_migration order by name'
	);
	return rows;
}

async function applyMissing(owner: pg.Client, only?: ReadonlySet<string>): Promise<string[]> {
	await owner.query(
		`create table if not exists public.lamplight_migration (
			name text primary key, checksum text not null, applied_at timestamptz not null default now())`
	);
	const done = new Map((await migrationsApplied(owner)).map((each) => [each.name, each.checksum]));
	const applied: string[] = [];
	for (const { name, text, checksum } of await migrationsHere()) {
		if (done.get(name) === checksum || only?.has(name) === false) continue;
		if (done.has(name)) throw new Error(`The migration ${name} was changed after it was applied.`);
		await apply(owner, name, text, checksum);
		applied.push(name);
	}
	return applied;
}

async function apply(owner: pg.Client, name: string, text: string, checksum: string) {
	await owner.query('begin');
	try {
		await owner.query(text);
		await owner.query('reset role');
		await owner.query('set local search_path = public');
		await owner.query('insert into public.lamplight_migration (name, checksum) values ($1, $2)', [
			name,
			checksum
		]);
		await owner.query('commit');
	} catch (error) {
		await owner.query('rollback');
		throw new Error(`The migration ${name} did not apply.`, { cause: error });
	}
}
