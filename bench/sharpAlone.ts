import { join } from 'node:path';
import sharp from 'sharp';
import { longestEdge } from '../src/lib/server/pictures/makeFiles.ts';

/** The same three files, as one would write it with sharp: all at once, each from the original. */
export async function sharpAlone(path: string, outDir: string): Promise<void> {
	const each = async ([size, edge]: [string, number]) => {
		const image = sharp(path).autoOrient().resize(edge, edge, { fit: 'inside' });
		await image.webp({ quality: 80, effort: 4 }).toFile(join(outDir, `${size}-alone.webp`));
	};
	await Promise.all(Object.entries(longestEdge).map(each));
}
