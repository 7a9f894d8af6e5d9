import { openPostgres } from '#lib/server/postgres/server.ts';
import { onLauncherGone } from './launcher.ts';

const log = (line: string) => void process.stdout.write(`${line}\n`);
const postgres = await openPostgres({
	databaseUrl: process.env.DATABASE_URL,
	dataDir: process.env.LAMPLIGHT_DATA ?? './data',
	log
});
log(`Postgres is at ${postgres.embedded?.endpoint.host ?? 'DATABASE_URL'}.`);
if (postgres.embedded?.note) log(postgres.embedded.note);

const held = setInterval(() => {}, 1 << 30);
async function stop(): Promise<void> {
	clearInterval(held);
	await postgres.stop();
	log('Stopped.');
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
onLauncherGone(() => void stop());
