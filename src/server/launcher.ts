/**
 * Calls back when the launcher (bin/start.mjs) is gone without having passed on a wish to stop:
 * somebody killed it, and nothing may stay behind that a next start would trip over. Never calls
 * where there is no launcher.
 */
export function onLauncherGone(callback: () => void): void {
	process.once('disconnect', callback);
	// Listening alone must not keep the process from ending.
	process.channel?.unref();
}
