import { open } from 'node:fs/promises';

export type Kind = 'jpeg' | 'png' | 'webp' | 'gif' | 'tiff' | 'avif' | 'heic';

const heicBrands = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs', 'mif1', 'msf1'];
const avifBrands = ['avif', 'avis'];

/** What kind of picture a file is, by its first bytes and never by its name. */
export async function kindOfFile(path: string): Promise<Kind | undefined> {
	const file = await open(path, 'r');
	try {
		const { buffer, bytesRead } = await file.read(Buffer.alloc(256), 0, 256, 0);
		return kindOf(buffer.subarray(0, bytesRead));
	} finally {
		await file.close();
	}
}

/** The same from the first 256 bytes, or as many as there are. */
export function kindOf(head: Buffer): Kind | undefined {
	const text = head.toString('latin1');
	if (text.startsWith('\xff\xd8\xff')) return 'jpeg';
	if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'png';
	if (/^GIF8[79]a/.test(text)) return 'gif';
	if (/^RIFF[^]{4}WEBP/.test(text)) return 'webp';
	if (/^(?:II[*+]\0|MM\0[*+])/.test(text)) return 'tiff';
	if (text.startsWith('ftyp', 4)) return kindOfBrands(brandsOf(head));
	return undefined;
}

/** The major brand and the compatible ones of an ISO base media file (ISO/IEC 14496-12, 4.3). */
function brandsOf(head: Buffer): string[] {
	const end = Math.min(head.readUInt32BE(0), head.length);
	const text = head.toString('latin1', 8, end);
	const brands = text.match(/[^]{4}/g) ?? [];
	// Between the two stands a version number.
	return brands.filter((_, index) => index !== 1);
}

function kindOfBrands(brands: string[]): Kind | undefined {
	// Both name mif1 as well, so the more telling brand is looked for first.
	if (brands.some((brand) => avifBrands.includes(brand))) return 'avif';
	if (brands.some((brand) => heicBrands.includes(brand))) return 'heic';
	return undefined;
}
