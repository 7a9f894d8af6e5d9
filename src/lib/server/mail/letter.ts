/**
 * Every letter the site writes. A letter carries names of rows, never what a family wrote; what it
 * says is looked up when it is sent, so that a letter about something taken back is not sent at all.
 */
export type Letter =
	/** `sealed`: the link's token (see `seal.ts`). `next`: the page of ours to go on to, sealed too. */
	| { template: 'sign_in'; params: { sealed: string; next?: string } }
	/** `sealed`: the token of the invitation's link, whose hash stands in the table. */
	| { template: 'invitation_keeper' | 'invitation_guest'; params: { sealed: string } }
	/** `deposit`: its id. The letter's link makes it the reader's own. */
	| {
			template: 'deposit_received' | 'deposit_reminder' | 'deposit_last';
			params: { deposit: string };
	  }
	| { template: 'proposal_waits'; params: { proposal: string } }
	/** `member`: who has not answered; where they have since, it is not sent. */
	| { template: 'proposal_reminder'; params: { proposal: string; member: string } }
	/** `by`: the keeper to whom the reader left this kind of decision. */
	| { template: 'decided_for_you'; params: { proposal: string; by: string } }
	/** `told`: the moment at which the findings were told, as it stands in their rows. */
	| { template: 'files_damaged'; params: { told: string } }
	/** To a host. Not sent where a backup has been proven meanwhile. */
	| { template: 'backup_overdue'; params: Record<string, never> }
	/** To a host: lines that nobody checked for long. */
	| { template: 'help_lines_old'; params: Record<string, never> }
	| { template: 'peer_welcome'; params: Record<string, never> }
	/** A letter from a person was delivered to this member. */
	| { template: 'letter_came'; params: { letter: string; member: string } }
	/** `as`: to those whose words they are, or to whoever told of it. */
	| { template: 'matter_decided'; params: { matter: string; as: 'concerned' | 'reporter' } }
	/** Not sent where somebody has taken it up meanwhile. */
	| { template: 'danger_waits'; params: { matter: string } }
	| { template: 'standing_changed'; params: { member: string } }
	/** To a host. Not sent where it was answered, or lifted, meanwhile. */
	| { template: 'suspension_appealed'; params: { member: string } }
	/** `digest`: the key of what was asked for. `since`: from when on stories are new. */
	| { template: 'digest_confirm'; params: { digest: string } }
	| { template: 'digest'; params: { digest: string; since: string } }
	/** The one line of a tender day, which ends at `until`: later it is not sent at all. */
	| { template: 'tender_word'; params: { until: string } };

/** A member, whose address only the sender looks up; or an address that has no account yet. */
export type Addressee = { member: string } | { address: string };

/**
 * What stands in the queue. `id` names the letter in its Message-ID, however often it is tried. `kind`:
 * of which only one waits at a time; without it, the letter is one by itself.
 */
export type QueuedLetter = Letter & { id: string; to: Addressee; kind?: string };
