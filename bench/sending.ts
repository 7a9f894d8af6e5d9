import { createHash } from 'node:crypto';
import type { Keeper } from './opened.ts';

export type Sent = { name: string; bytes: Buffer<ArrayBuffer> };

/**
 * Puts a file into a box as the page does: announced with its hash, then sent in one piece. Resolves
 * when it is said to be kept, with the milliseconds from the announcement on.
 */
export async function send(
	origin: string,
	cookie: string,
	{ box }: Pick<Keeper, 'box'>,
	{ name, bytes }: Sent
): Promise<number> {
	const sha256 = createHash('sha256').update(bytes).digest('hex');
	const said = Object.entries({ box, filename: name, filetype: 'image/jpeg', sha256 });
	const metadata = said.map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`);
	const headers = { cookie, origin, 'tus-resumable': '1.0.0' };
	const begun = performance.now();
	const announced = await fetch(new URL('/uploads', origin), {
		method: 'POST',
		headers: {
			...headers,
			'upload-length': String(bytes.length),
			'upload-metadata': metadata.join(',')
		}
	});
	const place = announced.headers.get('location');
	if (announced.status !== 201 || !place) throw new Error(`It was answered ${announced.status}.`);
	const kept = await fetch(new URL(place, origin), {
		method: 'PATCH',
		headers: {
			...headers,
			'upload-offset': '0',
			'content-type': 'application/offset+octet-stream'
		},
		body: bytes
	});
	if (kept.status !== 204) throw new Error(`The file was answered ${kept.status}.`);
	return performance.now() - begun;
}
