import { createHash, timingSafeEqual } from 'node:crypto';
import { metricsText } from '#lib/server/metrics.ts';
import { NotFound } from '#lib/server/failures.ts';

/** For Prometheus, with the bearer token METRICS_TOKEN or, where none is set, from loopback. */
export const GET = async ({ locals, request, getClientAddress }) => {
	if (!mayRead(request, getClientAddress())) throw new NotFound();
	return new Response(await metricsText(locals.lamplight), {
		headers: { 'content-type': 'text/plain; version=0.0.4' }
	});
};

function mayRead(request: Request, address: string): boolean {
	const token = process.env.METRICS_TOKEN;
	if (token) return same(request.headers.get('authorization') ?? '', `Bearer ${token}`);
	// Behind a proxy everyone seems to come from loopback: then only the token counts.
	const proxied = request.headers.has('x-forwarded-for') || request.headers.has('forwarded');
	return !proxied && ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(address);
}

function same(given: string, right: string): boolean {
	const hash = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(hash(given), hash(right));
}
