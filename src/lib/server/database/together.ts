import type pg from 'pg';

/** How many trips are under way at once: more than there are cores to answer them gain nothing. */
const tripsAtOnce = 2;
const mostInATrip = 64;

type Waiting<Answer> = { resolve(answer: Answer): void; reject(error: unknown): void };

/**
 * Lets questions that come while others are being answered go to Postgres in one trip, each different
 * one once. An answer is never older than its question: nothing is joined to a trip that has begun.
 * With nobody else about, a question goes alone and at once.
 *
 * `ask` answers a list of different questions, in their order; where it fails, all of them fail.
 */
export function together<Question, Answer>(
	keyOf: (question: Question) => string,
	ask: (questions: Question[]) => Promise<Answer[]>
): (question: Question) => Promise<Answer> {
	const next = new Map<string, { question: Question; waiting: Waiting<Answer>[] }>();
	let trips = 0;

	async function leave(): Promise<void> {
		if (trips >= tripsAtOnce || next.size === 0) return;
		const going = [...next].slice(0, mostInATrip).map(([key, each]) => {
			next.delete(key);
			return each;
		});
		trips += 1;
		try {
			const answers = await ask(going.map(({ question }) => question));
			for (const [at, { waiting }] of going.entries()) {
				for (const { resolve } of waiting) resolve(answers[at] as Answer);
			}
		} catch (error) {
			for (const { waiting } of going) for (const { reject } of waiting) reject(error);
		}
		trips -= 1;
		await leave();
	}

	return (question) =>
		new Promise((resolve, reject) => {
			const key = keyOf(question);
			const same = next.get(key);
			if (same) same.waiting.push({ resolve, reject });
			else next.set(key, { question, waiting: [{ resolve, reject }] });
			void leave();
		});
}

/** One of `make` for each pool, for as long as the pool is there. */
export function perPool<Made>(make: (pool: pg.Pool) => Made): (pool: pg.Pool) => Made {
	const made = new WeakMap<pg.Pool, Made>();
	return (pool) => {
		const before = made.get(pool) ?? make(pool);
		made.set(pool, before);
		return before;
	};
}
