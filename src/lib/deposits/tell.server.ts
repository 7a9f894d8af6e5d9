import { within, type Bound } from '#lib/server/auth/bounds.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { enqueueMail } from '#lib/server/mail/enqueueMail.ts';

/** Letters to one address a day: whoever gives another's address fills no mailbox. */
const lettersToAnAddress: Bound = { what: 'deposit-to', most: 5, seconds: 86_400 };

const dayMs = 24 * 60 * 60 * 1000;

/** Tells an address, once, that something is kept for it. What is over the bound is kept all the same. */
export async function tellOfDeposit(lamplight: Lamplight, id: string): Promise<void> {
	const { worker } = lamplight.pools;
	const deposit = await worker
		.selectFrom('deposit')
		.select('email')
		.where('id', '=', id)
		.where('toldAt', 'is', null)
		.executeTakeFirst();
	if (!deposit) return;
	const mayTell = await within(lamplight, lettersToAnAddress, deposit.email);
	await worker.transaction().execute(async (tx) => {
		const told = await tx
			.updateTable('deposit')
			.set({ toldAt: lamplight.now() })
			.where('id', '=', id)
			.where('toldAt', 'is', null)
			.executeTakeFirst();
		if (told.numUpdatedRows === 0n || !mayTell) return;
		await enqueueMail(tx, {
			template: 'deposit_received',
			params: { deposit: id },
			to: { address: deposit.email },
			key: `deposit_received:${id}`
		});
	});
}

/** The two reminders of what nobody has claimed: after a month, and when a month is left. */
const reminders = [
	{ template: 'deposit_reminder', sent: 0, afterMs: 30 * dayMs },
	{ template: 'deposit_last', sent: 1, afterMs: 335 * dayMs }
] as const;

export async function remindOfDeposits(lamplight: Lamplight): Promise<void> {
	for (const { template, sent, afterMs } of reminders) {
		await lamplight.pools.worker.transaction().execute(async (tx) => {
			const due = await tx
				.updateTable('deposit')
				.set({ remindersSent: sent + 1 })
				.where('claimedAt', 'is', null)
				.where('remindersSent', '=', sent)
				.where('madeAt', '<=', new Date(lamplight.now().getTime() - afterMs))
				.where('expiresAt', '>', lamplight.now())
				.where(({ exists, selectFrom }) =>
					exists(selectFrom('keepsake').select('id').whereRef('boxId', '=', 'deposit.boxId'))
				)
				.returning(['id', 'email'])
				.execute();
			for (const { id, email: address } of due) {
				const key = `${template}:${id}`;
				await enqueueMail(tx, { template, params: { deposit: id }, to: { address }, key });
			}
		});
	}
}
