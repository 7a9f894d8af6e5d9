import { m } from '#lib/paraglide/messages.js';
import { hashedToken } from '../auth/hashedToken.ts';
import type { Lamplight } from '../lamplight.ts';
import { day, type Words } from './wording.ts';

/** An invitation that is still open; null where it was used, withdrawn or is over. */
export async function invitationWords(lamplight: Lamplight, token: string): Promise<Words | null> {
	const found = await lamplight.pools.worker
		.selectFrom('invitation as i')
		.leftJoin('member as by', 'by.id', 'i.invitedBy')
		.where('i.tokenHash', '=', hashedToken(token))
		.where('i.usedAt', 'is', null)
		.where('i.withdrawnAt', 'is', null)
		.where('i.expiresAt', '>', lamplight.now())
		.select(['i.kind', 'i.expiresAt', 'by.name'])
		.executeTakeFirst();
	if (!found) return null;
	const name = found.name || m.mail_somebody();
	const site = lamplight.siteName.known();
	const keeps = found.kind === 'keeper';
	return {
		before: [
			m.mail_invitation_opening({ name }),
			keeps ? m.mail_invitation_keeper({ name, site }) : m.mail_invitation_guest({ name, site })
		],
		link: {
			words: m.mail_invitation_link(),
			href: `${lamplight.settings.origin}/invitation/${token}`
		},
		after: [m.mail_invitation_once({ date: day(found.expiresAt) })]
	};
}

/** A question that still waits for an answer; null where it was answered or taken back. */
export async function proposalWords(lamplight: Lamplight, id: string): Promise<Words | null> {
	const found = await lamplight.pools.worker
		.selectFrom('proposal as p')
		.innerJoin('member as by', 'by.id', 'p.proposedBy')
		.where('p.id', '=', id)
		.where('p.closedAt', 'is', null)
		.select(['p.boxId', 'p.kind', 'by.name'])
		.executeTakeFirst();
	if (!found) return null;
	return {
		before: [
			m.mail_proposal_opening({ name: found.name || m.mail_somebody() }),
			found.kind === 'share' ? m.mail_proposal_share() : m.mail_proposal_invite()
		],
		link: {
			words: m.mail_proposal_link(),
			href: `${lamplight.settings.origin}/box/${found.boxId}/proposal/${id}`
		},
		after: []
	};
}

/** The one reminder of a question; null where this keeper has said anything to it since. */
export async function reminderWords(
	lamplight: Lamplight,
	{ proposal, member }: { proposal: string; member: string }
): Promise<Words | null> {
	const answered = await lamplight.pools.worker
		.selectFrom('consent')
		.where('proposalId', '=', proposal)
		.where('memberId', '=', member)
		.select('id')
		.executeTakeFirst();
	const words = answered ? null : await proposalWords(lamplight, proposal);
	return (
		words && {
			...words,
			before: [m.mail_reminder_opening(), ...words.before.slice(1)],
			after: [m.mail_reminder_last()]
		}
	);
}

/** Another keeper said yes in the reader's place; null where the question was taken back since. */
export async function decidedWords(
	lamplight: Lamplight,
	{ proposal, by }: { proposal: string; by: string }
): Promise<Words | null> {
	const found = await lamplight.pools.worker
		.selectFrom('proposal as p')
		.innerJoin('member as m', (join) => join.on('m.id', '=', by))
		.where('p.id', '=', proposal)
		.where((eb) => eb.or([eb('p.closedAs', 'is', null), eb('p.closedAs', '=', 'agreed')]))
		.select(['p.boxId', 'm.name'])
		.executeTakeFirst();
	if (!found) return null;
	const name = found.name || m.mail_somebody();
	return {
		before: [m.mail_decided_opening({ name }), m.mail_decided_words({ name })],
		link: {
			words: m.mail_decided_link(),
			href: `${lamplight.settings.origin}/box/${found.boxId}/proposal/${proposal}`
		},
		after: []
	};
}
