/**
 * Remembers what a pure function gave for the last `most` different keys, so that it is not worked
 * out again. Only for what is the same for everybody: it never holds anything of a viewer.
 */
export function remember<Argument, Result>(
	most: number,
	keyOf: (argument: Argument) => string,
	work: (argument: Argument) => Result
): (argument: Argument) => Result {
	const known = new Map<string, Result>();
	return (argument) => {
		const key = keyOf(argument);
		const before = known.get(key);
		// Taken out and put in again, so that the oldest stands first.
		if (before !== undefined) known.delete(key);
		const result = before ?? work(argument);
		known.set(key, result);
		if (known.size > most) known.delete(known.keys().next().value ?? '');
		return result;
	};
}
