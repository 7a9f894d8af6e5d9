import type { JobTasks } from '#lib/server/jobs/task.ts';
import { countOthers } from './others.server.ts';

export const meetingJobs: JobTasks = {
	count_others: (_payload, lamplight) => countOthers(lamplight)
};
