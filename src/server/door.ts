import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Settings } from '#lib/server/settings.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** By which the pages learn how this request came, where no proxy says so. Never taken from outside. */
const protocolHeader = 'x-lamplight-protocol';

/** Opens the door: the built pages, or with `dev` those that Vite makes on change. */
export async function openDoor(settings: Settings, dev: boolean): Promise<Server> {
	const handler = dev ? await devPages() : await builtPages(settings);
	const server = createServer((request, response) => {
		request.headers[protocolHeader] = 'http';
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

async function builtPages(settings: Settings): Promise<Handler> {
	if (settings.originIsFixed) process.env.ORIGIN = settings.origin;
	else process.env.PROTOCOL_HEADER = protocolHeader;
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
