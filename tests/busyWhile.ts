/**
 * For tests: how long this thread itself was at work while something was done, in milliseconds of a
 * processor. Pages wait no longer than that for it; and it is the same on a machine that is busy with
 * something else.
 */
export async function busyWhile(work: () => Promise<unknown>): Promise<number> {
	const before = process.threadCpuUsage();
	await work();
	const { user, system } = process.threadCpuUsage(before);
	return (user + system) / 1000;
}
