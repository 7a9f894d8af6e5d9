import { mailJobsWith } from '../mail/jobs.server.ts';
import { checkingJobs } from '#lib/checking/jobs.server.ts';
import { backupJobs } from '#lib/backups/jobs.server.ts';
import { copyJobs } from '#lib/copies/jobs.server.ts';
import { dayJobs } from '#lib/days/jobs.server.ts';
import { depositJobs } from '#lib/deposits/jobs.server.ts';
import { digestJobs, digestLetters } from '#lib/digests/jobs.server.ts';
import { endingJobs } from '#lib/ending/jobs.server.ts';
import { findingJobs } from '#lib/finding/jobs.server.ts';
import { helpJobs } from '#lib/help/jobs.server.ts';
import { meetingJobs } from '#lib/meeting/jobs.server.ts';
import { keepsakeJobs } from '#lib/keepsakes/jobs.server.ts';
import { letterJobs } from '#lib/letters/jobs.server.ts';
import { watchingJobs } from '#lib/watching/jobs.server.ts';
import { cleanUpJobs } from './cleanUp.ts';
import { deadWorkersJobs } from './deadWorkers.ts';
import type { JobTasks } from './task.ts';

/** Every job there is, by the name it is queued under. Each lives with its feature. */
export const tasks: JobTasks = {
	...mailJobsWith(digestLetters),
	...cleanUpJobs,
	...deadWorkersJobs,
	...keepsakeJobs,
	...copyJobs,
	...depositJobs,
	...checkingJobs,
	...endingJobs,
	...findingJobs,
	...meetingJobs,
	...backupJobs,
	...watchingJobs,
	...letterJobs,
	...helpJobs,
	...dayJobs,
	...digestJobs
};
