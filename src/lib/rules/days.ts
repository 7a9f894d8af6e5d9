/** R5 Tender days, and the gate that all mail and notices pass. */
export * from './days/reach.ts';
export * from './days/tenderDay.ts';
export { dayAfter, dayBegins, isZone, restOfDay } from './days/wallClock.ts';
