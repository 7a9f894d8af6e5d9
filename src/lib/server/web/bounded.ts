import { error, type RequestEvent } from '@sveltejs/kit';

/** What streams what it is sent, and counts by itself. The other forms of these pages do not. */
const streaming = new Set([
	'/uploads/[...id]',
	'/keep-safe?/give',
	'/box/[box]/put-in',
	'/boxes/put-back',
	'/boxes/put-back/arriving/[...id]'
]);

/** The longest story there may be (400,000 letters), in the widest script, as a form sends it. */
const mostBytes = 4 * 1024 * 1024;

/**
 * Every other form is read into memory as a whole, so none may be larger than a story; nor may it
 * leave its size open. Throws 413.
 */
export function refuseTooLarge({ request, route, url }: RequestEvent): void {
	const form = url.search.startsWith('?/') ? url.search : '';
	if (request.body === null || streaming.has(`${route.id}${form}`)) return;
	const bytes = request.headers.get('content-length');
	if (bytes === null || Number(bytes) > mostBytes) error(413, { message: 'too-large' });
}
