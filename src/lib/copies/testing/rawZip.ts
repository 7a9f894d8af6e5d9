/** For tests: archives as nobody should make them, byte by byte. */
import { crc32, deflateRawSync } from 'node:zlib';

/** A file of an archive, and where what is said of it is not so. */
export type RawFile = {
	name: string;
	data: Buffer;
	/** Packed instead of stored. */
	packed?: boolean;
	/** What the list says of it. */
	says?: { bytes?: number; checksum?: number; offset?: number; flags?: number; unix?: number };
};

export function rawZip(files: RawFile[]): Buffer {
	const parts: Buffer[] = [];
	const list: Buffer[] = [];
	let offset = 0;
	for (const { name, data, packed = false, says = {} } of files) {
		const stored = packed ? deflateRawSync(data) : data;
		const written = Buffer.from(name);
		const head = (local: boolean) => {
			const record = Buffer.alloc(local ? 30 : 46);
			record.writeUInt32LE(local ? 0x04034b50 : 0x02014b50, 0);
			const at = local ? 4 : 6;
			if (!local) record.writeUInt16LE((3 << 8) | 63, 4);
			record.writeUInt16LE(20, at);
			record.writeUInt16LE(says.flags ?? 0x800, at + 2);
			record.writeUInt16LE(packed ? 8 : 0, at + 4);
			record.writeUInt32LE(says.checksum ?? crc32(data), at + 10);
			record.writeUInt32LE(stored.length, at + 14);
			record.writeUInt32LE(says.bytes ?? data.length, at + 18);
			record.writeUInt16LE(written.length, at + 22);
			if (!local) record.writeUInt32LE(((says.unix ?? 0o100644) << 16) >>> 0, 38);
			if (!local) record.writeUInt32LE(says.offset ?? offset, 42);
			return record;
		};
		parts.push(head(true), written, stored);
		list.push(head(false), written);
		offset += 30 + written.length + stored.length;
	}
	const directory = Buffer.concat(list);
	const end = Buffer.alloc(22);
	end.writeUInt32LE(0x06054b50, 0);
	end.writeUInt16LE(files.length, 8);
	end.writeUInt16LE(files.length, 10);
	end.writeUInt32LE(directory.length, 12);
	end.writeUInt32LE(offset, 16);
	return Buffer.concat([...parts, directory, end]);
}
