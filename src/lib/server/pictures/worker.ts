/**
 * A process of its own that makes pictures, so that a picture which crashes or bloats a decoder costs
 * itself alone. It holds no secrets, opens no connection, and does one original at a time.
 */
import sharp from 'sharp';
import { cannotShow } from './cannotShow.ts';
import { makeFiles } from './makeFiles.ts';
import type { Answer, Task } from './task.ts';

const loaders = [
	'VipsForeignLoadJpegFile',
	'VipsForeignLoadPngFile',
	'VipsForeignLoadWebpFile',
	'VipsForeignLoadNsgifFile',
	'VipsForeignLoadTiffFile',
	'VipsForeignLoadTiffBuffer',
	'VipsForeignLoadHeifFile'
];

function prepare(): void {
	sharp.cache(false);
	// No decoder but those we mean to use: no SVG, no PDF, nothing that follows links.
	sharp.block({ operation: ['VipsForeignLoad'] });
	sharp.unblock({ operation: loaders });
}

async function answer({ originalPath, outDir, limits }: Task): Promise<Answer> {
	try {
		return { made: await makeFiles(originalPath, outDir, limits), spent: false };
	} catch (error) {
		// libheif broke off somewhere in the middle: nothing that it still holds can be trusted.
		if (!(error instanceof Error) || error instanceof WebAssembly.RuntimeError)
			return { made: { kind: 'cannot_show', why: 'damaged' }, spent: true };
		const made = cannotShow(error);
		if (made) return { made, spent: false };
		const code = 'code' in error ? String(error.code) : '';
		return { failed: { code, message: error.message }, spent: false };
	}
}

prepare();
process.on('message', async (task: Task) => process.send?.(await answer(task)));
process.on('disconnect', () => process.exit());
