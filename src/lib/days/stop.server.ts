import { isZone, restOfDay } from '#lib/rules/days.ts';
import { asViewer } from '#lib/server/database/viewer.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { siteZone, zoneOf } from '#lib/server/quiet/quietOf.ts';

/**
 * *Stop for today*: stories are closed until tomorrow, by the member's own clock and on every device;
 * for a stranger by the clock of the `device`, or of the site where it does not say. Gives until when.
 */
export async function stopForToday(
	{ pools, now }: Lamplight,
	session: string | null,
	device: string
): Promise<Date> {
	return asViewer(pools.web, session, async (tx, viewer) => {
		const own = viewer
			? await tx
					.selectFrom('daySetting')
					.where('memberId', '=', viewer.id)
					.select('zone')
					.executeTakeFirst()
			: undefined;
		const zone = own?.zone ?? (isZone(device) ? device : await siteZone(tx));
		const until = restOfDay(now(), zoneOf(zone));
		if (viewer) {
			await tx
				.insertInto('stop')
				.values({ memberId: viewer.id, stoppedAt: now(), until })
				.execute();
		}
		return until;
	});
}

/** Opens stories again, on every device. */
export async function openAgain({ pools, now }: Lamplight, session: string | null): Promise<void> {
	await asViewer(pools.web, session, async (tx, viewer) => {
		if (!viewer) return;
		await tx
			.updateTable('stop')
			.set({ openedAt: now() })
			.where('memberId', '=', viewer.id)
			.where('openedAt', 'is', null)
			.execute();
	});
}
