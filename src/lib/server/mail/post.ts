import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport, type NodemailerError, type SendMailOptions } from 'nodemailer';
import { fileIn, makeFolder, syncFolder } from '../files/folders.ts';
import type { MailWay } from './way.ts';

/** The mail server refused this very address for good: trying again would change nothing. */
export class Undeliverable extends Error {
	override name = 'Undeliverable';
}

/**
 * Gives a letter to the mail server, or writes it to `data/mail/ID.eml` where none is set. Done
 * when it was taken, with what the server said to it. Throws where it was not: trying again, with the
 * same `id`, is safe.
 */
export async function post(
	{ server, sender }: MailWay,
	dataDir: string,
	id: string,
	letter: SendMailOptions
): Promise<string> {
	const whole = { from: sender, ...letter };
	if (server) return toServer(server, whole);
	await toFolder(join(dataDir, 'mail'), id, whole);
	return '';
}

async function toServer(url: string, letter: SendMailOptions): Promise<string> {
	const server = createTransport({
		url,
		connectionTimeout: 10_000,
		greetingTimeout: 10_000,
		socketTimeout: 30_000,
		disableFileAccess: true,
		disableUrlAccess: true
	});
	try {
		const { response } = await server.sendMail(letter);
		return response;
	} catch (error) {
		const known = error as NodemailerError;
		throw refusedForGood(known) ? new Undeliverable(known.message, { cause: known }) : known;
	}
}

/** A 5xx answer to the recipient itself (RFC 5321 §4.2.1), not to our own sign-in or sender. */
function refusedForGood({ rejectedErrors }: NodemailerError): boolean {
	return rejectedErrors?.some((each) => (each.responseCode ?? 0) >= 500) ?? false;
}

/** Written beside and renamed: a letter is there whole or not at all, and once. */
async function toFolder(folder: string, id: string, letter: SendMailOptions): Promise<void> {
	const writer = createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
	const { message } = await writer.sendMail(letter);
	await makeFolder(folder);
	const file = fileIn(folder, `${id}.eml`);
	await writeFile(`${file}.part`, message as Buffer, { mode: 0o600, flush: true });
	await rename(`${file}.part`, file);
	await syncFolder(folder);
}
