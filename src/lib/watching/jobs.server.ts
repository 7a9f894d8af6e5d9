import type { JobTasks } from '#lib/server/jobs/task.ts';
import { tellOfDanger } from './danger.server.ts';
import { writeHead } from './log/heads.server.ts';
import { logHead } from './log/readLog.server.ts';

export const watchingJobs: JobTasks = {
	/** How far the log reaches is written down outside the database, each time it has grown. */
	keep_log_head: async (_payload, { pools, settings }) => {
		const head = await logHead(pools.worker);
		if (head) await writeHead(settings.dataDir, head);
	},
	tell_of_danger: tellOfDanger
};
