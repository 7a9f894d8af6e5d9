/** What a process that fell over its work dies of; anything else was done to it. */
const crashes = ['SIGSEGV', 'SIGABRT', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGTRAP', 'SIGSYS'];

/**
 * Whether a process that ended in this way fell by itself: by a signal of its own, or by giving up with
 * a code. Killed from outside (by a person, by us, by a machine without memory): false.
 */
export function hasCrashed(code: number | null, signal: string | null): boolean {
	return signal === null ? code !== null && code !== 0 : crashes.includes(signal);
}
