import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';

/** The address of the viewer's calendar; null: they have none. Nobody can make it up from the tables. */
export async function calendarAddress(
	{ settings }: Lamplight,
	tx: Tx,
	viewer: SignedIn
): Promise<string | null> {
	const row = await tx
		.selectFrom('dayCalendar')
		.where('memberId', '=', viewer.id)
		.select('id')
		.executeTakeFirst();
	if (!row) return null;
	return `${settings.origin}/calendar/${row.id}.${signature(settings.secret, row.id)}.ics`;
}

/** The calendar that an address names; null where it is not ours. */
export function calendarNamed(secret: string, name: string): string | null {
	const [, id = '', signed = ''] = /^([0-9a-f-]{36})\.([\w-]{43})\.ics$/.exec(name) ?? [];
	const right = Buffer.from(signature(secret, id));
	const given = Buffer.from(signed);
	return given.length === right.length && timingSafeEqual(given, right) ? id : null;
}

function signature(secret: string, id: string): string {
	return createHmac('sha256', secret).update(`calendar:${id}`).digest('base64url');
}
