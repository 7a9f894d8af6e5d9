import { error } from '@sveltejs/kit';
import { boxCopySchema, formatVersion } from '#lib/copies/format.ts';
import type { RequestHandler } from './$types';

/** The published schema of `box.json`, for whoever wants to read a copy with a program. */
export const GET: RequestHandler = ({ params }) => {
	if (params.version !== String(formatVersion)) error(404);
	return new Response(boxCopySchema(), { headers: { 'content-type': 'application/schema+json' } });
};
