import { m } from '#lib/paraglide/messages.js';
import type { Lamplight } from '../lamplight.ts';
import { backupWords } from './backupWords.ts';
import { depositWords } from './depositWords.ts';
import { keepingWords } from './keepingWords.ts';
import type { Letter } from './letter.ts';
import { letterWords } from './letterWords.ts';
import { openToken } from './seal.ts';
import { settingOf } from '../siteSetting.ts';
import { decidedWords, invitationWords, proposalWords, reminderWords } from './sharingWords.ts';
import { appealedWords, dangerWords, decidedMatterWords, standingWords } from './watchingWords.ts';
import type { Words } from './wording.ts';

/**
 * What this letter says now, from what is true now; null where it no longer stands: what it is
 * about was answered, taken back, claimed or is over.
 */
export async function wordsOf(lamplight: Lamplight, letter: Letter): Promise<Words | null> {
	const { secret } = lamplight.settings;
	switch (letter.template) {
		case 'sign_in':
			return signIn(lamplight, letter.params);
		case 'invitation_keeper':
		case 'invitation_guest':
			return invitationWords(lamplight, openToken(secret, letter.params.sealed));
		case 'deposit_received':
		case 'deposit_reminder':
		case 'deposit_last':
			return depositWords(lamplight, letter.template, letter.params.deposit);
		case 'proposal_waits':
			return proposalWords(lamplight, letter.params.proposal);
		case 'proposal_reminder':
			return reminderWords(lamplight, letter.params);
		case 'decided_for_you':
			return decidedWords(lamplight, letter.params);
		case 'files_damaged':
			return keepingWords(lamplight, letter.params.told);
		case 'backup_overdue':
			return backupWords(lamplight);
		case 'digest':
		case 'digest_confirm':
			// Their feature words them (see `jobs/tasks.ts`).
			return null;
		case 'tender_word':
			if (lamplight.now() >= new Date(letter.params.until)) return null;
			return {
				before: [m.days_mail_opening(), m.days_mail_words()],
				link: { words: m.days_mail_link(), href: `${lamplight.settings.origin}/you/days` },
				after: []
			};
		case 'help_lines_old':
			return {
				before: [m.help_mail_opening(), m.help_mail_how()],
				link: { words: m.help_mail_link(), href: `${lamplight.settings.origin}/host/help#lines` },
				after: []
			};
		case 'letter_came':
			return letterWords(lamplight, letter.params);
		case 'peer_welcome':
			return peerWelcome(lamplight);
		case 'matter_decided':
			return decidedMatterWords(lamplight, letter.params);
		case 'danger_waits':
			return dangerWords(lamplight, letter.params.matter);
		case 'standing_changed':
			return standingWords(lamplight, letter.params.member);
		case 'suspension_appealed':
			return appealedWords(lamplight, letter.params.member);
	}
}

/** In the host's own words where they gave some. */
async function peerWelcome({ pools, settings }: Lamplight): Promise<Words> {
	const own = (await settingOf(pools.worker, 'host_words')) as { welcome?: unknown } | null;
	const said = typeof own?.welcome === 'string' ? own.welcome : '';
	return {
		before: [m.mail_peer_opening(), said || m.mail_peer_words()],
		link: { words: m.mail_peer_link(), href: `${settings.origin}/stories` },
		after: []
	};
}

function signIn(lamplight: Lamplight, params: { sealed: string; next?: string }): Words {
	const { secret } = lamplight.settings;
	const token = openToken(secret, params.sealed);
	const query = new URLSearchParams({ token });
	if (params.next) query.set('next', openToken(secret, params.next));
	return {
		before: [m.mail_sign_in_opening()],
		link: { words: m.mail_sign_in_link(), href: `${lamplight.settings.origin}/enter?${query}` },
		after: [m.mail_sign_in_once(), m.mail_sign_in_not_you()]
	};
}
