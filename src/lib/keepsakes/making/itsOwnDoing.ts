/** A process that was lost over one original, while the machine made pictures of others. */
export type Loss = {
	at: Date;
	/** It fell by itself; else something ended it from outside. */
	crashed: boolean;
};

/** A decoder that fell so many times over one original falls each time. */
const crashesAreEnough = 3;
/**
 * A machine that is short of memory ends the largest process, whoever's fault that is, and small
 * pictures are still made then. So it has to have happened for longer than a rush lasts.
 */
const killsAreEnough = 5;
const forLongerThanMs = 60 * 60 * 1000;

/** Whether it is the original that costs its process, and no longer the machine or chance. */
export function isItsOwnDoing(losses: readonly Loss[]): boolean {
	if (losses.filter(({ crashed }) => crashed).length >= crashesAreEnough) return true;
	const times = losses.map(({ at }) => at.getTime());
	return (
		losses.length >= killsAreEnough && Math.max(...times) - Math.min(...times) > forLongerThanMs
	);
}
