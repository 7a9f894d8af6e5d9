import type { JobTasks } from '#lib/server/jobs/task.ts';
import { putBack } from './back/putBack.server.ts';

export const copyJobs: JobTasks = {
	put_back: (payload, lamplight) => putBack(lamplight, (payload as { id: string }).id)
};
