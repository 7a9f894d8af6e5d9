import { mkdtempSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Made, Picture, Pictures } from '../made.ts';
import type { PictureMaker } from '../pictureMaker.ts';

/** A folder for one file of tests, gone afterwards. */
export function workplace() {
	const folder = mkdtempSync(join(tmpdir(), 'lamplight-pictures-'));
	let made = 0;
	afterAll(() => rm(folder, { recursive: true, force: true }));
	return {
		/** Makes pictures in a new folder. */
		async make(maker: PictureMaker, originalPath: string): Promise<Made> {
			const outDir = join(folder, String(made++));
			await mkdir(outDir);
			return maker.makePictures(originalPath, { outDir });
		},
		async file(name: string, content: Uint8Array): Promise<string> {
			const path = join(folder, name);
			await writeFile(path, content);
			return path;
		}
	};
}

export function shown(made: Made): Pictures {
	if (made.kind !== 'pictures') throw new Error(`cannot be shown: ${made.why}`);
	return made;
}

export function picture(made: Made, size: Picture['size']): Picture {
	const found = shown(made).pictures.find((each) => each.size === size);
	if (!found) throw new Error(`there is no ${size} picture`);
	return found;
}
