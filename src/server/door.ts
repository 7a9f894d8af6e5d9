import { createServer, type Server } from 'node:http';
import { handed } from '#lib/server/lamplight.ts';
import type { Settings } from '#lib/server/settings.ts';
import { readersDoor, type Handler } from './readersDoor.ts';
import { collectYoungWhile } from './youngGarbage.ts';

/**
 * By which the pages learn what they are called and how this request came, for the check of where a
 * form came from. Set here for every request, so nobody outside can.
 */
const protocolHeader = 'x-lamplight-protocol';
const hostHeader = 'x-lamplight-host';

/** Opens the door: the built pages, or with `dev` those that Vite makes on change. */
export async function openDoor(settings: Settings, dev: boolean): Promise<Server> {
	const known = settings.originIsFixed ? new URL(settings.origin) : null;
	const handler = dev ? await devPages() : readersDoor(handed(), await builtPages());
	const server = createServer((request, response) => {
		request.headers[protocolHeader] = known?.protocol.slice(0, -1) ?? 'http';
		request.headers[hostHeader] = known?.host ?? request.headers.host;
		// A mail program that stops a letter (RFC 8058) is no page and says no origin: its address, which
		// only the letter's reader has, is all that counts.
		if (request.url?.startsWith('/letter-home/stop/')) {
			request.headers.origin ??= `${request.headers[protocolHeader]}://${request.headers[hostHeader]}`;
		}
		collectYoungWhile(request, response);
		handler(request, response);
	});
	// A photograph on a slow line may take longer than Node's five minutes.
	server.requestTimeout = 0;
	server.headersTimeout = 60_000;
	server.keepAliveTimeout = 65_000;
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(settings.port, settings.host, resolve);
	});
	return server;
}

async function builtPages(): Promise<Handler> {
	process.env.PROTOCOL_HEADER = protocolHeader;
	process.env.HOST_HEADER = hostHeader;
	// Each kind of request has a limit of its own (hooks.server.ts); uploads are streamed.
	process.env.BODY_SIZE_LIMIT = 'Infinity';
	const built = new URL('../../build/handler.js', import.meta.url).href;
	const { handler } = (await import(built)) as { handler: Handler };
	return handler;
}

async function devPages(): Promise<Handler> {
	const { createServer: createViteServer } = await import('vite');
	const vite = await createViteServer({ server: { middlewareMode: true }, appType: 'custom' });
	return vite.middlewares;
}
