import { createHash, randomUUID } from 'node:crypto';
import type { Uploader } from '#lib/server/database/uploader.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { answerUpload } from './answerUpload.server.ts';

/** For tests: what a browser sends, without the browser. */
export function sha256Of(content: Uint8Array): string {
	return createHash('sha256').update(content).digest('hex');
}

/** Different every time, and no picture. */
export function someBytes(length: number): Buffer {
	return Buffer.alloc(length, randomUUID());
}

export type Said = {
	box?: string;
	name?: string;
	scope?: string;
	covered?: string;
	sha256?: string;
	modified?: string;
};

function metadata({ name = 'robin.jpg', ...said }: Said): string {
	return Object.entries({ filename: name, filetype: 'image/jpeg', ...said })
		.map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
		.join(',');
}

const tus = { 'tus-resumable': '1.0.0' };

/** Begins an upload; gives the answer, and the upload's id where there is one. */
export async function begin(site: Lamplight, who: Uploader, bytes: number, said: Said) {
	const headers = { ...tus, 'upload-length': `${bytes}`, 'upload-metadata': metadata(said) };
	const request = new Request('http://lamplight.test/uploads', { method: 'POST', headers });
	const response = await answerUpload(site, who, null, request);
	return { response, id: response.headers.get('location')?.split('/').at(-1) ?? '' };
}

export function head(site: Lamplight, who: Uploader, id: string): Promise<Response> {
	return answerUpload(site, who, id, asked(id, 'HEAD', tus));
}

export function drop(site: Lamplight, who: Uploader, id: string): Promise<Response> {
	return answerUpload(site, who, id, asked(id, 'DELETE', tus));
}

/** Sends bytes from this offset on. */
export function send(
	site: Lamplight,
	who: Uploader,
	id: string,
	content: Uint8Array,
	offset = 0
): Promise<Response> {
	const headers = {
		...tus,
		'upload-offset': `${offset}`,
		'content-type': 'application/offset+octet-stream',
		'content-length': `${content.length}`
	};
	const body = new Uint8Array(content);
	return answerUpload(site, who, id, asked(id, 'PATCH', headers, body));
}

function asked(id: string, method: string, headers: HeadersInit, body?: BodyInit): Request {
	return new Request(`http://lamplight.test/uploads/${id}`, { method, headers, body });
}

/** Puts a whole file in and gives the answer to its last byte, with the upload's id. */
export async function putIn(site: Lamplight, who: Uploader, content: Uint8Array, said: Said) {
	const { id } = await begin(site, who, content.length, said);
	return { id, response: await send(site, who, id, content) };
}
