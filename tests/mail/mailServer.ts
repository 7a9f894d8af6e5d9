import { onTestFinished } from 'vitest';
import { listenForMail, type MailServer } from './listenForMail.ts';

export { headerOf, textOf, type MailServer } from './listenForMail.ts';

/** The same mail server, closed after the test. */
export async function openMailServer(
	how: Parameters<typeof listenForMail>[0] = {}
): Promise<MailServer> {
	const server = await listenForMail(how);
	onTestFinished(server.close);
	return server;
}
