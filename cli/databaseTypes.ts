// Writes src/lib/server/database/tables.ts from the migrations: run it after changing a table.
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '#lib/server/database/migrate.ts';
import { openPostgres } from '#lib/server/postgres/server.ts';

const out = 'src/lib/server/database/tables.ts';
const dataDir = await mkdtemp(join(tmpdir(), 'lamplight-types-'));
const postgres = await openPostgres({ dataDir, log: () => undefined });
try {
	await migrate(postgres.ownerUrl, 'only-for-types');
	const asked = [
		...['--dialect', 'postgres', '--url', postgres.ownerUrl],
		...['--default-schema', 'lamplight', '--include-pattern', 'lamplight.*', '--camel-case'],
		...['--numeric-parser', 'number', '--type-mapping', '{"int8":"number"}', '--out-file', out]
	];
	spawnSync('kysely-codegen', asked, { stdio: 'inherit' });
	spawnSync('prettier', ['--write', out], { stdio: 'inherit' });
} finally {
	await postgres.stop();
	await rm(dataDir, { recursive: true, force: true });
}
