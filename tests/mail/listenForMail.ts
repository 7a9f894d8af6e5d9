import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export type MailServer = {
	url: string;
	port: number;
	/** Whole messages as they arrived, oldest first. */
	arrived: string[];
	close(): Promise<void>;
};

/**
 * A real mail server on loopback. `refuses`: it knows nobody (550). `greylists`: it takes a letter for
 * an address at the second try (451). `hangsUp`: it takes the first letter whole and goes before it
 * says so. `slowMs`: how long it thinks before it says that it took one.
 */
export async function listenForMail({
	port = 0,
	refuses = false,
	greylists = false,
	hangsUp = false,
	slowMs = 0
} = {}): Promise<MailServer> {
	const arrived: string[] = [];
	const known = new Set<string>();
	const answerTo = (address: string) => {
		if (refuses) return Object.assign(new Error('No such user'), { responseCode: 550 });
		if (!greylists || known.has(address)) return null;
		known.add(address);
		return Object.assign(new Error('Please try again later'), { responseCode: 451 });
	};
	const server = new SMTPServer({
		disabledCommands: ['AUTH', 'STARTTLS'],
		onRcptTo: ({ address }, _session, done) => done(answerTo(address)),
		onData: (stream, session, done) => {
			let message = '';
			stream.setEncoding('utf8');
			stream.on('data', (chunk: string) => (message += chunk));
			stream.on('end', () => {
				arrived.push(message);
				if (hangsUp && arrived.length === 1) hangUp(server, session.id);
				else if (slowMs > 0) setTimeout(done, slowMs);
				else done();
			});
		}
	});
	await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
	const listening = (server.server.address() as AddressInfo).port;
	let closed: Promise<void> | undefined;
	const close = () => (closed ??= new Promise<void>((resolve) => server.close(() => resolve())));
	return { url: `smtp://127.0.0.1:${listening}`, port: listening, arrived, close };
}

function hangUp(server: SMTPServer, id: string): void {
	for (const connection of server.connections) {
		const { session, _socket } = connection as unknown as {
			session: { id: string };
			_socket: { destroy(): void };
		};
		if (session.id === id) _socket.destroy();
	}
}

/** A letter's header, unfolded. */
export function headerOf(message: string, name: string): string {
	const head = (message.split(/\r?\n\r?\n/, 1)[0] ?? '').replace(/\r?\n[ \t]+/g, ' ');
	return new RegExp(`^${name}: (.*)$`, 'im').exec(head)?.[1]?.trim() ?? '';
}

/** A letter's plain text, decoded. */
export function textOf(message: string): string {
	const unfolded = message.replaceAll('\r\n', '\n');
	const plain = /Content-Type: text\/plain[\s\S]*?\n\n([\s\S]*?)\n--/i.exec(unfolded)?.[1] ?? '';
	const bytes = plain
		.replace(/=\n/g, '')
		.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
	return Buffer.from(bytes, 'latin1').toString('utf8');
}
