/**
 * What Node is told when it serves pages, so that collecting garbage holds nobody up for long. Young
 * garbage in small portions: left to itself V8 lets 64 MB gather, then takes 10 to 20 ms at once, and
 * keeps as little from growing old. All garbage more rarely: of a heap as small as ours (some 50 MB) it
 * would be collected whenever it has grown by a few MB, or what lies outside of it by 64 MB, with every
 * few photographs put in. With 200 photographs (`npm run bench -- photographs`) the two together brought
 * the memory of all from 431 to 361 MB, and p99 of pages meanwhile from 11.1 to 8.9 ms.
 */
export const nodeOptions = [
	'--max-semi-space-size=8',
	'--heap-growing-percent=150',
	'--external-memory-accounted-in-global-limit'
];
