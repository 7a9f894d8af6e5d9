import { boxCopy, formatVersion, type BoxCopy } from '../format.ts';
import { Damaged, type Archive } from './archive.server.ts';
import { CopyRefused } from './refused.ts';

/** Read as a whole. A memory box of many long stories has a tenth of it. */
const mostBytes = 32 * 1024 * 1024;

/** What a copy says of itself, every length and shape checked. Throws `CopyRefused`. */
export async function readCopy(archive: Archive): Promise<BoxCopy> {
	const said = parse(await textOf(archive));
	const { format, version } = (typeof said === 'object' && said ? said : {}) as Partial<BoxCopy>;
	if (format !== 'lamplight-copy') throw new CopyRefused('no_copy');
	if (typeof version === 'number' && version > formatVersion) throw new CopyRefused('newer');
	const copy = boxCopy.safeParse(said);
	if (!copy.success) throw new CopyRefused('not_right', [], copy.error);
	const { keepsakes, stories, lived } = copy.data;
	for (const names of [
		...[keepsakes, stories].map((each) => each.map(({ id }) => id.toLowerCase())),
		lived.map(({ fact, you }) => `${fact} ${you}`)
	]) {
		if (new Set(names).size !== names.length) throw new CopyRefused('not_right');
	}
	return copy.data;
}

async function textOf(archive: Archive): Promise<string> {
	const bytes = archive.bytesOf('box.json') ?? 0;
	if (bytes > mostBytes) throw new CopyRefused('not_right');
	const chunks: Uint8Array[] = [];
	try {
		for await (const chunk of archive.read('box.json')) chunks.push(chunk);
	} catch (error) {
		throw error instanceof Damaged ? new CopyRefused('damaged', ['box.json'], error) : error;
	}
	return Buffer.concat(chunks).toString('utf8');
}

/** Signs that the database holds in no text, and halves of signs, are left out. */
function parse(text: string): unknown {
	try {
		return JSON.parse(text.replace(/^\ufeff/, ''), (_key, value: unknown) =>
			typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value
		);
	} catch (error) {
		throw new CopyRefused('not_right', [], error);
	}
}
