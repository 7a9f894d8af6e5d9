import type { Db } from '../database/pools.ts';
import { logLine } from '../log.ts';
import type { Settings } from '../settings.ts';
import { openToken, sealToken } from './seal.ts';

/**
 * How letters go out. `server`: the address of a mail server (`smtp://` or `smtps://`); null: they are
 * written into `data/mail`. `setBy`: who said so; the environment (SMTP_URL) goes before the host.
 */
export type MailWay = {
	server: string | null;
	/** The address that letters come from. */
	sender: string;
	setBy: 'environment' | 'host' | 'nobody';
};

/**
 * The way that holds now. Pages see the host's own only where a host looks; the worker always does. One
 * that was sealed with another secret (a plain backup leaves the secret out) is none: everybody can
 * still sign in by the letters in `data/mail`, and a host sets it anew.
 */
export async function mailWay(settings: Settings, db: Db): Promise<MailWay> {
	const { smtpUrl, mailFrom, secret } = settings;
	if (smtpUrl) return { server: smtpUrl, sender: mailFrom, setBy: 'environment' };
	const own = await db.selectFrom('mailWay').select(['sealed', 'sender']).executeTakeFirst();
	const server = own && opened(secret, own.sealed);
	if (!own || !server) return { server: null, sender: mailFrom, setBy: 'nobody' };
	return { server, sender: own.sender, setBy: 'host' };
}

function opened(secret: string, sealed: string): string | null {
	try {
		return openToken(secret, sealed);
	} catch {
		logLine(
			'the mail server is sealed with another secret: letters go to data/mail until it is set'
		);
		return null;
	}
}

/** Keeps the host's own way; its address lies sealed. */
export async function keepMailWay(
	db: Db,
	secret: string,
	way: { server: string; sender: string; setBy: string; setAt: Date }
): Promise<void> {
	const { server, ...rest } = way;
	const row = { ...rest, sealed: sealToken(secret, server) };
	await db
		.insertInto('mailWay')
		.values(row)
		.onConflict((on) => on.column('onlyOne').doUpdateSet(row))
		.execute();
}
