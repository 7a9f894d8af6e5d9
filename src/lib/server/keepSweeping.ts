import { setTimeout as pause } from 'node:timers/promises';
import type { Lamplight } from './lamplight.ts';
import { logFault } from './log.ts';

const everyMs = 5 * 60_000;

/**
 * Sweeps what arrives in this process's own folders, now and every five minutes: `sweeps`, by name, one
 * after the other. No job: what has arrived lies with the process that serves pages, and a worker may be
 * on another machine. `stop` lets a sweep under way end.
 */
export function keepSweeping(
	lamplight: Lamplight,
	sweeps: Record<string, (lamplight: Lamplight) => Promise<void>>
): { stop(): Promise<void> } {
	const stopping = new AbortController();
	const { signal } = stopping;
	const ended = (async () => {
		while (!signal.aborted) {
			for (const [name, sweep] of Object.entries(sweeps)) {
				await sweep(lamplight).catch((error: unknown) => logFault(name, error));
			}
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
