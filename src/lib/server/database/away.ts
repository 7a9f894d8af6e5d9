import { isStoreAway } from '../files/away.ts';

/** What a socket says of a server that is not there, or not any more. */
const socketCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH']);

/** What Postgres says: connection exceptions (class 08), and that it is stopping or starting. */
const postgresCodes = /^(08...|57P0[123])$/;

/** What `pg` says in words alone. */
const words =
	/^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Connection ended unexpectedly)/;

/**
 * Whether this is an error of a database that cannot be reached just now, as while it restarts, and
 * may be back at any moment. Errors that wrap another are looked into; those of a store of files are
 * not ours (see `isStoreAway`).
 */
export function isAway(error: unknown): boolean {
	if (!(error instanceof Error) || isStoreAway(error)) return false;
	const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
	const noSocket = code === 'ENOENT' && 'syscall' in error && error.syscall === 'connect';
	if (noSocket || socketCodes.has(code) || postgresCodes.test(code)) return true;
	return words.test(error.message) || isAway(error.cause);
}
