import type { CronItem } from 'graphile-worker';

/** The whole schedule: minute, hour, day of the month, month, weekday, in UTC. */
export const schedule: CronItem[] = [{ task: 'clean_up', match: '17 * * * *' }];
