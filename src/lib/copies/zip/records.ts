/** The records of a ZIP archive, byte by byte (APPNOTE 6.3.10, sections 4.3 and 4.5). */

/** A file as the central directory lists it. */
export type Written = {
	name: string;
	modifiedAt: Date;
	bytes: number;
	checksum: number;
	/** Where its local header begins. */
	offset: number;
	/** Its checksum stands after it, because it was not known before. */
	streamed: boolean;
};

const most16 = 0xffff;
const most32 = 0xffffffff;
/** Names are UTF-8 (bit 11); the checksum stands after the bytes (bit 3). */
const utf8 = 1 << 11;
const later = 1 << 3;
/** Made on Unix by 6.3; a plain file that its owner may read and write, others read. */
const madeBy = (3 << 8) | 63;
const attributes = (0o100644 << 16) >>> 0;
const timeLength = 9;
const zip64Length = 28;

type Named = { name: string; modifiedAt: Date };

export function localLength({ name }: Named): number {
	return 30 + Buffer.byteLength(name) + timeLength;
}

/** What stands before a file's bytes. Without a `checksum` it is streamed, and sizes follow it. */
export function localHeader(entry: Named & { bytes: number; checksum?: number }): Buffer {
	const name = nameOf(entry);
	const header = Buffer.alloc(30);
	const streamed = entry.checksum === undefined;
	header.writeUInt32LE(0x04034b50, 0);
	header.writeUInt16LE(versionFor(entry.bytes >= most32), 4);
	header.writeUInt16LE(utf8 | (streamed ? later : 0), 6);
	writeDosTime(header, entry.modifiedAt, 10);
	header.writeUInt32LE(entry.checksum ?? 0, 14);
	header.writeUInt32LE(streamed ? 0 : entry.bytes, 18);
	header.writeUInt32LE(streamed ? 0 : entry.bytes, 22);
	header.writeUInt16LE(name.length, 26);
	header.writeUInt16LE(timeLength, 28);
	return Buffer.concat([header, name, timeField(entry.modifiedAt)]);
}

export function descriptorLength(bytes: number): number {
	return bytes >= most32 ? 24 : 16;
}

/** What stands after the bytes of a streamed file. */
export function descriptor(bytes: number, checksum: number): Buffer {
	const wide = bytes >= most32;
	const record = Buffer.alloc(descriptorLength(bytes));
	record.writeUInt32LE(0x08074b50, 0);
	record.writeUInt32LE(checksum, 4);
	if (wide) {
		record.writeBigUInt64LE(BigInt(bytes), 8);
		record.writeBigUInt64LE(BigInt(bytes), 16);
	} else {
		record.writeUInt32LE(bytes, 8);
		record.writeUInt32LE(bytes, 12);
	}
	return record;
}

const isWide = (bytes: number, offset: number) => bytes >= most32 || offset >= most32;

export function centralLength(entry: Named & { bytes: number }, offset: number): number {
	const wide = isWide(entry.bytes, offset) ? zip64Length : 0;
	return 46 + Buffer.byteLength(entry.name) + timeLength + wide;
}

export function centralHeader(entry: Written): Buffer {
	const name = nameOf(entry);
	const wide = isWide(entry.bytes, entry.offset);
	const header = Buffer.alloc(46);
	header.writeUInt32LE(0x02014b50, 0);
	header.writeUInt16LE(madeBy, 4);
	header.writeUInt16LE(versionFor(wide), 6);
	header.writeUInt16LE(utf8 | (entry.streamed ? later : 0), 8);
	writeDosTime(header, entry.modifiedAt, 12);
	header.writeUInt32LE(entry.checksum, 16);
	header.writeUInt32LE(wide ? most32 : entry.bytes, 20);
	header.writeUInt32LE(wide ? most32 : entry.bytes, 24);
	header.writeUInt16LE(name.length, 28);
	header.writeUInt16LE(timeLength + (wide ? zip64Length : 0), 30);
	header.writeUInt32LE(attributes, 38);
	header.writeUInt32LE(wide ? most32 : entry.offset, 42);
	const parts = [header, name, timeField(entry.modifiedAt)];
	if (wide) parts.push(zip64Field(entry));
	return Buffer.concat(parts);
}

function zip64Field({ bytes, offset }: Written): Buffer {
	const field = Buffer.alloc(zip64Length);
	field.writeUInt16LE(0x0001, 0);
	field.writeUInt16LE(zip64Length - 4, 2);
	field.writeBigUInt64LE(BigInt(bytes), 4);
	field.writeBigUInt64LE(BigInt(bytes), 12);
	field.writeBigUInt64LE(BigInt(offset), 20);
	return field;
}

/** The central directory: how many files, where it begins, how long it is. */
type Directory = { count: number; offset: number; bytes: number };

const needsZip64 = ({ count, offset, bytes }: Directory) =>
	count >= most16 || offset >= most32 || bytes >= most32;

export function endLength(directory: Directory): number {
	return 22 + (needsZip64(directory) ? 56 + 20 : 0);
}

export function endRecords(directory: Directory): Buffer {
	const { count, offset, bytes } = directory;
	const end = Buffer.alloc(22);
	end.writeUInt32LE(0x06054b50, 0);
	end.writeUInt16LE(Math.min(count, most16), 8);
	end.writeUInt16LE(Math.min(count, most16), 10);
	end.writeUInt32LE(Math.min(bytes, most32), 12);
	end.writeUInt32LE(Math.min(offset, most32), 16);
	if (!needsZip64(directory)) return end;
	const wide = Buffer.alloc(56);
	wide.writeUInt32LE(0x06064b50, 0);
	wide.writeBigUInt64LE(44n, 4);
	wide.writeUInt16LE(madeBy, 12);
	wide.writeUInt16LE(versionFor(true), 14);
	wide.writeBigUInt64LE(BigInt(count), 24);
	wide.writeBigUInt64LE(BigInt(count), 32);
	wide.writeBigUInt64LE(BigInt(bytes), 40);
	wide.writeBigUInt64LE(BigInt(offset), 48);
	const locator = Buffer.alloc(20);
	locator.writeUInt32LE(0x07064b50, 0);
	locator.writeBigUInt64LE(BigInt(offset + bytes), 8);
	locator.writeUInt32LE(1, 16);
	return Buffer.concat([wide, locator, end]);
}

function versionFor(wide: boolean): number {
	return wide ? 45 : 20;
}

function nameOf({ name }: Named): Buffer {
	const bytes = Buffer.from(name);
	if (bytes.length > most16) throw new Error('a name in a ZIP archive has at most 65,535 bytes');
	return bytes;
}

/** The Info-ZIP field 0x5455: seconds since 1970, UTC, for programs that know it. */
function timeField(date: Date): Buffer {
	const seconds = Math.floor(date.getTime() / 1000);
	const field = Buffer.alloc(timeLength);
	field.writeUInt16LE(0x5455, 0);
	field.writeUInt16LE(timeLength - 4, 2);
	field.writeUInt8(1, 4);
	field.writeInt32LE(Math.min(Math.max(seconds, -0x80000000), 0x7fffffff), 5);
	return field;
}

/** The old field: two-second steps since 1980, without a zone; ours are UTC. */
function writeDosTime(target: Buffer, date: Date, at: number): void {
	const year = Math.min(Math.max(date.getUTCFullYear(), 1980), 2107);
	const time =
		(date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1);
	const day = ((year - 1980) << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate();
	target.writeUInt16LE(time, at);
	target.writeUInt16LE(day, at + 2);
}
