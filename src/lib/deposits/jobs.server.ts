import type { JobTasks } from '#lib/server/jobs/task.ts';
import { expireDeposits } from './expire.server.ts';
import { remindOfDeposits, tellOfDeposit } from './tell.server.ts';

export const depositJobs: JobTasks = {
	deposit_arrived: (payload, lamplight) =>
		tellOfDeposit(lamplight, (payload as { deposit: string }).deposit),
	remind_of_deposits: (_payload, lamplight) => remindOfDeposits(lamplight),
	expire_deposits: (_payload, lamplight) => expireDeposits(lamplight)
};
