import type { JobTasks } from '#lib/server/jobs/task.ts';
import { putBack } from './back/putBack.server.ts';
import { sweepPutBacks } from './back/sweep.server.ts';

export const copyJobs: JobTasks = {
	put_back: (payload, lamplight) => putBack(lamplight, (payload as { id: string }).id),
	sweep_put_backs: (_payload, lamplight) => sweepPutBacks(lamplight)
};
