import type { JobTasks } from '#lib/server/jobs/task.ts';
import { deliverLetter } from './deliver.server.ts';
import { screenLetter } from './screenLetter.server.ts';

export const letterJobs: JobTasks = {
	screen_letter: (payload, lamplight) => screenLetter(lamplight, idIn(payload)),
	deliver_letter: (payload, lamplight) => deliverLetter(lamplight, idIn(payload))
};

function idIn(payload: unknown): string {
	return (payload as { letter: string }).letter;
}
