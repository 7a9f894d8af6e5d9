/** How long to wait before the next try, in milliseconds: soon, then ever less often. */
const delays = [1000, 2000, 4000, 8000, 15_000, 30_000];

export function delayAfter(tries: number): number {
	return delays[Math.min(tries, delays.length - 1)] ?? 30_000;
}

/** Resolves after this time, as soon as the browser says that it is online again, or when stopped. */
export function waitOrOnline(ms: number, stop: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		const done = () => {
			clearTimeout(timer);
			removeEventListener('online', done);
			stop.removeEventListener('abort', done);
			resolve();
		};
		const timer = setTimeout(done, ms);
		addEventListener('online', done);
		stop.addEventListener('abort', done);
		if (stop.aborted) done();
	});
}
