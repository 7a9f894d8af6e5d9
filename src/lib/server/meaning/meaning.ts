import { join } from 'node:path';
import { inCheckout } from '../inCheckout.ts';
import {
	MeaningLost,
	startProcess,
	type Answer,
	type MeaningProcess,
	type Wanted
} from './process.ts';
import type { Signature } from './signature.ts';

/**
 * What words mean, as vectors that lie near one another where the meaning does. One small interface,
 * so that a model for more languages can take the place of this one.
 */
export interface Meaning {
	/** Which model made a vector: those of different ones cannot be compared. */
	readonly model: string;
	/** How many numbers a vector has. */
	readonly dimensions: number;
	/** The languages it understands, by their ISO 639 codes; for others words have to do. */
	readonly languages: readonly string[];
	/** The most words of a text that count; what follows them changes its vector little or not at all. */
	readonly mostWords: number;
	/**
	 * One vector of length 1 for each text, in their order. Calls take turns, text by text, so that a
	 * person never waits for the end of a long job. An empty text is a vector like any other. Throws
	 * `MeaningLost` (try again).
	 */
	embed(texts: readonly string[]): Promise<Float32Array[]>;
	/** Which way signatures are made from which model: those of different ones cannot be compared. */
	readonly signatures: string;
	/** As `embed`, one signature for each text: they are made beside the vectors, too, so that nobody waits. */
	sign(texts: readonly string[]): Promise<Signature[]>;
	/** Stops for good; what waits fails with `MeaningLost`. */
	close(): void;
}

export interface MeaningSettings {
	/** The process ends, and gives its memory back, after so long with nothing to do: 20 s, as it is back in less than one. */
	idleMs: number;
	/** The script to run as a process. */
	script: string;
}

/** A call under way: how many of its texts have their answers, and whom to tell. */
type Call = {
	texts: readonly string[];
	wanted: Wanted;
	told: Answer[];
	resolve(told: Answer[]): void;
	reject(error: unknown): void;
};

const worker = join('src', 'lib', 'server', 'meaning', 'worker.ts');

/**
 * The Universal Sentence Encoder Lite that ships in npm, in a process of its own that is started when
 * first needed. Measured on two cores: 0.4 s to load, some 250 MB while it is there, 15 ms for ten words and
 * 50 ms for fifty; no text is quicker for being sent with others.
 */
export function createMeaning(settings: Partial<MeaningSettings> = {}): Meaning {
	const { idleMs = 20_000 } = settings;
	let running: MeaningProcess | undefined;
	let idle: NodeJS.Timeout | undefined;
	let turning = false;
	let closed = false;
	/** Those that wait, the next first: whoever had a turn goes to the end. */
	const calls: Call[] = [];

	async function takeTurns(): Promise<void> {
		if (turning) return;
		turning = true;
		clearTimeout(idle);
		for (let call = calls.shift(); call; call = calls.shift()) await turn(call);
		idle = setTimeout(rest, idleMs).unref();
		turning = false;
	}

	async function turn(call: Call): Promise<void> {
		try {
			if (closed) throw new MeaningLost('closed before it was their turn');
			running ??= startProcess(settings.script ?? inCheckout(worker));
			call.told.push(await running.ask(call.texts[call.told.length] ?? '', call.wanted));
			if (call.told.length === call.texts.length) call.resolve(call.told);
			else calls.push(call);
		} catch (error) {
			call.reject(error);
			rest();
		}
	}

	function rest(): void {
		clearTimeout(idle);
		running?.stop();
		running = undefined;
	}

	async function ask(texts: readonly string[], wanted: Wanted): Promise<Answer[]> {
		if (texts.length === 0) return [];
		const { promise, resolve, reject } = Promise.withResolvers<Answer[]>();
		calls.push({ texts, wanted, told: [], resolve, reject });
		void takeTurns();
		return promise;
	}

	return {
		model: 'use-lite-1',
		signatures: 'use-lite-1/3',
		dimensions: 512,
		languages: ['en'],
		mostWords: 85,
		embed: async (texts) => (await ask(texts, 'vector')) as Float32Array[],
		sign: async (texts) => (await ask(texts, 'signature')) as Signature[],
		close() {
			closed = true;
			rest();
		}
	};
}
