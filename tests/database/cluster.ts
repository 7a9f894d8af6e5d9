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
	}
}

/** One real Postgres for the whole run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const dataDir = await mkdtemp(join(tmpdir(), 'lamplight-test-'));
	const postgres = await openPostgres({ dataDir, log: () => undefined });
	await migrate(postgres.ownerUrl, 'only-for-tests');
	project.provide('templateUrl', postgres.ownerUrl);
	return async () => {
		await postgres.stop();
		await rm(dataDir, { recursive: true, force: true });
	};
}
