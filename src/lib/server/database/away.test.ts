import pg from 'pg';
import { expect, test } from 'vitest';
import { openTestSite } from '../../../../tests/database/site.ts';
import { isStoreAway } from '../files/away.ts';
import { StorageUnreachable } from '../files/errors.ts';
import { asS3Error } from '../files/s3/errors.ts';
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

test('a store of files that does not answer is not taken for the database', async () => {
	const refused = await failing(new pg.Client({ host: '127.0.0.1', port: 1 }).connect());
	// As the client of a bucket throws it, and as we do.
	const ofTheBucket = Object.assign(refused as Error, { $metadata: { attempts: 3 } });
	for (const error of [
		ofTheBucket,
		asS3Error(ofTheBucket),
		new StorageUnreachable('no answer', ofTheBucket),
		new Error('while sending', { cause: new StorageUnreachable('no answer') })
	]) {
		expect([isStoreAway(error), isAway(error)]).toEqual([true, false]);
	}
	const database = await failing(new pg.Client({ host: '127.0.0.1', port: 1 }).connect());
	expect([isStoreAway(database), isAway(database)]).toEqual([false, true]);
});
