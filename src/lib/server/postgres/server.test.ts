import pg from 'pg';
import { afterEach, expect, test } from 'vitest';
import { freshData } from '../../../../tests/postgres/trial.ts';
import { openPostgres, type Postgres } from './server.ts';

let opened: Postgres | undefined;
afterEach(() => opened?.stop());

async function open(options: { databaseUrl?: string }): Promise<Postgres> {
	return openPostgres({ dataDir: await freshData(), log: () => {}, ...options });
}

test('without a database of the host, the embedded one has one ready', async () => {
	opened = await open({});
	const client = new pg.Client({ connectionString: opened.ownerUrl });
	await client.connect();
	const { rows } = await client
		.query(
			`select current_database() as database, rolsuper, rolbypassrls
			from pg_roles where rolname = current_user`
		)
		.finally(() => client.end());
	expect(rows).toEqual([{ database: 'lamplight', rolsuper: false, rolbypassrls: false }]);
});

test('the owner may make what the migrations need, as on a managed Postgres', async () => {
	opened = await open({});
	const client = new pg.Client({ connectionString: opened.ownerUrl });
	await client.connect();
	await client.query('create extension pg_trgm');
	await client.query('create extension unaccent');
	await client.query('create role web_of_a_test login');
	await client.query('create database clone_of_a_test template template1');
	await client.end();
});

test('with a database of the host, no embedded one is started', async () => {
	const databaseUrl = 'postgres://somebody@db.example/lamplight';
	opened = await open({ databaseUrl });
	expect(opened.embedded).toBeNull();
	expect(opened.ownerUrl).toBe(databaseUrl);
});
