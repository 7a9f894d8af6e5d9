import { createHash } from 'node:crypto';
import { constrainedMemory, platform } from 'node:process';
import { totalmem } from 'node:os';

/** Where clients reach Postgres: a folder with its socket, or an address, and a port. */
export type Endpoint = { host: string; port: number };

const MB = 1024 * 1024;
// sun_path holds 108 bytes on Linux and 104 on macOS, the ending zero included.
const LONGEST_SOCKET_PATH = 100;
const SOCKET_PORT = 5432;

/** What a commit means to a family: it is on the disk. Checked again once Postgres runs. */
export const DURABLE = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' } as const;

/**
 * A Unix socket in a folder of its own where its path is short enough, else null (loopback TCP).
 * The socket is better wherever it can be had: nobody else on the machine can even knock, no port
 * is taken, and it is the quicker of the two.
 */
export function socketEndpoint(folder: string): Endpoint | null {
	const path = `${folder}/.s.PGSQL.${SOCKET_PORT}`;
	const fits = Buffer.byteLength(path) <= LONGEST_SOCKET_PATH;
	return fits && platform !== 'win32' ? { host: folder, port: SOCKET_PORT } : null;
}

/** Settings fixed at every start, whatever stands in postgresql.conf. */
export function fixedSettings(at: Endpoint): Record<string, string> {
	const overSocket = at.host.startsWith('/');
	return {
		...DURABLE,
		listen_addresses: overSocket ? '' : at.host,
		port: String(at.port),
		unix_socket_directories: overSocket ? at.host : '',
		unix_socket_permissions: '0700',
		password_encryption: 'scram-sha-256',
		timezone: 'UTC',
		// The log never holds what a family wrote: no statements, no details of values.
		log_destination: 'stderr',
		logging_collector: 'off',
		log_timezone: 'UTC',
		log_statement: 'none',
		log_min_error_statement: 'panic',
		log_error_verbosity: 'terse',
		log_checkpoints: 'off',
		// Whatever a killed Lamplight had still asked for ends soon.
		...(platform === 'win32' ? {} : { client_connection_check_interval: '10s' })
	};
}

/** Settings a new cluster starts with; a host may change them in postgresql.conf. */
export function firstSettings(memoryBytes = memoryHere()): Record<string, string> {
	const sharedMb = Math.round(Math.min(512, Math.max(64, memoryBytes / MB / 16)));
	return {
		max_connections: '100',
		shared_buffers: `${sharedMb}MB`,
		effective_cache_size: `${Math.round(memoryBytes / MB / 3)}MB`,
		maintenance_work_mem: '64MB',
		min_wal_size: '80MB',
		max_wal_size: '512MB',
		random_page_cost: '1.1',
		jit: 'off'
	};
}

// A container may have less than its machine.
function memoryHere(): number {
	const limit = constrainedMemory();
	return limit > 0 ? Math.min(limit, totalmem()) : totalmem();
}

/**
 * A name for this very set of settings and programs, but for the port: a running Postgres that
 * carries another name belongs to an earlier Lamplight, and is started anew.
 */
export function fingerprint(settings: Record<string, string>, program: string): string {
	const text = JSON.stringify([{ ...settings, port: '' }, program]);
	return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** `-c name=value` for the command line of postgres and initdb. */
export function asArguments(settings: Record<string, string>): string[] {
	return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
