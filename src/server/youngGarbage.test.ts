import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { constants, PerformanceObserver } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { collectYoungWhile } from './youngGarbage.ts';

/** As Node tells of a collection. */
type Collected = { detail: { kind: number; flags: number } };

/** Sends a body of so many bytes, in pieces, and tells how often young garbage was asked to be collected. */
async function collectionsDuring(bytes: number): Promise<number> {
	const server = createServer((arriving, response) => {
		collectYoungWhile(arriving, response);
		arriving.resume().once('end', () => response.end());
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => void server.close());
	let forced = 0;
	const observer = new PerformanceObserver((list) => {
		for (const { detail } of list.getEntries() as unknown as Collected[]) {
			const asked = detail.flags === constants.NODE_PERFORMANCE_GC_FLAGS_FORCED;
			if (detail.kind === constants.NODE_PERFORMANCE_GC_MINOR && asked) forced += 1;
		}
	});
	observer.observe({ entryTypes: ['gc'] });
	const { port } = server.address() as AddressInfo;
	const headers = { 'content-length': bytes };
	const sending = request({ host: '127.0.0.1', port, method: 'PATCH', headers });
	const answered = once(sending, 'response');
	const piece = Buffer.alloc(50_000);
	for (let sent = 0; sent < bytes; sent += piece.length) {
		if (!sending.write(piece.subarray(0, bytes - sent))) await once(sending, 'drain');
		if (sent % 1_000_000 === 0) await pause(5);
	}
	sending.end();
	const [response] = await answered;
	response.resume();
	await pause(50);
	observer.disconnect();
	return forced;
}

test('young garbage is collected often while much arrives, and not for what is short', async () => {
	expect(await collectionsDuring(100_000_000)).toBeGreaterThan(2);
	// As photographs come: none of them is enough by itself.
	let forced = 0;
	for (let n = 0; n < 30; n += 1) forced += await collectionsDuring(3_400_000);
	expect(forced).toBeGreaterThan(2);
	expect(await collectionsDuring(900_000)).toBe(0);
});
