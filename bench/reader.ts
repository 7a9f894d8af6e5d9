// Somebody who reads pages one after the other, in a process of their own, with a little pause between
// them. Tells on request how long each took since the last time it was asked.
import { setTimeout as pause } from 'node:timers/promises';

const [origin = '', cookie = '', ...paths] = process.argv.slice(2);
const pauseMs = 20;
let took: number[] = [];
process.on('message', (asked) => {
	if (asked !== 'took') return;
	process.send?.(took);
	took = [];
});
process.on('disconnect', () => process.exit());
console.log('open at once');
for (let at = 0; ; at += 1) {
	const begun = performance.now();
	const response = await fetch(new URL(paths[at % paths.length] ?? '/', origin), {
		headers: { cookie }
	});
	await response.arrayBuffer();
	if (!response.ok) throw new Error(`${response.url} answered ${response.status}.`);
	took.push(performance.now() - begun);
	await pause(pauseMs);
}
