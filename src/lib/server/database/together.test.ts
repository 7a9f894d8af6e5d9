import { expect, test } from 'vitest';
import { together } from './together.ts';

/** Trips that are answered when the test says so. */
function postgres() {
	const trips: { asked: string[]; answer(): void; fail(): void }[] = [];
	const ask = together(
		(question: string) => question,
		(asked) =>
			new Promise<string[]>((resolve, reject) => {
				trips.push({
					asked,
					answer: () => resolve(asked.map((question) => `${question}!`)),
					fail: () => reject(new Error('gone'))
				});
			})
	);
	return { ask, trips, asked: () => trips.map((trip) => trip.asked) };
}

test('with nobody else about, a question goes at once and alone', async () => {
	const { ask, trips, asked } = postgres();
	const answer = ask('a');
	expect(asked()).toEqual([['a']]);
	trips[0]?.answer();
	expect(await answer).toBe('a!');
});

test('questions that come meanwhile go together in the next trip, the same one once', async () => {
	const { ask, trips, asked } = postgres();
	const all = ['a', 'b', 'c', 'd', 'c'].map(ask);
	expect(asked()).toEqual([['a'], ['b']]);
	trips[0]?.answer();
	await all[0];
	expect(asked()).toEqual([['a'], ['b'], ['c', 'd']]);
	trips[2]?.answer();
	trips[1]?.answer();
	expect(await Promise.all(all)).toEqual(['a!', 'b!', 'c!', 'd!', 'c!']);
});

test('nobody is given an answer that was asked for before them', async () => {
	const { ask, trips, asked } = postgres();
	const early = ask('a');
	const late = ask('a');
	expect(asked()).toEqual([['a'], ['a']]);
	trips[0]?.answer();
	await early;
	let answered = false;
	void late.then(() => (answered = true));
	await Promise.resolve();
	expect(answered).toBe(false);
	trips[1]?.answer();
	await late;
});

test('a trip that fails, fails for those on it alone', async () => {
	const { ask, trips } = postgres();
	const [first, second, third] = ['a', 'b', 'c'].map(ask);
	trips[0]?.fail();
	await expect(first).rejects.toThrow('gone');
	trips[1]?.answer();
	expect(await second).toBe('b!');
	trips[2]?.answer();
	expect(await third).toBe('c!');
});

test('however many come, no trip carries more than it may', async () => {
	const { ask, trips, asked } = postgres();
	const all = Array.from({ length: 200 }, (_, n) => ask(`${n}`));
	for (let at = 0; at < 6; at += 1) {
		trips[at]?.answer();
		await Promise.resolve().then(() => undefined);
		await new Promise<void>((resolve) => setImmediate(resolve));
	}
	expect((await Promise.all(all)).length).toBe(200);
	expect(Math.max(...asked().map((trip) => trip.length))).toBe(64);
});
