import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { logLine } from '#lib/server/log.ts';

/** Whatever pages need comes first (the lowest of the system's priorities). */
const lowest = 19;

/**
 * Takes the nightly backup and proves it, as a process of its own: pages never wait for it, and it
 * ends with us. One that failed is taken again the next night; hosts are told when that goes on.
 */
export async function takeNightly({ settings }: Lamplight): Promise<void> {
	const { target, recipient, keep } = settings.backups;
	if (target === null) return;
	const args = ['cli/lamplight.ts', 'backup', target, '--prove', '--keep', String(keep)];
	const child = spawn(process.execPath, args, {
		env: {
			...process.env,
			...{ LAMPLIGHT_DATA: settings.dataDir, LAMPLIGHT_SECRET: settings.secret },
			...(settings.databaseUrl ? { DATABASE_URL: settings.databaseUrl } : {}),
			...(recipient ? { BACKUP_RECIPIENT: recipient } : {})
		},
		stdio: ['ignore', 'ignore', 'ignore', 'ipc']
	});
	const ended = new Promise<number | null>((resolve, reject) => {
		child.once('error', reject);
		child.once('exit', resolve);
	});
	if (child.pid !== undefined) setPriority(child.pid, lowest);
	const code = await ended;
	if (code !== 0) {
		logLine(`the nightly backup was not whole (${code}); \`npm run lamplight -- backup\` says why`);
	}
}
