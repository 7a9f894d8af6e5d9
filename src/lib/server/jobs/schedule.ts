import type { CronItem } from 'graphile-worker';

/** The whole schedule: minute, hour, day of the month, month, weekday, in UTC. */
export const schedule: CronItem[] = [
	{ task: 'free_jobs', match: '* * * * *' },
	{ task: 'clean_up', match: '17 * * * *' },
	{ task: 'try_soon', match: '* * * * *' },
	{ task: 'end_what_is_over', match: '19 * * * *' },
	{ task: 'make_waiting', match: '*/10 * * * *' },
	{ task: 'read_unread', match: '*/10 * * * *' },
	{ task: 'delete_released', match: '23 * * * *' },
	{ task: 'check_files', match: '10 2 * * *' },
	{ task: 'count_others', match: '37 3 * * *' },
	{ task: 'take_backup', match: '41 0 * * *' },
	{ task: 'warn_of_backups', match: '29 9 * * *' },
	{ task: 'send_digests', match: '37 8 * * *' },
	{ task: 'send_words', match: '*/15 * * * *' },
	{ task: 'warn_of_help_lines', match: '31 9 * * *' },
	{ task: 'sweep_files', match: '41 3 * * *' },
	{ task: 'remind_of_deposits', match: '7 10 * * *' },
	{ task: 'expire_deposits', match: '53 3 * * *' }
];
