import type { Socket } from 'node:net';
import pg from 'pg';
import type { Pulse } from './pulse.ts';

type Connected = (
	error: Error | undefined,
	client: pg.PoolClient | undefined,
	release: (error?: Error | boolean) => void
) => void;

/**
 * A pool for pages, which do not wait for a Postgres that answers nobody (see `Pulse`): what was asked
 * of it fails as when a connection breaks, and the connection is thrown away, as nobody knows what
 * became of it. While it stays so, everything fails at once. Slow work takes as long as it takes.
 */
export class WatchedPool extends pg.Pool {
	#pulse: Pulse;

	constructor(config: pg.PoolConfig, pulse: Pulse) {
		super(config);
		this.#pulse = pulse;
		const { silentMs } = pulse.patience;
		this.on('connect', (client) => {
			const socket = socketOf(client);
			socket.on('timeout', async () => {
				const heard = socket.bytesRead;
				const answers = await pulse.answers();
				if (answers || socket.bytesRead > heard) socket.setTimeout(socket.timeout ?? 0);
				else socket.destroy();
			});
		});
		this.on('acquire', (client) => socketOf(client).setTimeout(silentMs));
		this.on('release', (_error, client) => socketOf(client).setTimeout(0));
	}

	override connect(): Promise<pg.PoolClient>;
	override connect(done: Connected): void;
	override connect(done?: Connected): Promise<pg.PoolClient> | void {
		const connected = this.#connect();
		if (!done) return connected;
		connected.then(
			(client) => done(undefined, client, (error) => client.release(error)),
			(error: Error) => done(error, undefined, () => undefined)
		);
	}

	async #connect(): Promise<pg.PoolClient> {
		if (this.#pulse.away) {
			throw Object.assign(new Error('Postgres answers nobody'), { code: 'ETIMEDOUT' });
		}
		// Whoever waits so long in vain may be waiting for a free connection alone.
		const { silentMs } = this.#pulse.patience;
		const asking = setTimeout(() => void this.#pulse.answers(), silentMs).unref();
		try {
			return await super.connect();
		} finally {
			clearTimeout(asking);
		}
	}
}

function socketOf({ connection }: pg.PoolClient): Socket {
	return connection.stream as Socket;
}
