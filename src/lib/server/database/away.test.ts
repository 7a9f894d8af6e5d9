import pg from 'pg';
import { expect, test } from 'vitest';
import { openTestSite } from '../../../../tests/database/site.ts';
import { isAway } from './away.ts';

const site = await openTestSite();
const failing = (work: Promise<unknown>) =>
	work.then(
		() => null,
		(error: unknown) => error
	);

test('a database that nobody listens for is away', async () => {
	const client = new pg.Client({ host: '127.0.0.1', port: 1 });
	expect(isAway(await failing(client.connect()))).toBe(true);
});

test('a database that ends the connection in the middle is away', async () => {
	const client = new pg.Client({ connectionString: site.owner.options.connectionString });
	client.on('error', () => undefined);
	await client.connect();
	const cut = failing(client.query('select pg_terminate_backend(pg_backend_pid())'));
	expect(isAway(await cut)).toBe(true);
	expect(isAway(await failing(client.query('select 1')))).toBe(true);
});

test('what the database refuses is not', async () => {
	expect(isAway(await failing(site.owner.query('select 1 / 0')))).toBe(false);
	expect(isAway(await failing(site.owner.query('select from no_such_table')))).toBe(false);
	expect(isAway(new Error('no', { cause: new Error('Connection terminated') }))).toBe(true);
	expect(isAway('nothing')).toBe(false);
});
