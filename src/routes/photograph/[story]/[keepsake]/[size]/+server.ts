import { Readable } from 'node:stream';
import { sharedPicture } from '#lib/stories/photograph.server.ts';
import type { RequestHandler } from './$types';

/** The bytes of a shared photograph: asked about every time, kept by nobody on the way. */
export const GET: RequestHandler = async ({ locals, params }) => {
	const picture = await sharedPicture(locals, params.story, params.keepsake, params.size);
	const { stream, bytes } = await locals.lamplight.files.open(picture.address);
	return new Response(Readable.toWeb(stream) as ReadableStream, {
		headers: {
			'content-type': picture.mediaType,
			'content-length': String(bytes),
			'cache-control': 'private, no-store',
			'content-security-policy': "default-src 'none'"
		}
	});
};
