import type { JobTasks } from '#lib/server/jobs/task.ts';
import { warnOfOldLines } from './warn.server.ts';

export const helpJobs: JobTasks = {
	warn_of_help_lines: (_payload, lamplight) => warnOfOldLines(lamplight)
};
