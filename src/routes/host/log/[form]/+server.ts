import { Readable } from 'node:stream';
import { NotFound } from '#lib/server/failures.ts';
import { asHost } from '#lib/watching/actions.server.ts';
import { asCsv, asJsonLines, readLog } from '#lib/watching/queries.server.ts';
import type { RequestHandler } from './$types';

const forms = {
	'log.csv': { write: asCsv, type: 'text/csv; charset=utf-8' },
	'log.jsonl': { write: asJsonLines, type: 'application/jsonl; charset=utf-8' }
};

/** The whole log, to be kept elsewhere or read by a program. */
export const GET: RequestHandler = async ({ locals, params }) => {
	await asHost(locals, async () => undefined);
	const form = Object.entries(forms).find(([name]) => name === params.form)?.[1];
	if (!form) throw new NotFound();
	const lines = Readable.from(form.write(readLog(locals.lamplight.pools.worker)));
	return new Response(Readable.toWeb(lines) as ReadableStream, {
		headers: {
			'content-type': form.type,
			'content-disposition': `attachment; filename="${params.form}"`,
			'cache-control': 'private, no-store'
		}
	});
};
