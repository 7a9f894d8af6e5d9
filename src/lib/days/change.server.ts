import type { z } from 'zod';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { NotFound, NotRight } from '#lib/server/failures.ts';
import { m } from '#lib/paraglide/messages.js';
import type { namedForm, settingsForm, wishForm } from './schema.ts';

/** More than anybody needs, and few enough that something reaches them in between. */
const mostDays = 40;

/** What the viewer wishes for a day of theirs. Throws `NotFound` where it is none of theirs. */
export async function wishFor(
	tx: Tx,
	viewer: SignedIn,
	{ day, wish }: z.output<typeof wishForm>
): Promise<void> {
	const [what = '', id = ''] = day.split(':');
	if (what === 'named') {
		const changed = await tx
			.updateTable('namedDay')
			.set({ wish })
			.where('id', '=', id)
			.executeTakeFirst();
		if (changed.numUpdatedRows === 0n) throw new NotFound();
		return;
	}
	if (!viewer.boxes.some((box) => box.id === id)) throw new NotFound();
	await tx
		.insertInto('dayWish')
		.values({ memberId: viewer.id, boxId: id, what, wish })
		.onConflict((on) => on.columns(['memberId', 'boxId', 'what']).doUpdateSet({ wish }))
		.execute();
}

export async function nameDay(
	tx: Tx,
	viewer: SignedIn,
	{ name, date, yearly, wish }: z.output<typeof namedForm>
): Promise<void> {
	const named = await tx.selectFrom('namedDay').select('id').execute();
	if (named.length >= mostDays) throw new NotRight({ name: m.days_too_many() });
	await tx
		.insertInto('namedDay')
		.values({ memberId: viewer.id, name, onDate: date, yearly, wish })
		.execute();
}

export async function removeDay(tx: Tx, day: string): Promise<void> {
	const gone = await tx.deleteFrom('namedDay').where('id', '=', day).executeTakeFirst();
	if (gone.numDeletedRows === 0n) throw new NotFound();
}

export async function keepDaySettings(
	tx: Tx,
	viewer: SignedIn,
	{ zone, quietFrom, quietTo }: z.output<typeof settingsForm>
): Promise<void> {
	const row = { zone, quietFrom: quietFrom || null, quietTo: quietTo || null };
	await tx
		.insertInto('daySetting')
		.values({ memberId: viewer.id, ...row })
		.onConflict((on) => on.column('memberId').doUpdateSet(row))
		.execute();
}

/** A calendar under a new address; whatever address it had before leads nowhere from now on. */
export async function renewCalendar(tx: Tx, viewer: SignedIn): Promise<void> {
	await endCalendar(tx, viewer);
	await tx.insertInto('dayCalendar').values({ memberId: viewer.id }).execute();
}

export async function endCalendar(tx: Tx, viewer: SignedIn): Promise<void> {
	await tx.deleteFrom('dayCalendar').where('memberId', '=', viewer.id).execute();
}
