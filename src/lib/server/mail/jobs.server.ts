import { sql } from 'kysely';
import { m } from '#lib/paraglide/messages.js';
import type { Lamplight } from '../lamplight.ts';
import { logLine } from '../log.ts';
import { heldUntil, putOff } from './gate.ts';
import type { Addressee, QueuedLetter } from './letter.ts';
import { post, Undeliverable } from './post.ts';
import { asHtml, asText } from './sheet.ts';
import { mailWay } from './way.ts';
import type { Letter } from './letter.ts';
import type { Words } from './wording.ts';
import { wordsOf } from './words.ts';

/** Letters that a feature words by itself, because what they say is its own to look up. */
export type WordsOfFeatures = Partial<
	Record<Letter['template'], (lamplight: Lamplight, letter: QueuedLetter) => Promise<Words | null>>
>;

/**
 * Sends one letter, unless its reader's own day or hour lets it wait: says what is true then, or
 * nothing where it no longer stands. Subject and sender tell nothing. Its Message-ID is its own, so that a mail server that was given it twice can tell.
 */
async function sendMail(
	payload: unknown,
	lamplight: Lamplight,
	ofFeatures: WordsOfFeatures = {}
): Promise<void> {
	const letter = payload as QueuedLetter;
	const until = await heldUntil(lamplight, letter);
	if (until) return putOff(lamplight, letter, until);
	const to = await addressOf(lamplight, letter.to);
	const own = ofFeatures[letter.template];
	const words = await (own ? own(lamplight, letter) : wordsOf(lamplight, letter));
	if (!to || !words) return;
	const { origin, dataDir } = lamplight.settings;
	const way = await mailWay(lamplight.settings, lamplight.pools.worker);
	const site = lamplight.siteName.known();
	try {
		await post(way, dataDir, letter.id, {
			to: { name: '', address: to },
			subject: m.mail_subject({ site: m.site_name() }),
			messageId: `<${letter.id}@${new URL(origin).hostname}>`,
			headers: { 'Auto-Submitted': 'auto-generated', ...stopHeaders(words) },
			text: asText(words, site, origin),
			html: asHtml(words, site, origin)
		});
	} catch (error) {
		if (!(error instanceof Undeliverable)) throw error;
		logLine('the mail server refused the address of a letter for good');
	}
}

/** RFC 8058: the reader's mail program stops it by one request, signed by the address alone. */
function stopHeaders({ oneClickStop }: Words): Record<string, string> {
	if (!oneClickStop) return {};
	return {
		'List-Unsubscribe': `<${oneClickStop}>`,
		'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click'
	};
}

/** Addresses are read here, by the worker, and nowhere else. */
async function addressOf(lamplight: Lamplight, to: Addressee): Promise<string | null> {
	if ('address' in to) return to.address;
	const { rows } = await sql<{ email: string }>`
		select u."email" as email
		from auth."user" u
		join member m on m.id = u."id" and m.ended_at is null
		where u."id" = ${to.member}
	`.execute(lamplight.pools.worker);
	return rows[0]?.email ?? null;
}

export const mailJobs = {
	send_mail: (payload: unknown, lamplight: Lamplight) => sendMail(payload, lamplight)
};

/** The same, with the letters that features word themselves. */
export function mailJobsWith(ofFeatures: WordsOfFeatures): typeof mailJobs {
	return { send_mail: (payload, lamplight) => sendMail(payload, lamplight, ofFeatures) };
}
