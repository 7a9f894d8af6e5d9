import { randomUUID } from 'node:crypto';
import type { Db } from '#lib/server/database/pools.ts';
import { asViewer, type SignedIn, type Tx } from '#lib/server/database/viewer.ts';
import { NotRight } from '#lib/server/failures.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { tryMail } from '#lib/server/mail/tryMail.ts';
import { keepMailWay, mailWay } from '#lib/server/mail/way.ts';
import { m } from '#lib/paraglide/messages.js';
import { keepSettings } from '#lib/server/siteSetting.ts';
import { mustBeHost } from '../mustBeHost.ts';
import { isThisMachine, mailAddress, mailServerIn, passwordIn } from './mailServer.ts';
import type { HostWords, MailForm } from './schema.ts';

export async function keepName(
	tx: Tx,
	viewer: SignedIn | null,
	{ siteName, timeZone }: { siteName: string; timeZone: string }
): Promise<void> {
	mustBeHost(viewer);
	await keepSettings(tx, viewer, { site_name: siteName, zone: timeZone });
}

export async function keepWords(tx: Tx, viewer: SignedIn | null, words: HostWords): Promise<void> {
	mustBeHost(viewer);
	await keepSettings(tx, viewer, { host_words: words });
}

/**
 * From now on letters go out by this server. A password left empty is the one that is kept, for the
 * same server and user only: it is never handed to another. None goes over a way that others can read
 * along. Throws `NotRight` where one is needed, or would be read.
 */
export async function keepMailServer(
	tx: Tx,
	viewer: SignedIn | null,
	{ settings, now }: Lamplight,
	form: MailForm
): Promise<void> {
	mustBeHost(viewer);
	if (form.user && form.security === 'none' && !isThisMachine(form.server)) {
		throw new NotRight({ security: m.setup_mail_password_open() });
	}
	const server = mailAddress(form, form.password || (await keptPassword(tx, settings, form)));
	await keepMailWay(tx, settings.secret, {
		server,
		sender: form.sender,
		setBy: viewer.id,
		setAt: now()
	});
}

async function keptPassword(
	tx: Db,
	settings: Lamplight['settings'],
	{ server, user }: MailForm
): Promise<string> {
	if (!user) return '';
	const { server: kept, setBy } = await mailWay(settings, tx);
	const before = kept && setBy === 'host' ? mailServerIn(kept) : null;
	if (!kept || before?.server !== server || before.user !== user) {
		throw new NotRight({ password: m.setup_mail_password_again() });
	}
	return passwordIn(kept);
}

/** Sends the host a letter by the way that holds now, and keeps what came back. */
export async function sendTry(
	lamplight: Lamplight,
	session: string | null,
	address: string
): Promise<void> {
	const asHost = <T>(work: (tx: Tx, viewer: SignedIn) => Promise<T>) =>
		asViewer(lamplight.pools.web, session, async (tx, viewer) => {
			mustBeHost(viewer);
			return work(tx, viewer);
		});
	const way = await asHost((tx) => mailWay(lamplight.settings, tx));
	const found = await tryMail(lamplight, way, address);
	await asHost(async (tx, viewer) => {
		const row = { id: randomUUID(), triedBy: viewer.id, triedAt: lamplight.now(), ...found };
		await tx.insertInto('mailTry').values(row).execute();
	});
}
