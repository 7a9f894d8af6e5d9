/**
 * For tests: an S3 server on loopback (s3rver), and a way to it on which bytes can be changed,
 * answers can fail and nothing may come back at all. s3rver looks at no checksum, and does not know
 * how to list and end unfinished uploads: that is answered here, from its own folder.
 */
import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import S3rver from 's3rver';
import type { S3Place } from '#lib/server/files/storageUrl.ts';

export type Asked = { method: string; path: string; query: URLSearchParams };
/** What happens to a question: nothing, another status, nobody answers, or only the answer is lost. */
export type Fate = 'arrives' | 'hangs' | 'breaks' | 'unanswered' | number;

export type S3Server = {
	place: S3Place;
	/** What happens to each question. */
	fate: (asked: Asked) => Fate;
	/** Changes what is sent, after it left us and before it arrives. */
	tamper: (asked: Asked, body: Buffer) => Buffer;
	/** Looks at checksums and refuses what does not fit, as S3 itself does. */
	looksAtChecksums: boolean;
	/** What was asked so far, and whether the checksums beside a body were those of the body. */
	asked: (Asked & { headers: IncomingMessage['headers']; checksumsFit: boolean })[];
	/** Everything that lies there: whole files by key, and uploads that are not finished. */
	lies(): Promise<{ keys: string[]; unfinished: string[] }>;
	/** Damages a file where it lies. */
	overwrite(key: string, bytes: Uint8Array): Promise<void>;
	/** Makes an unfinished upload seem to have been begun then. */
	begunAt(upload: string, at: Date): Promise<void>;
	close(): Promise<void>;
};

const bucket = 'lamplight-test';

/** Starts it with one empty bucket, in a folder of the caller's. */
export async function openS3Server(folder: string): Promise<S3Server> {
	const inner = new S3rver({
		address: '127.0.0.1',
		port: 0,
		silent: true,
		directory: folder,
		vhostBuckets: false,
		configureBuckets: [{ name: bucket, configs: [] }]
	});
	const { port } = await inner.run();
	const root = join(folder, bucket);
	const begun = new Map<string, Date>();
	const outer = createServer((asked, answer) => {
		void pass(server, { root, port, begun }, asked, answer).catch(() => answer.destroy());
	});
	await new Promise<void>((resolve) => outer.listen(0, '127.0.0.1', resolve));
	const server: S3Server = {
		place: {
			kind: 's3',
			endpoint: `http://127.0.0.1:${(outer.address() as AddressInfo).port}`,
			region: 'us-east-1',
			bucket,
			prefix: 'of-a-site/',
			key: 'S3RVER',
			secret: 'S3RVER',
			pathStyle: true,
			sendsSha256: true
		},
		fate: () => 'arrives',
		tamper: (_asked, body) => body,
		looksAtChecksums: false,
		asked: [],
		lies: async () => ({ keys: await keysIn(root), unfinished: await unfinishedIn(root) }),
		overwrite: (key, bytes) => writeFile(join(root, `${key}._S3rver_object`), bytes),
		begunAt: async (upload, at) => void begun.set(upload, at),
		close: async () => {
			outer.closeAllConnections();
			await new Promise((resolve) => outer.close(resolve));
			await inner.close();
		}
	};
	return server;
}

type Inner = { root: string; port: number; begun: Map<string, Date> };

async function pass(server: S3Server, inner: Inner, req: IncomingMessage, res: ServerResponse) {
	const url = new URL(req.url ?? '/', 'http://s3');
	const asked = { method: req.method ?? '', path: url.pathname, query: url.searchParams };
	const body = await buffer(req);
	const fits = checksumsFit(req.headers, body);
	server.asked.push({ ...asked, headers: req.headers, checksumsFit: fits });
	const fate = server.fate(asked);
	if (fate === 'hangs') return;
	if (fate === 'breaks') return res.destroy();
	if (typeof fate === 'number') return refuse(res, fate, 'InternalError');
	const arrives = req.method === 'PUT' ? server.tamper(asked, body) : body;
	if (server.looksAtChecksums && !checksumsFit(req.headers, arrives))
		return refuse(res, 400, 'BadDigest');
	const upload = url.searchParams.get('uploadId');
	if (req.method === 'DELETE' && upload !== null) return end(inner, upload, res);
	if (req.method === 'GET' && url.searchParams.has('uploads')) return listUploads(inner, res);
	await forward(inner.port, req, arrives, res, fate === 'unanswered');
}

async function forward(
	port: number,
	req: IncomingMessage,
	body: Buffer,
	res: ServerResponse,
	lost: boolean
) {
	const headers = { ...req.headers };
	delete headers.expect;
	await new Promise<void>((resolve, reject) => {
		const on = request(
			{ host: '127.0.0.1', port, method: req.method, path: req.url, headers },
			(answer) => {
				if (lost) {
					answer.resume().once('end', () => resolve(void res.destroy()));
					return;
				}
				res.writeHead(answer.statusCode ?? 500, answer.headers);
				answer.pipe(res).once('close', resolve).once('error', reject);
			}
		);
		on.once('error', reject).end(body);
	});
}

function refuse(res: ServerResponse, status: number, code: string): void {
	res.writeHead(status, { 'content-type': 'application/xml' });
	res.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`);
}

function checksumsFit(headers: IncomingMessage['headers'], body: Buffer): boolean {
	const of = (algorithm: string) => createHash(algorithm).update(body).digest('base64');
	const sent: [unknown, string][] = [
		[headers['content-md5'], of('md5')],
		[headers['x-amz-checksum-sha256'], of('sha256')]
	];
	return sent.every(([said, is]) => said === undefined || said === is);
}

async function end({ root }: Inner, upload: string, res: ServerResponse): Promise<void> {
	await rm(join(root, '._S3rver_uploads', upload), { recursive: true, force: true });
	res.writeHead(204).end();
}

async function listUploads({ root, begun }: Inner, res: ServerResponse): Promise<void> {
	const folder = join(root, '._S3rver_uploads');
	const uploads = (await unfinishedIn(root)).map(async (id) => {
		const key = await readFile(join(folder, id, 'key'), 'utf8');
		const at = begun.get(id) ?? (await stat(join(folder, id))).birthtime;
		return `<Upload><Key>${key}</Key><UploadId>${id}</UploadId><Initiated>${at.toISOString()}</Initiated></Upload>`;
	});
	res.writeHead(200, { 'content-type': 'application/xml' });
	res.end(
		`<?xml version="1.0"?><ListMultipartUploadsResult>${(await Promise.all(uploads)).join('')}<IsTruncated>false</IsTruncated></ListMultipartUploadsResult>`
	);
}

async function keysIn(root: string): Promise<string[]> {
	const entries = await readdir(root, { recursive: true });
	const suffix = '._S3rver_object';
	return entries
		.filter((each) => each.endsWith(suffix))
		.map((each) => each.slice(0, -suffix.length))
		.sort();
}

async function unfinishedIn(root: string): Promise<string[]> {
	return (await readdir(join(root, '._S3rver_uploads')).catch(() => [])).sort();
}
