import { Readable } from 'node:stream';
import type { Address } from '../files/address.ts';
import type { Range } from '../files/fileStore.ts';
import type { Lamplight } from '../lamplight.ts';
import { NotFound } from '../failures.ts';

/** Nothing in a file that somebody gave us may run, load or be guessed to be something else. */
const shut = {
	'cache-control': 'private, no-store',
	'content-security-policy': "default-src 'none'; sandbox",
	'x-content-type-options': 'nosniff',
	'accept-ranges': 'bytes'
};

/**
 * Streams a file's bytes, which the caller has found to be this viewer's to have; only a part of
 * them where `request` asks for one (RFC 9110, 14.2: answers 206, or 416 where there is no such
 * part). With a `saveAs` it is saved under that name and never opened in place.
 */
export async function sendFile(
	{ files }: Lamplight,
	file: { address: Address; mediaType: string; saveAs?: string },
	request?: Request
): Promise<Response> {
	const headers = new Headers({ ...shut, 'content-type': file.mediaType });
	if (file.saveAs) headers.set('content-disposition', attachment(file.saveAs));
	try {
		const range = await rangeOf(request, async () => (await files.stat(file.address))?.bytes ?? 0);
		const { stream, bytes, totalBytes } = await files.open(file.address, range);
		headers.set('content-length', String(bytes));
		const body = Readable.toWeb(stream) as ReadableStream;
		if (!range) return new Response(body, { headers });
		const last = range.start + bytes - 1;
		headers.set('content-range', `bytes ${range.start}-${last}/${totalBytes}`);
		return new Response(body, { status: 206, headers });
	} catch (error) {
		return answerFor(error, headers);
	}
}

/** The store is opened outside of the built pages, so its errors are told by name. */
function answerFor(error: unknown, headers: Headers): Response {
	if (!(error instanceof Error)) throw error;
	if (error.name === 'FileMissing') throw new NotFound();
	if (error.name !== 'BadRange' || !('bytes' in error)) throw error;
	headers.set('content-range', `bytes */${String(error.bytes)}`);
	return new Response(null, { status: 416, headers });
}

/**
 * The one part that is asked for; undefined where all of it is, or where it is asked in a way that
 * need not be understood (several parts, another unit).
 */
async function rangeOf(
	request: Request | undefined,
	totalBytes: () => Promise<number>
): Promise<Range | undefined> {
	const asked = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(request?.headers.get('range') ?? '');
	const [, first = '', last = ''] = asked ?? [];
	// A condition is never met: our answers carry nothing by which it could be.
	if (!asked || (!first && !last) || request?.headers.has('if-range')) return undefined;
	if (first) {
		if (last && Number(last) < Number(first)) return undefined;
		return { start: Number(first), ...(last && { end: Number(last) }) };
	}
	const total = await totalBytes();
	// The last so many bytes; of none there is no part, which `open` then says.
	return { start: Number(last) === 0 ? total : Math.max(0, total - Number(last)) };
}

/** A `content-disposition` (RFC 6266): the name in plain letters, and, after it, exactly. */
export function attachment(name: string): string {
	const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
	const exact = encodeURIComponent(name).replace(
		/['()*]/g,
		(sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`
	);
	return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`;
}
