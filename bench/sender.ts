// Somebody who puts photographs into a memory box one after the other, in a process of their own. Puts in
// those with the numbers from `from` to `to` when told to, and tells how many bytes they had.
import { madeUpPhotographs } from './madeUp.ts';
import { send } from './sending.ts';

const [origin = '', cookie = '', box = ''] = process.argv.slice(2);
const photograph = await madeUpPhotographs();
process.on('message', async ({ from, to }: { from: number; to: number }) => {
	let sent = 0;
	for (let n = from; n <= to; n += 1) {
		const bytes = photograph(n);
		await send(origin, cookie, { box }, { name: `made up ${n}.jpg`, bytes });
		sent += bytes.length;
	}
	process.send?.(sent);
});
process.on('disconnect', () => process.exit());
console.log('open at once');
