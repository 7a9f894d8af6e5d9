import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import libheif from 'libheif-js/wasm-bundle.js';
import { CannotBeShown } from './cannotShow.ts';

/** Calls a function that returns a `heif_error` by pointer, and may write a pointer to `out`. */
export function call(run: (error: number, out: number) => void): number {
	const free: (() => void)[] = [];
	try {
		const error = allocate(16, free);
		run(error, error + 12);
		const code = int32At(error);
		if (code !== 0) throw new Error(`libheif ${code}: ${textAt(int32At(error + 8))}`);
		return int32At(error + 12);
	} finally {
		for (const each of free) each();
	}
}

export function allocate(bytes: number, free: (() => void)[]): number {
	const pointer = libheif._malloc(bytes);
	if (pointer === 0) throw new CannotBeShown('too_large');
	free.push(() => libheif._free(pointer));
	return pointer;
}

export function int32At(pointer: number): number {
	return libheif.HEAP32[pointer >>> 2] ?? 0;
}

function textAt(pointer: number): string {
	const end = libheif.HEAPU8.indexOf(0, pointer);
	return Buffer.from(libheif.HEAPU8.subarray(pointer, end)).toString();
}

/** A file as a whole in libheif's memory, where it is read without being copied again. */
export function readIntoHeap(path: string, free: (() => void)[]) {
	const file = openSync(path, 'r');
	try {
		const length = fstatSync(file).size;
		const pointer = allocate(length, free);
		for (let at = 0; at < length;) {
			const read = readSync(file, libheif.HEAPU8, pointer + at, length - at, at);
			if (read === 0) break;
			at += read;
		}
		return { pointer, length };
	} finally {
		closeSync(file);
	}
}
