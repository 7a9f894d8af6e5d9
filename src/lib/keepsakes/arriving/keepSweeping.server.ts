import { setTimeout as pause } from 'node:timers/promises';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { logFault } from '#lib/server/log.ts';
import { sweepUploads } from './sweepUploads.server.ts';

const everyMs = 5 * 60_000;

/**
 * Sweeps uploads now and every five minutes. No job: what has arrived lies with the process that
 * serves pages, and a worker may be on another machine. `stop` lets a sweep under way end.
 */
export function keepSweeping(lamplight: Lamplight): { stop(): Promise<void> } {
	const stopping = new AbortController();
	const { signal } = stopping;
	const ended = (async () => {
		while (!signal.aborted) {
			await sweepUploads(lamplight).catch((error: unknown) => logFault('sweep_uploads', error));
			await pause(everyMs, undefined, { signal, ref: false }).catch(() => undefined);
		}
	})();
	return {
		stop: () => {
			stopping.abort();
			return ended;
		}
	};
}
