import { randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { hashedToken } from '#lib/server/auth/hashedToken.ts';
import { enqueueMail } from '#lib/server/mail/enqueueMail.ts';
import { settingOf } from '#lib/server/siteSetting.ts';
import type { Db } from '#lib/server/database/pools.ts';
import { asViewer, type SignedIn, type Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import type { Watcher } from './watcher.server.ts';

/** How people become peers here: somebody welcomes them, invites them, or takes their word. */
const ways = ['welcome', 'invitation', 'word'] as const;
export type Way = (typeof ways)[number];

export async function peersBy(db: Db): Promise<Way> {
	const way = await settingOf(db, 'peers_by');
	return ways.find((each) => each === way) ?? 'welcome';
}

/** Welcomes somebody who asked, and writes to tell them. Twice is once. */
export async function welcomePeer(tx: Tx, member: string): Promise<void> {
	const { rows } = await sql<{ done: boolean }>`
		select welcome_peer(${member}) as done
	`.execute(tx);
	if (rows[0]?.done)
		await enqueueMail(tx, { to: { member }, template: 'peer_welcome', params: {} });
}

/** Sets a request aside without a word to the one who asked: they may ask again. */
export async function setRequestAside(tx: Tx, member: string): Promise<void> {
	await sql`select set_peer_request_aside(${member})`.execute(tx);
}

export type Asking = { id: string; name: string; words: string; askedAt: Date };

/** Who asks to be welcomed, longest waiting first; none to whoever may not welcome. */
export async function peersAsking(tx: Tx): Promise<Asking[]> {
	const { rows } = await sql<Asking>`select id, name, words, asked_at from peers_asking()`.execute(
		tx
	);
	return rows;
}

/** A link that welcomes one person, once, within 30 days: to be handed over by whoever made it. */
export async function invitePeer(tx: Tx, origin: string): Promise<string> {
	const token = randomBytes(32).toString('base64url');
	await sql`select make_peer_invitation(${randomUUID()}, ${hashedToken(token)})`.execute(tx);
	return `${origin}/welcomed/${token}`;
}

/** Whether the link still welcomes somebody. Looking uses nothing up. */
export function lookAtWelcome({ lamplight, session }: Watcher, token: string) {
	return asViewer(lamplight.pools.web, session, async (tx, viewer) => {
		const { rows } = await sql<{ stands: boolean }>`
			select peer_invitation_stands(${hashedToken(token)}) as stands
		`.execute(tx);
		return { viewer, stands: rows[0]?.stands ?? false };
	});
}

/** Takes it up: whoever is signed in is welcome from now on. False: it is used, or too old. */
export function takeUpWelcome({ lamplight, session }: Watcher, token: string): Promise<boolean> {
	return asViewer(lamplight.pools.web, session, async (tx, viewer) => {
		if (!viewer) throw new NotFound();
		const { rows } = await sql<{ done: boolean }>`
			select accept_peer_invitation(${hashedToken(token)}) as done
		`.execute(tx);
		return rows[0]?.done ?? false;
	});
}

/** By their own word, where the host takes it; else there is nothing here. */
export async function welcomeOneself(tx: Tx, _viewer: SignedIn): Promise<void> {
	const { rows } = await sql<{ done: boolean }>`select welcome_oneself() as done`.execute(tx);
	if (!rows[0]?.done) throw new NotFound();
}
