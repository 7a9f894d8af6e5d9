import { error, type RequestEvent } from '@sveltejs/kit';

/** Routes that stream what they are sent, and count by themselves. */
const streaming = new Set(['/uploads/[...id]', '/keep-safe', '/box/[box]/put-in']);

/** The longest story there may be (400,000 letters), in the widest script, as a form sends it. */
const mostBytes = 4 * 1024 * 1024;

/**
 * Every other form is read into memory as a whole, so none may be larger than a story; nor may it
 * leave its size open. Throws 413.
 */
export function refuseTooLarge({ request, route }: RequestEvent): void {
	if (request.body === null || (route.id !== null && streaming.has(route.id))) return;
	const bytes = request.headers.get('content-length');
	if (bytes === null || Number(bytes) > mostBytes) error(413, { message: 'too-large' });
}
