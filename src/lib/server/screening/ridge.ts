/** A symmetric matrix, row by row. */
export type Matrix = Float64Array[];

/** What every two things have in common, with `ridge` added where they are the same thing. */
export function gram<T>(things: T[], alike: (a: T, b: T) => number, ridge: number): Matrix {
	const rows = things.map(() => new Float64Array(things.length));
	for (const [i, a] of things.entries())
		for (let j = 0; j <= i; j += 1) {
			const value = alike(a, things[j] as T) + (i === j ? ridge : 0);
			set(rows, i, j, value);
			set(rows, j, i, value);
		}
	return rows;
}

/** The lower half that gives a positive definite matrix when multiplied with itself (Cholesky). */
export function factor(matrix: Matrix): Matrix {
	const lower = matrix.map((row) => Float64Array.from(row));
	for (let j = 0; j < lower.length; j += 1) {
		const own = lower[j] as Float64Array;
		const pivot = Math.sqrt((own[j] ?? 0) - rowDot(lower, j, own, 0, j));
		own[j] = pivot;
		for (let i = j + 1; i < lower.length; i += 1) {
			set(lower, i, j, (at(lower, i, j) - rowDot(lower, i, own, 0, j)) / pivot);
		}
	}
	return lower;
}

/**
 * Kernel ridge regression: the weight of each thing, so that the sum of likenesses times weights comes
 * near `wanted`. `lower`: what `factor` made of what the things have in common.
 */
export function weigh(lower: Matrix, wanted: number[]): Float64Array {
	const half = new Float64Array(wanted.length);
	for (let i = 0; i < half.length; i += 1) {
		half[i] = ((wanted[i] ?? 0) - rowDot(lower, i, half, 0, i)) / at(lower, i, i);
	}
	const weights = new Float64Array(wanted.length);
	for (let i = half.length - 1; i >= 0; i -= 1) {
		let sum = half[i] ?? 0;
		for (let k = i + 1; k < half.length; k += 1) sum -= at(lower, k, i) * (weights[k] ?? 0);
		weights[i] = sum / at(lower, i, i);
	}
	return weights;
}

function rowDot(rows: Matrix, i: number, other: Float64Array, from: number, to: number): number {
	const row = rows[i] as Float64Array;
	let sum = 0;
	for (let k = from; k < to; k += 1) sum += (row[k] ?? 0) * (other[k] ?? 0);
	return sum;
}

function at(rows: Matrix, i: number, j: number): number {
	return rows[i]?.[j] ?? 0;
}

function set(rows: Matrix, i: number, j: number, value: number): void {
	(rows[i] as Float64Array)[j] = value;
}
