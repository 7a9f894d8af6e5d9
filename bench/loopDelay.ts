// Brought into the server by `node --import`: tells on request how late its event loop was since the
// last time it was asked, as Node itself measures it.
import { monitorEventLoopDelay } from 'node:perf_hooks';

const resolutionMs = 10;
const delay = monitorEventLoopDelay({ resolution: resolutionMs });
delay.enable();
process.on('message', (asked) => {
	if (asked !== 'loop-delay') return;
	process.send?.({ p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 });
	delay.reset();
});
