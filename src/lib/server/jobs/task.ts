import type { Lamplight } from '../lamplight.ts';

/**
 * What a job does with its payload. It may be run again after a fault or a crash, so that doing it
 * twice has to be the same as doing it once. Throwing tries it again later.
 */
export type JobTask = (payload: unknown, lamplight: Lamplight) => Promise<void>;
export type JobTasks = Record<string, JobTask>;
