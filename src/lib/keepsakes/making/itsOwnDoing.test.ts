import { expect, test } from 'vitest';
import { isItsOwnDoing, type Loss } from './itsOwnDoing.ts';

const at = (minutes: number, crashed: boolean): Loss => ({
	at: new Date(Date.UTC(2026, 10, 25, 3, minutes)),
	crashed
});
const crash = (minutes: number) => at(minutes, true);
const kill = (minutes: number) => at(minutes, false);

test.each<[string, Loss[], boolean]>([
	['nothing', [], false],
	['two crashes', [crash(0), crash(1)], false],
	['three crashes', [crash(0), crash(1), crash(2)], true],
	['two crashes and a kill', [crash(0), kill(1), crash(2)], false],
	['nine kills in one bad hour', [0, 5, 10, 20, 30, 40, 50, 55, 60].map(kill), false],
	['five kills over more than an hour', [0, 20, 40, 60, 61].map(kill), true],
	['four kills over a day', [0, 300, 900, 1440].map(kill), false]
])('%s: is it the original’s own doing?', (_, losses, own) => {
	expect(isItsOwnDoing(losses)).toBe(own);
});
