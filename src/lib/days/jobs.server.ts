import type { JobTasks } from '#lib/server/jobs/task.ts';
import { sendWords } from './sendWords.server.ts';

export const dayJobs: JobTasks = {
	send_words: (_payload, lamplight) => sendWords(lamplight)
};
