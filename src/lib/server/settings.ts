import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseStorageUrl, sayPlace, type Place } from './files/storageUrl.ts';

/** What the environment says (DESIGN §6), with its defaults. */
export type Settings = {
	port: number;
	host: string;
	/** What the site is called in links, when set; else links name the loopback address. */
	origin: string;
	/** ORIGIN was given: only that address counts as this site. */
	originIsFixed: boolean;
	dataDir: string;
	databaseUrl: string | null;
	/** Where files are kept: STORAGE_URL, or a folder in the data folder. */
	storage: Place;
	/** Where a second copy of every original goes: STORAGE_COPY_URL. */
	storageCopy: Place | null;
	/** How many bytes the nightly check reads in a second, at most: CHECK_MB_PER_SECOND. */
	checkBytesPerSecond: number;
	/** Whether the process that serves pages does the jobs too: JOBS; else a worker does. */
	jobs: 'here' | 'elsewhere';
	smtpUrl: string | null;
	mailFrom: string;
	/** Derives every password and signature of the site; made on the first start. */
	secret: string;
	backups: BackupSettings;
};

/** When and how backups are taken by themselves. */
export type BackupSettings = {
	/** Where to, every night: BACKUP_TARGET; null: no backup is taken by itself. */
	target: string | null;
	/** Whom they are sealed for: BACKUP_RECIPIENT; null: they are plain. */
	recipient: string | null;
	/** How many are kept: BACKUP_KEEP. */
	keep: number;
	/** After how many days without a proven backup the hosts are told: BACKUP_WARN_DAYS. */
	warnDays: number;
};

/** Reads the settings and makes the data folder with its secret where they are missing. */
export async function readSettings(env: NodeJS.ProcessEnv): Promise<Settings> {
	const port = Number(env.PORT || 3000);
	if (!Number.isInteger(port) || port < 0 || port > 65535) {
		throw new Error(`PORT is "${env.PORT}"; it must be a number from 0 to 65535.`);
	}
	const host = env.HOST || '127.0.0.1';
	const dataDir = resolve(env.LAMPLIGHT_DATA || './data');
	const origin = env.ORIGIN || `http://${host === '0.0.0.0' ? 'localhost' : host}:${port}`;
	if (!URL.canParse(origin)) throw new Error(`ORIGIN is "${origin}"; it must be a web address.`);
	return {
		port,
		host,
		origin: new URL(origin).origin,
		originIsFixed: Boolean(env.ORIGIN),
		dataDir,
		databaseUrl: env.DATABASE_URL || null,
		...storageSettings(env, dataDir),
		jobs: whereJobs(env.JOBS || 'here'),
		smtpUrl: env.SMTP_URL || null,
		mailFrom: env.MAIL_FROM || `Lamplight <lamplight@${new URL(origin).hostname}>`,
		secret: env.LAMPLIGHT_SECRET || (await ownSecret(dataDir)),
		backups: {
			target: env.BACKUP_TARGET || null,
			recipient: env.BACKUP_RECIPIENT || null,
			keep: wholeNumber('BACKUP_KEEP', env.BACKUP_KEEP || '14'),
			warnDays: wholeNumber('BACKUP_WARN_DAYS', env.BACKUP_WARN_DAYS || '8')
		}
	};
}

function storageSettings(env: NodeJS.ProcessEnv, dataDir: string) {
	const { STORAGE_URL, STORAGE_COPY_URL } = env;
	const own: Place = { kind: 'folder', path: join(dataDir, 'files') };
	const storage = STORAGE_URL ? parseStorageUrl('STORAGE_URL', STORAGE_URL, env) : own;
	const storageCopy = STORAGE_COPY_URL
		? parseStorageUrl('STORAGE_COPY_URL', STORAGE_COPY_URL, env)
		: null;
	if (storageCopy && isSame(storage, storageCopy))
		throw new Error('STORAGE_COPY_URL is where the files are already; it must be another place.');
	const megabytes = Number(env.CHECK_MB_PER_SECOND || 40);
	if (!(megabytes > 0)) {
		throw new Error(
			`CHECK_MB_PER_SECOND is "${env.CHECK_MB_PER_SECOND}"; it must be a number above 0.`
		);
	}
	return { storage, storageCopy, checkBytesPerSecond: megabytes * 1_000_000 };
}

function isSame(one: Place, other: Place): boolean {
	return one.kind === 'folder' && other.kind === 'folder'
		? resolve(one.path) === resolve(other.path)
		: sayPlace(one) === sayPlace(other);
}

function whereJobs(text: string): Settings['jobs'] {
	if (text === 'here' || text === 'elsewhere') return text;
	throw new Error(`JOBS is "${text}"; it must be here or elsewhere.`);
}

function wholeNumber(name: string, text: string): number {
	if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
	throw new Error(`${name} is "${text}"; it must be a whole number from 1.`);
}

async function ownSecret(dataDir: string): Promise<string> {
	const file = join(dataDir, 'secret');
	await mkdir(dataDir, { recursive: true, mode: 0o711 });
	try {
		await writeFile(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 });
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
	}
	return (await readFile(file, 'utf8')).trim();
}
