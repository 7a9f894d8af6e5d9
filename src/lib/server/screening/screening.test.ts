import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { createMeaning } from '../meaning/meaning.ts';
import { factor, gram, weigh } from './ridge.ts';
import { createScreen } from './screen.ts';
import { passagesOf, sentencesOf } from './sentences.ts';
import { thresholds } from './training/thresholds.ts';

const meaning = createMeaning();
const screen = createScreen(meaning);
afterAll(() => meaning.close());

const concernOf = async (text: string) => {
	const { decision, concern } = await screen.look(text);
	return decision === 'pass' ? 'passes' : concern;
};

describe('the screen', () => {
	it('lets others take their turn between the sentences of a long letter', async () => {
		// What they mean is known at once here: all that is left is to weigh them.
		const vector = new Float32Array(meaning.dimensions).fill(meaning.dimensions ** -0.5);
		const known = {
			...meaning,
			embed: async (texts: readonly string[]) => texts.map(() => vector)
		};
		const quick = createScreen(known);
		let [turns, done] = [0, false];
		const taking = () => {
			turns += 1;
			if (!done) setImmediate(taking);
		};
		setImmediate(taking);
		await quick.look('I read your story again today. '.repeat(50));
		done = true;
		expect(turns).toBeGreaterThan(45);
	});

	it.each([
		'My vagina was torn and I did not even feel it. I only listened for him.',
		'I wanted to die when he died. That was nine years ago, and I am still here.',
		'I kill myself inside every time somebody asks how many children I have.',
		'There was blood on the bathroom floor and she was in my hands.',
		'I hate that hospital. They sent me home and he died of it. I hate God as well.',
		'We ended the pregnancy at twenty one weeks. I felt like a murderer, and I was his mother.',
		'They told me that I should have gone in earlier, and I believed it for years.',
		'People said at least it was early. Nobody should ever say that to you.',
		'You did nothing wrong. You could not have known.',
		'x'
	])('lets grief through: %s', async (text) => {
		expect(await concernOf(text)).toBe('passes');
	});

	it.each([
		'I read your story. You should have gone to the hospital earlier.',
		'At least it was early. You can always have another one.',
		'It was not a real baby.',
		'What you did was murder, whatever the doctors call it.',
		'God is punishing you for the way you have lived.',
		'Can you send me more pictures of the body?',
		'Order our fertility tea for 29 euros, it would have prevented this.',
		'Boo hoo. Another sob story from somebody who wants attention.'
	])('holds cruelty, also in polite words: %s', async (text) => {
		expect(await concernOf(text)).toBe('cruelty');
	});

	it('holds one cruel sentence in the midst of kind ones', async () => {
		const kind =
			'Dear Mair, I read your story twice, and I have thought of you all day. We have the same yellow blanket.';
		const alsoKind =
			'I have lit a candle for him. There is no need to answer. All the best to you.';
		expect(await concernOf(`${kind} ${alsoKind}`)).toBe('passes');
		const cruel = 'God is punishing you for the way you have lived.';
		expect(await concernOf(`${kind} ${cruel} ${alsoKind}`)).toBe('cruelty');
	});

	it.each([
		'Thank you for everything. I am going to kill myself tonight.',
		'I have the tablets here in front of me and I do not want to live any more.',
		'He hits me, and he says that he will kill me if I leave.'
	])('brings to a person what sounds like danger now: %s', async (text) => {
		expect(await concernOf(text)).toBe('danger');
	});

	it('leaves to a person what it cannot read', async () => {
		const spanish =
			'Lo siento mucho, he leído la historia de vuestra hija y esta noche he encendido una vela.';
		expect(await screen.look(spanish)).toMatchObject({ decision: 'hold', concern: null });
	});

	it('says the same of the same letter', async () => {
		const text = 'I am so sorry about your daughter. I have lit a candle.';
		expect((await screen.look(text)).score).toBe((await screen.look(text)).score);
	});

	it('leans by what was decided before', async () => {
		const text = 'Have a good cry and then a good cake.';
		const before = await screen.look(text);
		const decided = before.sentences.map((seen) => ({ seen, weight: { cruelty: 0.6, danger: 0 } }));
		const after = await screen.look(text, decided);
		expect(after.score).toBeGreaterThan(before.score);
	});
});

describe('the sentences of a letter', () => {
	it('are told apart by full stops and by lines, and keep every word', () => {
		expect(sentencesOf('Dear Ada,\nI read it. Twice!\n\n♥')).toEqual([
			'Dear Ada,',
			'I read it.',
			'Twice!'
		]);
		const long = `${'and then I went on and on, '.repeat(40)}until the morning.`;
		expect(sentencesOf(long).join(' ').split(' ').length).toBe(long.split(' ').length);
	});
});

describe('the passages of a letter', () => {
	it('hold every sentence in order, and are no longer than the model hears', () => {
		const word = fc.constantFrom('she', 'slept', 'until', 'morning');
		const sentence = fc.array(word, { minLength: 1, maxLength: 50 }).map((all) => all.join(' '));
		fc.assert(
			fc.property(fc.array(sentence, { maxLength: 20 }), (sentences) => {
				const passages = passagesOf(sentences);
				expect(passages.join(' ')).toBe(sentences.join(' '));
				for (const passage of passages) {
					expect(passage.split(' ').length).toBeLessThanOrEqual(60);
				}
			})
		);
	});
});

describe('from where on a letter is held', () => {
	it('holds no more kind letters than a small share, and could not hold one more', () => {
		const value = fc.integer({ min: -1e9, max: 1e9 });
		const leaning = fc.record({ cruelty: value, danger: value });
		fc.assert(
			fc.property(fc.array(leaning, { minLength: 10, maxLength: 120 }), (kind) => {
				const threshold = thresholds(kind);
				for (const [of, share] of [
					['cruelty', 0.02],
					['danger', 0.01]
				] as const) {
					const values = kind.map((one) => one[of]);
					fc.pre(new Set(values).size === values.length);
					const held = values.filter((value) => value >= threshold[of]).length;
					expect(held).toBe(Math.floor(kind.length * share));
				}
			})
		);
	});
});

describe('what was learned', () => {
	it('comes back from the weights, as near as the ridge lets it', () => {
		const place = fc.tuple(fc.float({ min: -1, max: 1, noNaN: true }), fc.boolean());
		fc.assert(
			fc.property(fc.array(place, { minLength: 1, maxLength: 12 }), (places) => {
				const alike = (one: number, other: number) =>
					Math.exp(-(((places[one]?.[0] ?? 0) - (places[other]?.[0] ?? 0)) ** 2));
				const wanted = places.map(([, wants]) => (wants ? 1 : -1));
				const matrix = gram([...places.keys()], alike, 0.5);
				const weights = weigh(factor(matrix), wanted);
				for (const [at, want] of wanted.entries()) {
					const made = weights.reduce((sum, one, other) => sum + one * matrix[at]![other]!, 0);
					expect(made).toBeCloseTo(want, 6);
				}
			})
		);
	});
});
