import type { JobTasks } from '#lib/server/jobs/task.ts';
import { deleteStories } from './deleteStories.server.ts';
import { endAccounts } from './endAccounts.server.ts';
import { endBoxes } from './endBoxes.server.ts';

export const endingJobs: JobTasks = {
	/** In this order: an account that ends lets its stories go, and may leave a box to nobody. */
	end_what_is_over: async (_payload, lamplight) => {
		await endAccounts(lamplight);
		await deleteStories(lamplight);
		await endBoxes(lamplight);
	}
};
