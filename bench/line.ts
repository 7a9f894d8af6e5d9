/** One measurement, as `npm run bench` prints it: one JSON object a line. */
export type Line = {
	name: string;
	value: number;
	unit: string;
	/** What it was measured against, in turns, in the same run. */
	peer?: string;
	/** Ours over theirs. */
	ratio?: number;
	[more: string]: number | string | undefined;
};

export function print(line: Line): void {
	console.log(JSON.stringify(line));
}

export function median(values: number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

export function rounded(value: number, digits = 2): number {
	return Number(value.toFixed(digits));
}
