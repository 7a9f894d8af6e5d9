import type { Db } from '#lib/server/database/pools.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import type { MailTry } from '#lib/server/mail/tryMail.ts';
import { mailWay, type MailWay } from '#lib/server/mail/way.ts';
import type { Settings } from '#lib/server/settings.ts';
import { settingOf } from '#lib/server/siteSetting.ts';
import { mustBeHost } from '../mustBeHost.ts';
import { mailServerIn, type MailServer } from './mailServer.ts';
import type { HostWords } from './schema.ts';
import { hostWords } from './words.server.ts';

/** How letters go out, as the host sees it; the last try says whether they do. */
export type MailState = {
	setBy: MailWay['setBy'];
	server: MailServer | null;
	sender: string;
	lastTry: (MailTry & { triedAt: Date }) | null;
};

export type SetupPage = {
	viewer: SignedIn;
	siteName: string;
	timeZone: string;
	zones: string[];
	mail: MailState;
	words: HostWords;
};

/** The page on which a host sets the site up. For hosts alone; throws `NotFound` for others. */
export async function setupPage(
	tx: Tx,
	viewer: SignedIn | null,
	settings: Settings
): Promise<SetupPage> {
	mustBeHost(viewer);
	const name = await settingOf(tx, 'site_name');
	return {
		viewer,
		siteName: typeof name === 'string' ? name : '',
		timeZone: await siteZone(tx),
		zones: Intl.supportedValuesOf('timeZone'),
		mail: await mailState(tx, settings),
		words: await hostWords(tx)
	};
}

/** The time zone of the site, by its IANA name; UTC where the host chose none. */
export async function siteZone(db: Db): Promise<string> {
	const said = await settingOf(db, 'zone');
	return typeof said === 'string' && said ? said : 'UTC';
}

async function mailState(tx: Tx, settings: Settings): Promise<MailState> {
	const { setBy, server, sender } = await mailWay(settings, tx);
	const last = await tx
		.selectFrom('mailTry')
		.orderBy('triedAt', 'desc')
		.limit(1)
		.select(['outcome', 'said', 'triedAt'])
		.executeTakeFirst();
	return {
		setBy,
		server: server ? mailServerIn(server) : null,
		sender,
		lastTry: (last as MailState['lastTry'] | undefined) ?? null
	};
}
