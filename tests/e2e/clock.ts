/**
 * Loaded before the program (`--import`), this sets the clock of that process alone: the journeys look
 * at other hours and days. Nothing in the program knows of it. Postgres keeps its own time.
 */
const sets = process.env.CLOCK_SET_TO;
const shift = sets ? Date.parse(sets) - Date.now() : 0;
const RealDate = Date;

class ShiftedDate extends RealDate {
	constructor(...given: unknown[]) {
		if (given.length === 0) super(RealDate.now() + shift);
		else super(...(given as [number]));
	}
	static override now(): number {
		return RealDate.now() + shift;
	}
}
if (shift) globalThis.Date = ShiftedDate as DateConstructor;

export {};
