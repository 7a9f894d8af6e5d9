import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, inject } from 'vitest';
import { assemble } from '#lib/server/assemble.ts';
import { openPools, type PoolSizes } from '#lib/server/database/pools.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import type { MemberId } from '#lib/rules/facts.ts';

/** Somebody with an account and an open session, in a test. */
export type Person = { id: MemberId; name: string; email: string; session: string };

export type TestSite = Lamplight & {
	/** Connected as the superuser: for arranging, and for looking behind the walls. */
	owner: pg.Pool;
	person(name: string): Promise<Person>;
};

/**
 * A whole Lamplight without its pages, on a database of its own cloned from the migrated template
 * and a folder of its own. Closed and removed after the test file.
 */
export async function openTestSite(sizes?: PoolSizes): Promise<TestSite> {
	const templateUrl = new URL(inject('templateUrl'));
	const name = `test_${randomBytes(6).toString('hex')}`;
	await asSuperuser(`create database ${name} template ${templateUrl.pathname.slice(1)}`);
	const ownerUrl = onDatabase(templateUrl.href, name);
	const dataDir = await mkdtemp(join(tmpdir(), 'lamplight-site-'));
	const pools = openPools(ownerUrl, 'only-for-tests', sizes);
	const owner = new pg.Pool({ connectionString: onDatabase(inject('superUrl'), name), max: 2 });
	owner.on('error', () => undefined);
	const lamplight = await assemble(
		{
			port: 0,
			host: '127.0.0.1',
			origin: 'http://lamplight.test',
			originIsFixed: true,
			dataDir,
			databaseUrl: ownerUrl,
			storage: { kind: 'folder', path: join(dataDir, 'files') },
			storageCopy: null,
			checkBytesPerSecond: Infinity,
			jobs: 'here',
			smtpUrl: null,
			mailFrom: 'Lamplight <lamplight@lamplight.test>',
			secret: 'only-for-tests',
			backups: { target: null, recipient: null, keep: 14, warnDays: 8 }
		},
		pools
	);
	afterAll(async () => {
		lamplight.pictures.close();
		lamplight.films.close();
		lamplight.meaning.close();
		await Promise.all([pools.close(), owner.end()]);
		await asSuperuser(`drop database ${name} with (force)`);
		await rm(dataDir, { recursive: true, force: true });
	});
	return { ...lamplight, owner, person: (personName) => makePerson(owner, personName) };
}

async function makePerson(owner: pg.Pool, name: string): Promise<Person> {
	const id = randomUUID() as MemberId;
	const email = `${name.toLowerCase()}-${id.slice(0, 8)}@example.org`;
	const session = randomBytes(24).toString('hex');
	await owner.query(
		'insert into auth."user" ("id", "name", "email", "emailVerified") values ($1, $2, $3, true)',
		[id, name, email]
	);
	await owner.query(
		`insert into auth."session" ("token", "userId", "expiresAt") values ($1, $2, now() + interval '1 day')`,
		[session, id]
	);
	return { id, name, email, session };
}

function onDatabase(url: string, name: string): string {
	const other = new URL(url);
	other.pathname = `/${name}`;
	return other.href;
}

async function asSuperuser(statement: string): Promise<void> {
	const client = new pg.Client({ connectionString: inject('superUrl') });
	await client.connect();
	try {
		await client.query(statement);
	} finally {
		await client.end();
	}
}
