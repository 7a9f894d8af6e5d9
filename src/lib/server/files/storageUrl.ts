import { isAbsolute } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A bucket of any store that speaks the S3 protocol. */
export type S3Place = {
	kind: 's3';
	/** `https://host:port`, without the bucket. */
	endpoint: string;
	region: string;
	bucket: string;
	/** What every key begins with: empty, or ending in `/`. */
	prefix: string;
	key: string;
	secret: string;
	/** `https://host/bucket` and not `https://bucket.host`. */
	pathStyle: boolean;
	/** Whether SHA-256 is sent beside MD5: every store knows MD5, some older ones only that. */
	sendsSha256: boolean;
};

export type Place = { kind: 'folder'; path: string } | S3Place;

const forms = `It is file:///folder, or
s3://KEY:SECRET@host:port/bucket/prefix?region=…, where the port and the prefix may be missing.`;

/**
 * Reads `STORAGE_URL` or `STORAGE_COPY_URL`:
 * `file:///folder`, or `s3://KEY:SECRET@host:port/bucket/prefix` with, after a `?`, `region`
 * (us-east-1), `tls=off`, `style=host|path` (host for amazonaws.com, path elsewhere) and
 * `checksums=md5|sha256` (sha256). A missing KEY:SECRET is AWS_ACCESS_KEY_ID and
 * AWS_SECRET_ACCESS_KEY. Throws a sentence for the host, which never repeats the secret.
 */
export function parseStorageUrl(name: string, text: string, env: NodeJS.ProcessEnv): Place {
	if (isAbsolute(text)) return { kind: 'folder', path: text };
	const url = URL.canParse(text) ? new URL(text) : null;
	if (url?.protocol === 'file:' && url.hostname === '')
		return { kind: 'folder', path: fileURLToPath(url) };
	if (url?.protocol !== 's3:') throw new Error(`${name} is not a place for files. ${forms}`);
	return s3Place(name, url, env);
}

function s3Place(name: string, url: URL, env: NodeJS.ProcessEnv): S3Place {
	const [bucket, ...rest] = decodeURIComponent(url.pathname).split('/').filter(Boolean);
	const key = decodeURIComponent(url.username) || env.AWS_ACCESS_KEY_ID;
	const secret = decodeURIComponent(url.password) || env.AWS_SECRET_ACCESS_KEY;
	if (!url.hostname || !bucket) throw new Error(`${name} names no host or no bucket. ${forms}`);
	if (!key || !secret) throw new Error(`${name} has no KEY:SECRET. ${forms}`);
	const asked = (option: string, values: string[]) => oneOf(name, url, option, values);
	return {
		kind: 's3',
		endpoint: `${asked('tls', ['on', 'off']) === 'on' ? 'https' : 'http'}://${url.host}`,
		region: url.searchParams.get('region') || 'us-east-1',
		bucket,
		prefix: rest.map((part) => `${part}/`).join(''),
		key,
		secret,
		pathStyle: asked('style', isAmazon(url) ? ['host', 'path'] : ['path', 'host']) === 'path',
		sendsSha256: asked('checksums', ['sha256', 'md5']) === 'sha256'
	};
}

function isAmazon(url: URL): boolean {
	return url.hostname.endsWith('.amazonaws.com');
}

/** What was asked for; the first of `values` where nothing was. */
function oneOf(name: string, url: URL, option: string, values: string[]): string {
	const asked = url.searchParams.get(option) ?? values[0] ?? '';
	if (!values.includes(asked)) throw new Error(`${name} may say ${option}=${values.join(' or ')}.`);
	return asked;
}

/** A place as it may be printed: without its keys. */
export function sayPlace(place: Place): string {
	if (place.kind === 'folder') return place.path;
	return `${place.bucket}/${place.prefix} at ${new URL(place.endpoint).host}`;
}
