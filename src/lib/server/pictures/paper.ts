import { open, readFile } from 'node:fs/promises';
import type * as Mupdf from 'mupdf';
import { CannotBeShown } from './cannotShow.ts';
import type { Limits } from './limits.ts';
import type { Pixels } from './pixels.ts';

/** Is it a PDF? The mark may stand anywhere in its first 1,024 bytes, as readers agree. */
export async function isPaper(path: string): Promise<boolean> {
	const file = await open(path, 'r');
	try {
		const { buffer, bytesRead } = await file.read(Buffer.alloc(1024), 0, 1024, 0);
		return buffer.subarray(0, bytesRead).includes('%PDF-');
	} finally {
		await file.close();
	}
}

/** A page, drawn: which one, of how many. */
interface DrawnPage {
	number: number;
	of: number;
	pixels: Pixels;
}

/**
 * Draws the pages of a PDF so that their longest edge is `edge` pixels, as many as the limits allow.
 * Everything but waiting runs at once and blocks. Throws `CannotBeShown`, or an error of MuPDF.
 */
export async function* pagesOf(
	path: string,
	edge: number,
	limits: Limits
): AsyncGenerator<DrawnPage> {
	// Loaded when it is needed: most processes only ever see photographs.
	const mupdf = await import('mupdf');
	mupdf.setLog(null);
	const document = mupdf.Document.openDocument(await readFile(path), 'application/pdf');
	try {
		if (document.needsPassword()) throw new CannotBeShown('locked');
		const of = document.countPages();
		if (of === 0) throw new CannotBeShown('damaged');
		const began = process.cpuUsage();
		for (let number = 1; number <= Math.min(of, limits.pages); number++) {
			if (number > 1 && processorMsSince(began) > limits.pagesMs) return;
			yield { number, of, pixels: draw(mupdf, document, number - 1, edge) };
		}
	} finally {
		document.destroy();
	}
}

/** What this process has had of the processor since; a machine under load gives it late. */
function processorMsSince(began: NodeJS.CpuUsage): number {
	const { user, system } = process.cpuUsage(began);
	return (user + system) / 1000;
}

function draw(mupdf: typeof Mupdf, document: Mupdf.Document, index: number, edge: number): Pixels {
	const page = document.loadPage(index);
	const [left, top, right, bottom] = page.getBounds();
	const scale = edge / Math.max(right - left, bottom - top, 1);
	const matrix = mupdf.Matrix.scale(scale, scale);
	const drawn = page.toPixmap(matrix, mupdf.ColorSpace.DeviceRGB, false, true);
	try {
		const [width, height] = [drawn.getWidth(), drawn.getHeight()];
		if (width < 1 || height < 1) throw new CannotBeShown('damaged');
		const [row, stride] = [width * 3, drawn.getStride()];
		const lent = drawn.getPixels();
		// Copied: its memory is the next page's.
		const data = Buffer.allocUnsafe(row * height);
		for (let y = 0; y < height; y++) data.set(lent.subarray(y * stride, y * stride + row), y * row);
		return { data, width, height, channels: 3 };
	} finally {
		drawn.destroy();
		page.destroy();
	}
}
