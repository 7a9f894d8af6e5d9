import { randomUUID } from 'node:crypto';
import type { NodemailerError } from 'nodemailer';
import { m } from '#lib/paraglide/messages.js';
import type { Lamplight } from '../lamplight.ts';
import { post } from './post.ts';
import { asHtml, asText } from './sheet.ts';
import type { MailWay } from './way.ts';

/** What came back of a letter that was sent to see whether letters go out. */
export type MailTry = {
	outcome: 'taken' | 'refused' | 'unreachable' | 'folder';
	/** The server's own words, or the machine's where no server answered; 1,000 letters at most. */
	said: string;
};

/** Sends one letter now, past the queue, and tells what came back. */
export async function tryMail(
	{ settings, siteName }: Pick<Lamplight, 'settings' | 'siteName'>,
	way: MailWay,
	address: string
): Promise<MailTry> {
	const { origin, dataDir } = settings;
	const site = siteName.known();
	const words = {
		before: [m.mail_try_words()],
		link: { words: m.mail_try_link(), href: `${origin}/host/setup` },
		after: []
	};
	try {
		const id = randomUUID();
		const said = await post(way, dataDir, id, {
			to: { name: '', address },
			subject: m.mail_subject({ site: m.site_name() }),
			messageId: `<${id}@${new URL(origin).hostname}>`,
			headers: { 'Auto-Submitted': 'auto-generated' },
			text: asText(words, site, origin),
			html: asHtml(words, site, origin)
		});
		return way.server ? { outcome: 'taken', said: short(said) } : { outcome: 'folder', said: '' };
	} catch (error) {
		return whatCameBack(error);
	}
}

function whatCameBack(error: unknown): MailTry {
	const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
	const { response, message } = cause as NodemailerError;
	if (response) return { outcome: 'refused', said: short(response) };
	return { outcome: 'unreachable', said: short(message) };
}

function short(said: string): string {
	return said.slice(0, 1000);
}
