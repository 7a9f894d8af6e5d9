import type { IncomingMessage, ServerResponse } from 'node:http';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** From here on a body is long: what arrives in one piece of a network's reading is far less. */
const longBytes = 1e6;
/** So much outside of the heap is worth a collection of a millisecond or two: a photograph's worth. */
const enoughBytes = 3e6;
const lookEveryMs = 20;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as (how: { type: 'minor' }) => void;

let arriving = 0;
let timer: NodeJS.Timeout | undefined;
/** What lay outside when it was least, or after the last collection: over many short bodies it adds up. */
let least = Infinity;

/**
 * Collects young garbage often while a long body arrives, until it is answered. Each piece that arrives
 * leaves a buffer of 64 KB behind, of which V8 sees only a small thing in its heap: left to itself it
 * goes on until it has to collect everything, and pages wait 10 to 40 ms. Measured with photographs at the
 * full speed of loopback, together with what `bin/nodeOptions.mjs` tells V8: p99 of pages 10 ms where it
 * was 16 to 28.
 */
export function collectYoungWhile(request: IncomingMessage, response: ServerResponse): void {
	if (!isLong(request)) return;
	arriving += 1;
	if (arriving === 1) timer = setInterval(look, lookEveryMs).unref();
	response.once('close', () => {
		arriving -= 1;
		if (arriving === 0) clearInterval(timer);
	});
}

function isLong({ headers }: IncomingMessage): boolean {
	return (
		headers['transfer-encoding'] !== undefined || Number(headers['content-length']) > longBytes
	);
}

function look(): void {
	least = Math.min(least, outside());
	if (outside() - least < enoughBytes) return;
	collect({ type: 'minor' });
	least = outside();
}

/** Bytes that belong to the heap and lie outside of it, those of buffers above all. */
function outside(): number {
	return getHeapStatistics().external_memory;
}
