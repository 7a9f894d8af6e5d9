import { execFileSync } from 'node:child_process';

export type Tags = Record<string, unknown> & { SourceFile: string };

/** What exiftool, which is independent of all that makes pictures here, finds in files. */
export function tagsOf(paths: string[]): Tags[] {
	try {
		const answer = execFileSync(
			'exiftool',
			['-json', '-quiet', '-G1', '-a', '-ee', '-m', ...paths],
			{
				encoding: 'utf8',
				maxBuffer: 64 * 1024 * 1024
			}
		);
		return JSON.parse(answer);
	} catch (cause) {
		throw new Error(
			'this test reads pictures with exiftool: install the package libimage-exiftool-perl',
			{ cause }
		);
	}
}

/** All that a WebP cannot be without, or that the file system says of any file. */
const plain = new Set([
	'SourceFile',
	'ExifTool:ExifToolVersion',
	'File:FileType',
	'File:FileTypeExtension',
	'File:MIMEType',
	'RIFF:VP8Version',
	'RIFF:ImageWidth',
	'RIFF:ImageHeight',
	'RIFF:HorizontalScale',
	'RIFF:VerticalScale',
	'Composite:ImageSize',
	'Composite:Megapixels'
]);

/** The names of all other tags. */
export function foreignTags(tags: Tags): string[] {
	return Object.keys(tags).filter((name) => !plain.has(name) && !name.startsWith('System:'));
}
