import { setTimeout as wait } from 'node:timers/promises';
import type { Chance } from './chance.ts';
import { victims, type House, type Victim } from './house.ts';
import type { Ledger } from './ledger.ts';
import type { SmallDisk } from './smallDisk.ts';

export type Troubles = { kills: Record<Victim, number>; filledDisk: number };

/** How long the disk stays full: long enough for several acts to be refused. */
const fullMs = 4_000;

/**
 * Makes trouble until `stop` says so: kills one of the victims at random moments, and fills the
 * disk once, when half of the acts are done.
 */
export async function makeTrouble(
	house: House,
	disk: SmallDisk,
	chance: Chance,
	{ counts }: Ledger,
	acts: number,
	stop: AbortSignal
): Promise<Troubles> {
	const made: Troubles = {
		kills: { lamplight: 0, worker: 0, pictures: 0, postgres: 0, backend: 0 },
		filledDisk: 0
	};
	// Each has its turn before any has another.
	const bag: Victim[] = [];
	while (!stop.aborted) {
		await wait(chance.between(200, 1_500), undefined, { signal: stop }).catch(() => undefined);
		if (stop.aborted) break;
		if (disk.canBeFilled && made.filledDisk === 0 && counts.acts >= acts / 2) {
			await disk.fill();
			await wait(fullMs);
			await disk.empty();
			made.filledDisk = 1;
			continue;
		}
		if (bag.length === 0) bag.push(...victims);
		const [victim] = bag.splice(chance.whole(0, bag.length), 1);
		if (victim && (await house.kill(victim))) made.kills[victim] += 1;
	}
	return made;
}
