import { sql } from 'kysely';
import { keepSettings, settingOf } from '#lib/server/siteSetting.ts';
import type { Db } from '#lib/server/database/pools.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { peersBy, type Way } from './peers.server.ts';

export type WatchSettings = {
	/** When moderators are there, in the host's own words; empty: not said. */
	hours: string;
	/** After how many minutes without an answer somebody in danger goes to the next. */
	dangerMinutes: number;
	/** The first story of each new keeper is looked at before it goes out. */
	firstLook: boolean;
	peersBy: Way;
	/** Whom moderators may talk to, in the host's own words; empty: nobody is named. */
	support: string;
};

export async function moderatorHours(db: Db): Promise<string> {
	const hours = await settingOf(db, 'moderator_hours');
	return typeof hours === 'string' ? hours : '';
}

export async function dangerMinutes(db: Db): Promise<number> {
	const minutes = await settingOf(db, 'danger_minutes');
	return typeof minutes === 'number' ? minutes : 60;
}

export async function supportWords(tx: Tx): Promise<string> {
	const row = await tx.selectFrom('moderatorSupport').select('words').executeTakeFirst();
	return row?.words ?? '';
}

export async function watchSettings(tx: Tx): Promise<WatchSettings> {
	return {
		hours: await moderatorHours(tx),
		dangerMinutes: await dangerMinutes(tx),
		firstLook: (await settingOf(tx, 'first_look')) !== false,
		peersBy: await peersBy(tx),
		support: await supportWords(tx)
	};
}

/** Keeps what the host set. Each change is logged where it is written. */
export async function keepWatchSettings(
	tx: Tx,
	viewer: SignedIn,
	settings: WatchSettings
): Promise<void> {
	await keepSettings(tx, viewer, {
		moderator_hours: settings.hours,
		danger_minutes: settings.dangerMinutes,
		first_look: settings.firstLook,
		peers_by: settings.peersBy
	});
	if (settings.support === (await supportWords(tx))) return;
	const changed = { changedBy: viewer.id, changedAt: sql<Date>`now()` };
	await tx
		.insertInto('moderatorSupport')
		.values({ words: settings.support, ...changed })
		.onConflict((on) => on.column('onlyOne').doUpdateSet({ words: settings.support, ...changed }))
		.execute();
}
