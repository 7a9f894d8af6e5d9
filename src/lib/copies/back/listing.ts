import { CopyRefused } from './refused.ts';

/** A file as the archive's own list has it. */
export type Listed = {
	fileName: string;
	compressedSize: number;
	uncompressedSize: number;
	relativeOffsetOfLocalHeader: number;
	fileNameLength: number;
	externalFileAttributes: number;
	versionMadeBy: number;
	compressionMethod: number;
	encrypted: boolean;
};

/** As many files as a copy of the fullest memory box has, and some. */
const mostFiles = 200_000;
/** As `box.json` says it of paths, in bytes of UTF-8. */
const longestName = 3000;
/** Photographs do not shrink; a copy that was packed again by another program shrinks a little. */
const mostSwelling = 20;
const alwaysAllowed = 64 * 1024 * 1024;

/**
 * Looks at the files of an archive, one after the other, for what no copy has: each `look` and `end`
 * throw `CopyRefused`. Nothing of the archive has been read by then but its list.
 *
 * @param bytes how long the archive is
 */
export function inspecting(bytes: number) {
	const names = new Set<string>();
	const begins: number[] = [];
	const ends = new Map<number, number>();
	let unpacked = 0;
	return {
		look(file: Listed): void {
			if (names.size >= mostFiles || file.fileNameLength > longestName) unsafe(file);
			if (file.encrypted || ![0, 8].includes(file.compressionMethod)) unsafe(file);
			if (isLink(file) || leadsElsewhere(file.fileName)) unsafe(file);
			const name = file.fileName.normalize('NFC');
			if (names.has(name)) unsafe(file);
			names.add(name);
			unpacked += file.uncompressedSize;
			if (unpacked > bytes * mostSwelling + alwaysAllowed) throw new CopyRefused('swells');
			const at = file.relativeOffsetOfLocalHeader;
			if (ends.has(at)) unsafe(file);
			begins.push(at);
			ends.set(at, at + localHeaderBytes + file.fileNameLength + file.compressedSize);
		},
		end(): void {
			begins.sort((a, b) => a - b);
			for (const [place, at] of begins.entries()) {
				if ((ends.get(at) ?? 0) > (begins[place + 1] ?? bytes)) throw new CopyRefused('unsafe');
			}
		}
	};
}

/** What stands before a file's name, and so before its bytes, at the least (APPNOTE 4.3.7). */
const localHeaderBytes = 30;

function unsafe({ fileName }: Listed): never {
	throw new CopyRefused('unsafe', [fileName.slice(0, 200)]);
}

/** A symbolic link, or anything else on Unix that is neither a file nor a folder. */
function isLink({ externalFileAttributes, versionMadeBy }: Listed): boolean {
	if (versionMadeBy >> 8 !== 3) return false;
	const type = (externalFileAttributes >>> 16) & 0o170000;
	return type !== 0 && type !== 0o100000 && type !== 0o040000;
}

function leadsElsewhere(name: string): boolean {
	return (
		name.includes('\0') ||
		name.includes('\\') ||
		/^([a-z]:|\/)/i.test(name) ||
		name.split('/').includes('..')
	);
}
