import { expect, test } from 'vitest';
import { kindOf } from './kindOf.ts';

test.each([
	['jpeg', '\xff\xd8\xff\xe1'],
	['png', '\x89PNG\r\n\x1a\n'],
	['gif', 'GIF89a'],
	['webp', 'RIFF\x10\0\0\0WEBPVP8 '],
	['tiff', 'II*\0\x08\0\0\0'],
	['tiff', 'MM\0*\0\0\0\x08'],
	['heic', '\0\0\0\x18ftypheic\0\0\0\0mif1heic'],
	['heic', '\0\0\0\x18ftypmif1\0\0\0\0mif1heic'],
	['avif', '\0\0\0\x18ftypavif\0\0\0\0avifmif1'],
	['avif', '\0\0\0\x18ftypmif1\0\0\0\0mif1avif'],
	[undefined, '\0\0\0\x18ftypisom\0\0\0\0isommp41'],
	[undefined, '\0\0\0\x14ftypqt  \0\0\0\0qt  '],
	[undefined, '\0\0\0\x00ftyp'],
	[undefined, 'RIFF\x10\0\0\0WAVEfmt '],
	[undefined, 'BM'],
	[undefined, '<?xml'],
	[undefined, '']
])('%s is told by what stands in the file: %j', (kind, head) => {
	expect(kindOf(Buffer.from(head, 'latin1'))).toBe(kind);
});
