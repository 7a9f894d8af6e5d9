import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrate } from '#lib/server/database/migrate.ts';
import { openPostgres } from '#lib/server/postgres/server.ts';

declare module 'vitest' {
	interface ProvidedContext {
		/** The owner's connection string of the migrated database that each test file clones. */
		templateUrl: string;
		/** The same, signed in as the superuser, whom no wall stops. */
		superUrl: string;
	}
}

/** One real Postgres for the whole run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const dataDir = await mkdtemp(join(tmpdir(), 'lamplight-test-'));
	const postgres = await openPostgres({ dataDir, log: () => undefined });
	await migrate(postgres.ownerUrl, 'only-for-tests').catch(async (error: unknown) => {
		await postgres.stop();
		throw error;
	});
	const { embedded } = postgres;
	if (!embedded) throw new Error('The tests run on an embedded Postgres.');
	project.provide('templateUrl', postgres.ownerUrl);
	project.provide('superUrl', embedded.url('postgres', embedded.superuser));
	return async () => {
		await postgres.stop();
		await rm(dataDir, { recursive: true, force: true });
	};
}
