/** Chance that can be repeated: the same seed gives the same choices. */
export type Chance = {
	/** At least `from`, less than `to`. */
	between(from: number, to: number): number;
	whole(from: number, to: number): number;
	oneOf<T>(all: readonly [T, ...T[]]): T;
	/** Bytes that no other call gives. */
	bytes(length: number): Buffer<ArrayBuffer>;
	/** Chance of its own, so that the order in which several draw changes nothing. */
	apart(name: string): Chance;
};

/** mulberry32, by Tommy Ettinger: 32 bits of state, plenty for choosing when to pull a plug. */
export function chanceFrom(seed: number): Chance {
	let state = seed >>> 0;
	const draw = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return (mixed ^ (mixed >>> 14)) >>> 0;
	};
	const between = (from: number, to: number) => from + (draw() / 2 ** 32) * (to - from);
	const whole = (from: number, to: number) => Math.floor(between(from, to));
	return {
		between,
		whole,
		oneOf: (all) => all[whole(0, all.length)] ?? all[0],
		bytes(length) {
			const words = new Uint32Array(Math.ceil(length / 4));
			for (let at = 0; at < words.length; at++) words[at] = draw();
			return Buffer.from(words.buffer, 0, length);
		},
		apart: (name) => chanceFrom([...name].reduce((sum, c) => sum * 31 + c.charCodeAt(0), seed))
	};
}
