import { m } from '#lib/paraglide/messages.js';
import type { Audience } from '#lib/rules/facts.ts';
import type { Said, Waiting } from './waiting.server.ts';

const list = new Intl.ListFormat('en-GB', { type: 'conjunction' });

export const audienceWords: Record<Audience, () => string> = {
	family: m.sharing_to_family,
	peers: m.sharing_to_peers,
	anyone: m.sharing_to_anyone
};

/** "family you invited and people who have been through this"; `anyone` says it all. */
export function sayAudiences(audiences: readonly Audience[]): string {
	if (audiences.includes('anyone')) return m.sharing_to_anyone();
	return list.format(audiences.map((each) => audienceWords[each]()));
}

export function sayTitle(title: string): string {
	return title ? m.sharing_quoted({ title }) : m.sharing_untitled();
}

/** What somebody asks, in a sentence. */
export function sayWish({ kind, by, audiences, about: who }: Waiting): string {
	if (kind === 'share') {
		const said = { audiences: sayAudiences(audiences) };
		return by === null
			? m.sharing_you_would_like(said)
			: m.sharing_would_like({ name: by, ...said });
	}
	if (kind === 'invite_keeper') {
		return by === null
			? m.people_invite_keeper_lead_you({ who })
			: m.people_invite_keeper_lead({ name: by, who });
	}
	return by === null
		? m.people_invite_guest_lead_you({ who })
		: m.people_invite_guest_lead({ name: by, who });
}

/** Until when it waits, and what can be undone. */
export function sayStays({ kind, others }: Waiting): string {
	const two = others.length < 2;
	if (kind === 'share') return two ? m.sharing_stays_both() : m.sharing_stays_all();
	return two ? m.people_invite_stays_both() : m.people_invite_stays_all();
}

const voices: Record<Said, (of: { name: string }) => string> = {
	silent: m.sharing_state_silent,
	yes: m.sharing_state_yes,
	not_yet: m.sharing_state_not_yet,
	no: m.sharing_state_no,
	decided_for: m.sharing_state_decided
};

export function sayVoice({ name, said }: { name: string; said: Said }): string {
	return voices[said]({ name });
}

const own: Record<Said, () => string> = {
	silent: () => '',
	yes: m.sharing_yours_yes,
	not_yet: m.sharing_yours_not_yet,
	no: m.sharing_yours_no,
	decided_for: m.sharing_yours_decided
};

/** What this keeper has said so far; empty: nothing. */
export function sayOwn(said: Said | null): string {
	return said === null ? '' : own[said]();
}
