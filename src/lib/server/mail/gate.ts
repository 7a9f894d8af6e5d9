import { sql } from 'kysely';
import type { Reaching } from '#lib/rules/days.ts';
import type { Lamplight } from '../lamplight.ts';
import { mayReachMember } from '../quiet/quietOf.ts';
import type { Addressee, Letter, QueuedLetter } from './letter.ts';

/** How each letter passes the gate. `always`: asked for a moment ago, or keeps somebody safe. */
export const reaching: Record<Letter['template'], Reaching> = {
	sign_in: 'always',
	deposit_received: 'always',
	deposit_reminder: 'mail',
	deposit_last: 'mail',
	invitation_keeper: 'mail',
	invitation_guest: 'mail',
	proposal_waits: 'mail',
	proposal_reminder: 'mail',
	decided_for_you: 'mail',
	peer_welcome: 'mail',
	letter_came: 'mail',
	matter_decided: 'mail',
	danger_waits: 'always',
	standing_changed: 'mail',
	suspension_appealed: 'mail',
	files_damaged: 'always',
	backup_overdue: 'always',
	help_lines_old: 'mail',
	digest_confirm: 'always',
	digest: 'mail',
	tender_word: 'word'
};

/** Until when a letter has to wait for its reader's own days and hours; null: it may go now. */
export async function heldUntil(lamplight: Lamplight, letter: QueuedLetter): Promise<Date | null> {
	const what = reaching[letter.template];
	if (what === 'always') return null;
	const { worker } = lamplight.pools;
	const member = await memberOf(lamplight, letter.to);
	if (member === null) return null;
	const reach = await mayReachMember(worker, member, what, lamplight.now());
	return reach.reach === 'held' ? reach.until : null;
}

/** Puts a letter off: still the same letter, asked again by then. */
export async function putOff(
	lamplight: Lamplight,
	letter: QueuedLetter,
	until: Date
): Promise<void> {
	const seconds = (until.getTime() - lamplight.now().getTime()) / 1000;
	await sql`
		select jobs.enqueue('send_mail', ${JSON.stringify(letter)}::json, ${`mail:${letter.kind ?? letter.id}`},
			now() + make_interval(secs => ${seconds}))
	`.execute(lamplight.pools.worker);
}

/** Who reads it; null: an address without an account. */
async function memberOf(lamplight: Lamplight, to: Addressee): Promise<string | null> {
	if ('member' in to) return to.member;
	const { rows } = await sql<{ id: string }>`
		select "id" as id from auth."user" where lower("email") = lower(${to.address})
	`.execute(lamplight.pools.worker);
	return rows[0]?.id ?? null;
}
