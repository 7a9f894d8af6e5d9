import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { Refusal } from '../postgres/refusal.ts';
import { noteComingBack } from '../database/comingBack.ts';
import { migrate, migrationsHere } from '../database/migrate.ts';
import { differingTables } from './copyOut.ts';
import type { Manifest } from './manifest.ts';
import { counted } from './sealing.ts';
import { steadyForms, tablesOf, waitingJobs, type Table } from './tables.ts';

/** Gives a part of the backup by its name, as it was before it was sealed. */
export type PartReader = (part: string) => Promise<AsyncIterable<Uint8Array>>;

/**
 * Makes the schema by the very migrations that the backup had, loads every table in one transaction,
 * compares what is there with the manifest, and commits only if all of it is the same. Then applies
 * the migrations that this Lamplight has besides, and ends what was shared then.
 *
 * The owner of the database is enough for it: within the transaction, which nobody else can look
 * into, walls are lowered for the owner, and triggers and references are off. References are checked
 * when they come back.
 *
 * @param asItWas whether everything stays as it was, also who may see what
 * @throws Refusal where the backup and this Lamplight do not fit, or what was loaded differs
 */
export async function loadDatabase(
	ownerUrl: string,
	secret: string,
	manifest: Manifest,
	read: PartReader,
	{ asItWas }: { asItWas: boolean }
): Promise<void> {
	await mustFit(manifest);
	await migrate(ownerUrl, secret, new Set(manifest.migrations.map(({ name }) => name)));
	const client = new pg.Client({ connectionString: ownerUrl });
	client.on('error', () => undefined);
	await client.connect();
	try {
		await client.query(steadyForms);
		await client.query('begin');
		await loadAll(client, manifest, read);
		const differing = await differingTables(client, manifest);
		if (differing.length > 0) {
			throw new Refusal(`These came back otherwise than they were: ${differing.join(', ')}.`);
		}
		await noteComingBack(client, { takenAt: manifest.takenAt, asItWas });
		await client.query('commit');
		await client.query('analyze');
	} finally {
		await client.end();
	}
	await migrate(ownerUrl, secret);
}

async function mustFit(manifest: Manifest): Promise<void> {
	const here = new Map((await migrationsHere()).map((each) => [each.name, each.checksum]));
	for (const { name, checksum } of manifest.migrations) {
		if (here.get(name) === checksum) continue;
		throw new Refusal(
			`The backup was taken by another Lamplight (${manifest.lamplight}) than this one: ${name} is ` +
				`${here.has(name) ? 'not the same' : 'not known'} here. Restore it with that version or a later one.`
		);
	}
}

async function loadAll(client: pg.Client, manifest: Manifest, read: PartReader): Promise<void> {
	const tables = await tablesOf(client);
	const { rows } = await client.query<{ off: string; on: string }>(guardsQuery);
	for (const { off } of rows) await client.query(off);
	await client.query(`truncate only ${tables.map(({ into }) => into).join(', ')}`);
	await client.query(
		`create temporary table jobs_waiting (task text, payload text, key text, run_at timestamptz)
			on commit drop`
	);
	const byName = new Map([...tables, waitingJobs].map((table) => [table.name, table]));
	for (const saved of manifest.tables) {
		const table = byName.get(saved.name);
		if (!table || saved.columns.some((column) => !table.columns.includes(column))) {
			throw new Refusal(`The backup holds ${saved.name} otherwise than this Lamplight does.`);
		}
		await loadTable(client, table, saved, await read(saved.part));
	}
	await client.query(
		`select graphile_worker.add_job(task, payload::json, run_at => run_at, job_key => key, max_attempts => 25)
		from pg_temp.jobs_waiting`
	);
	for (const { name, last } of manifest.sequences) {
		await client.query('select setval($1::regclass, $2::bigint)', [name, last]);
	}
	for (const { on } of rows.toReversed()) await client.query(on);
}

async function loadTable(
	client: pg.Client,
	{ into, name }: Table,
	saved: Manifest['tables'][number],
	stream: AsyncIterable<Uint8Array>
): Promise<void> {
	const { from } = await import('pg-copy-streams');
	const columns = saved.columns.map((column) => pg.escapeIdentifier(column)).join(', ');
	const part = counted(stream);
	await pipeline(part.stream, client.query(from(`copy ${into} (${columns}) from stdin`)));
	if (part.found().sha256 !== saved.sha256) {
		throw new Refusal(`${saved.part} (${name}) was changed after the backup was taken.`);
	}
}

/** What stands in the way of loading, and how each is set aside and put back as it was. */
const guardsQuery = `
with ours as (
	select c.oid, c.oid::regclass::text as name, c.relforcerowsecurity as forced
	from pg_catalog.pg_class c
	join pg_catalog.pg_namespace n on n.oid = c.relnamespace
	where n.nspname in ('lamplight', 'auth') and c.relkind = 'r'
)
select 'alter table ' || name || ' no force row level security' as off,
	'alter table ' || name || ' force row level security' as on
from ours where forced
union all
select 'alter table ' || o.name || ' disable trigger ' || quote_ident(t.tgname),
	'alter table ' || o.name || ' enable '
		|| case t.tgenabled when 'A' then 'always ' when 'R' then 'replica ' else '' end
		|| 'trigger ' || quote_ident(t.tgname)
from pg_catalog.pg_trigger t join ours o on o.oid = t.tgrelid
where not t.tgisinternal and t.tgenabled <> 'D'
union all
select 'alter table ' || o.name || ' drop constraint ' || quote_ident(k.conname),
	'alter table ' || o.name || ' add constraint ' || quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid)
from pg_catalog.pg_constraint k join ours o on o.oid = k.conrelid
where k.contype = 'f' and k.conparentid = 0`;
