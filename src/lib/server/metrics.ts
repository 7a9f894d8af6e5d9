import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Lamplight } from './lamplight.ts';

/** Prometheus figures of the machine alone: nothing of what families keep or read is counted. */
const registries = new WeakMap<Lamplight, Registry>();

export async function metricsText(lamplight: Lamplight): Promise<string> {
	let registry = registries.get(lamplight);
	if (!registry) registries.set(lamplight, (registry = openRegistry(lamplight)));
	return registry.metrics();
}

function openRegistry({ pools }: Lamplight): Registry {
	const registry = new Registry();
	collectDefaultMetrics({ register: registry, prefix: 'lamplight_' });
	new Gauge({
		name: 'lamplight_database_connections',
		help: 'Connections to Postgres, by pool and state.',
		labelNames: ['pool', 'state'],
		registers: [registry],
		collect() {
			for (const [name, pool] of [
				['pages', pools.pages],
				['strangers', pools.strangers],
				['auth', pools.auth],
				['worker', pools.workerPool]
			] as const) {
				this.set({ pool: name, state: 'open' }, pool.totalCount);
				this.set({ pool: name, state: 'idle' }, pool.idleCount);
				this.set({ pool: name, state: 'waiting' }, pool.waitingCount);
			}
		}
	});
	return registry;
}
