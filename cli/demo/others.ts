import { randomBytes } from 'node:crypto';
import { askToBeWelcomed } from '#lib/accounts/actions.server.ts';
import { beginDeposit } from '#lib/deposits/actions.server.ts';
import { keepName, keepTerms, welcome } from '#lib/hosting/actions.server.ts';
import { hostLink } from '#lib/hosting/hostLink.server.ts';
import { peers } from '#lib/hosting/queries.server.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { sends } from './acts.ts';
import { as, begins, clientAddress, comesBy, emailOf, type Somebody } from './somebody.ts';

/** What the site is called while it is a demo. */
const demoName = 'Lamplight (a demo)';

/** Words of the host's own for what was lived, which Ada chose. */
export const hostsOwn = 'A loss before anybody knew';

/** Jo looks after the site: the first host, by the link that the terminal would show. */
export async function theHost(lamplight: Lamplight): Promise<Somebody> {
	const token = (await hostLink(lamplight))?.split('/').at(-1);
	if (!token) throw new Error('There is a host already.');
	const jo = await comesBy(lamplight, token, 'Jo');
	await as(jo, (tx, viewer) => keepName(tx, viewer, { siteName: demoName, timeZone: 'UTC' }));
	await as(jo, (tx, viewer) => keepTerms(tx, viewer, { happened: [hostsOwn], cause: [] }));
	return jo;
}

/** Somebody tells the host that they lost a baby. */
export async function asksToBeWelcomed(who: Somebody, words: string): Promise<void> {
	await as(who, (tx, viewer) => askToBeWelcomed(tx, viewer, words));
}

/** The host welcomes everybody who waits. */
export async function welcomesAll(jo: Somebody): Promise<void> {
	await as(jo, async (tx, viewer) => {
		const { asking } = await peers(tx);
		for (const { id } of asking) await welcome(tx, viewer, id);
	});
}

/** Noor reads, welcomed; Kit waits to be welcomed. */
export async function theReaders(lamplight: Lamplight, jo: Somebody) {
	const noor = await begins(lamplight, 'Noor');
	await asksToBeWelcomed(noor, 'Two early losses, some years ago. I mostly want to read.');
	await welcomesAll(jo);
	const kit = await begins(lamplight, 'Kit');
	await asksToBeWelcomed(kit, 'It was in the spring. I do not know yet what I am looking for.');
	return { noor, kit };
}

export const depositor = emailOf('somebody awake');

/** Somebody left two photographs one night, and has not come back for them. */
export async function theDeposit(lamplight: Lamplight): Promise<void> {
	const device = randomBytes(18).toString('base64url');
	await beginDeposit(lamplight, { email: depositor, device, clientAddress });
	for (const drawing of ['cup', 'stars'] as const) {
		await sends(lamplight, drawing, { session: null, device }, null);
	}
}
