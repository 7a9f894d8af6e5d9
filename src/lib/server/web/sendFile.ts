import { Readable } from 'node:stream';
import type { Address } from '../files/address.ts';
import type { Lamplight } from '../lamplight.ts';
import { NotFound } from '../failures.ts';

/** Nothing in a file that somebody gave us may run, load or be guessed to be something else. */
const shut = {
	'cache-control': 'private, no-store',
	'content-security-policy': "default-src 'none'; sandbox",
	'x-content-type-options': 'nosniff'
};

/**
 * Streams a file's bytes, which the caller has found to be this viewer's to have. With a
 * `saveAs` it is saved under that name and never opened in place.
 */
export async function sendFile(
	{ files }: Lamplight,
	file: { address: Address; mediaType: string; saveAs?: string }
): Promise<Response> {
	const { stream, bytes } = await files.open(file.address).catch((error: unknown) => {
		throw error instanceof Error && error.name === 'FileMissing' ? new NotFound() : error;
	});
	const headers = new Headers({ ...shut, 'content-type': file.mediaType });
	headers.set('content-length', String(bytes));
	if (file.saveAs) headers.set('content-disposition', attachment(file.saveAs));
	return new Response(Readable.toWeb(stream) as ReadableStream, { headers });
}

/** RFC 6266: the name in plain letters, and, after it, exactly. */
function attachment(name: string): string {
	const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
	const exact = encodeURIComponent(name).replace(
		/['()*]/g,
		(sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`
	);
	return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`;
}
