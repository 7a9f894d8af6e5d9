import { assemble } from '#lib/server/assemble.ts';
import { migrate } from '#lib/server/database/migrate.ts';
import { openPools } from '#lib/server/database/pools.ts';
import { keepSweeping } from '#lib/server/keepSweeping.ts';
import { sweepPutBacks } from '#lib/copies/actions.server.ts';
import { sweepUploads } from '#lib/keepsakes/actions.server.ts';
import { hostLink } from '#lib/hosting/hostLink.server.ts';
import { startJobs } from '#lib/server/jobs/run.ts';
import { hand, type Lamplight } from '#lib/server/lamplight.ts';
import { openPostgres, type Postgres } from '#lib/server/postgres/server.ts';
import type { Settings } from '#lib/server/settings.ts';

export type Opened = {
	lamplight: Lamplight;
	postgres: Postgres;
	/** The one-time link that makes the first host; null once there is one. */
	hostLink: string | null;
	/** Lets work that is under way end, then closes everything, Postgres last. */
	close(): Promise<void>;
};

/** Opens everything but the door: Postgres, its schema, the files, and the jobs where they are ours. */
export async function open(settings: Settings, log: (line: string) => void): Promise<Opened> {
	const postgres = await openPostgres({
		databaseUrl: settings.databaseUrl ?? undefined,
		dataDir: settings.dataDir,
		log
	});
	try {
		await migrate(postgres.ownerUrl, settings.secret);
		const lamplight = await assemble(settings, openPools(postgres.ownerUrl, settings.secret));
		await lamplight.siteName.refresh();
		// Takes a tenth of a second in one go, for which no page shall wait.
		lamplight.learned();
		hand(lamplight);
		const jobs = settings.jobs === 'here' ? await startJobs(lamplight) : null;
		const sweeping = keepSweeping(lamplight, { sweepUploads, sweepPutBacks });
		return {
			lamplight,
			postgres,
			hostLink: await hostLink(lamplight),
			async close() {
				await Promise.all([jobs?.stop(), sweeping.stop()]);
				lamplight.pictures.close();
				lamplight.films.close();
				lamplight.meaning.close();
				await lamplight.pools.close();
				await postgres.stop();
			}
		};
	} catch (error) {
		await postgres.stop();
		throw error;
	}
}
