/** Stands in for the process that makes pictures, and does what a broken decoder would. */
import type { Task } from '../task.ts';

process.on('message', ({ originalPath }: Task) => {
	if (originalPath === 'hangs') for (;;);
	if (originalPath === 'crashes') process.abort();
	if (originalPath === 'grows') {
		const held: Buffer[] = [];
		setInterval(() => held.push(Buffer.alloc(20_000_000, 1)), 5);
	}
	if (originalPath === 'full-disk')
		process.send?.({ failed: { code: 'ENOSPC', message: 'no room' }, spent: false });
	if (originalPath === 'sound' || originalPath === 'spent')
		process.send?.({
			made: { kind: 'pictures', width: process.pid, height: 1, pictures: [] },
			spent: originalPath === 'spent'
		});
});
process.on('disconnect', () => process.exit());
