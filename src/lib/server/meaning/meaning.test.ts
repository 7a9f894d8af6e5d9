import { afterAll, describe, expect, test } from 'vitest';
import { busyWhile } from '../../../../tests/busyWhile.ts';
import { createMeaning } from './meaning.ts';
import { MeaningLost } from './process.ts';
import { signatureOf } from './signature.ts';

const meaning = createMeaning();
afterAll(() => meaning.close());

const likeness = (a: Float32Array, b: Float32Array) =>
	a.reduce((sum, x, at) => sum + x * b[at]!, 0);

describe('meaning', () => {
	test('texts that mean the same lie nearer than texts that share words', async () => {
		const [said, same, words] = await meaning.embed([
			'My baby died before she was born.',
			'Our daughter was stillborn.',
			'My baby was born before she learned to dance.'
		]);
		expect(likeness(said!, same!)).toBeGreaterThan(likeness(words!, same!));
	});

	test('each text has a vector of length 1, in their order, and the same one each time', async () => {
		const texts = ['a lamp left on', 'the cord', 'snow in April'];
		const vectors = await meaning.embed(texts);
		for (const vector of vectors) {
			expect(vector).toHaveLength(meaning.dimensions);
			expect(Math.hypot(...vector)).toBeCloseTo(1, 4);
		}
		const [alone] = await meaning.embed(['the cord']);
		expect(vectors[1]).toEqual(alone);
	});

	test('a signature made beside it is that of the vector', async () => {
		const texts = ['a lamp left on', ''];
		const [vectors, signatures] = [await meaning.embed(texts), await meaning.sign(texts)];
		expect(signatures).toEqual(vectors.map((vector) => signatureOf(vector)));
	});

	test('nothing, and what no language is, have vectors too', async () => {
		const odd = ['', '   ', '🕯️', '\0', 'x'.repeat(2000), 'не забыт'];
		for (const vector of await meaning.embed(odd)) {
			expect(vector.every(Number.isFinite)).toBe(true);
		}
		expect(await meaning.embed([])).toEqual([]);
	});

	test('a person asking does not wait for the end of a long job', async () => {
		const long = meaning.embed(Array.from({ length: 20 }, (_, n) => `the ${n}th night in winter`));
		let longIsDone = false;
		void long.then(() => (longIsDone = true));
		await meaning.embed(['a short question']);
		expect(longIsDone).toBe(false);
		await long;
	});

	test('pages go on while it thinks', async () => {
		const texts = Array.from({ length: 20 }, (_, n) => `the ${n}th night `.repeat(15));
		// One text takes some 50 ms: where this thread thought by itself, it would be a second.
		expect(await busyWhile(() => meaning.embed(texts))).toBeLessThan(200);
	});
});

describe('the process', () => {
	test('ends when it has nothing to do, and begins again when asked', async () => {
		const one = createMeaning({ idleMs: 0 });
		const [first] = await one.embed(['the same']);
		await new Promise((resolve) => setImmediate(resolve));
		expect((await one.embed(['the same']))[0]).toEqual(first);
		one.close();
	});

	test('closed, it leaves nobody waiting', async () => {
		const one = createMeaning();
		const waiting = one.embed(['one', 'two', 'three']);
		one.close();
		await expect(waiting).rejects.toThrow(MeaningLost);
		await expect(one.embed(['more'])).rejects.toThrow(MeaningLost);
	});

	test('one that breaks fails what was asked, and the next question is answered anew', async () => {
		const one = createMeaning({ script: '/nowhere/worker.ts' });
		await expect(one.embed(['one'])).rejects.toThrow(MeaningLost);
		await expect(one.embed(['two'])).rejects.toThrow(MeaningLost);
		one.close();
	});
});
