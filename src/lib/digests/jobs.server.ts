import type { JobTasks } from '#lib/server/jobs/task.ts';
import type { WordsOfFeatures } from '#lib/server/mail/jobs.server.ts';
import { confirmWords, digestWords, sendDigests } from './send.server.ts';

export const digestJobs: JobTasks = {
	send_digests: (_payload, lamplight) => sendDigests(lamplight)
};

export const digestLetters: WordsOfFeatures = {
	digest: digestWords,
	digest_confirm: confirmWords
};
