import type { JobTasks } from '#lib/server/jobs/task.ts';
import { takeNightly } from './takeNightly.server.ts';
import { warnOfBackups } from './warn.server.ts';

export const backupJobs: JobTasks = {
	take_backup: (_payload, lamplight) => takeNightly(lamplight),
	warn_of_backups: (_payload, lamplight) => warnOfBackups(lamplight)
};
