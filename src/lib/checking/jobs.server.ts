import type { JobTasks } from '#lib/server/jobs/task.ts';
import { checkFilesTurn } from './checkFiles.server.ts';
import { reconcileCopyOf } from './copyOf.server.ts';

export const checkingJobs: JobTasks = {
	check_files: (_payload, lamplight) => checkFilesTurn(lamplight),
	reconcile_copy: (payload, lamplight) => {
		const { box, sha256 } = payload as { box: string; sha256: string };
		return reconcileCopyOf(lamplight, box, sha256);
	}
};
