import { setTimeout as wait } from 'node:timers/promises';
import type { Counts } from './ledger.ts';
import type { Visitor } from './visitor.ts';

/** Waits until it serves again after the last kill. */
export async function untilReady(who: Visitor): Promise<void> {
	const giveUpAt = performance.now() + 120_000;
	for (;;) {
		const answer = await who.ask('/readyz').catch(() => null);
		if (answer?.ok) return;
		if (performance.now() > giveUpAt) throw new Error('It did not become ready again.');
		await wait(100);
	}
}

/** What a person would do: press again a little later, until there is an answer. */
export async function untilAnswered(
	counts: Counts,
	ask: () => Promise<Response>
): Promise<Response> {
	const giveUpAt = performance.now() + 180_000;
	for (let tries = 0; performance.now() < giveUpAt; tries++) {
		const answer = await ask().catch(() => null);
		if (!answer) counts.brokenOff += 1;
		else if (isLater(answer.status)) counts.refused += 1;
		else return answer;
		await wait(Math.min(50 * 2 ** tries, 1000));
	}
	throw new Error('It never came back.');
}

/** "Not now": a fault of ours, no room, or somebody else is at it. */
function isLater(status: number): boolean {
	return status >= 500 || status === 423 || status === 409;
}
