import { expect, test } from 'vitest';
import { parseStorageUrl, sayPlace } from './storageUrl.ts';

const parse = (text: string, env: NodeJS.ProcessEnv = {}) =>
	parseStorageUrl('STORAGE_URL', text, env);

test('a folder may be named as a path or as an address', () => {
	for (const text of ['/srv/files here', 'file:///srv/files%20here'])
		expect(parse(text)).toEqual({ kind: 'folder', path: '/srv/files here' });
});

test('a bucket is named with its keys, its host and what else it needs', () => {
	expect(parse('s3://KEY:sec%2Fret@store.example.org:9000/bucket/a/b?region=eu&tls=off')).toEqual({
		kind: 's3',
		endpoint: 'http://store.example.org:9000',
		region: 'eu',
		bucket: 'bucket',
		prefix: 'a/b/',
		key: 'KEY',
		secret: 'sec/ret',
		pathStyle: true,
		sendsSha256: true
	});
	const amazon = 's3://K:S@s3.eu-central-1.amazonaws.com/bucket?checksums=md5';
	expect(parse(amazon)).toMatchObject({
		endpoint: 'https://s3.eu-central-1.amazonaws.com',
		pathStyle: false,
		sendsSha256: false,
		prefix: ''
	});
});

test('keys may come from the environment, so that they stand in no address', () => {
	const env = { AWS_ACCESS_KEY_ID: 'KEY', AWS_SECRET_ACCESS_KEY: 'secret' };
	expect(parse('s3://store.example.org/bucket', env)).toMatchObject({
		key: 'KEY',
		secret: 'secret'
	});
});

test.each([
	['ftp://somewhere', 'not a place'],
	['relative/folder', 'not a place'],
	['s3://K:very-secret@host', 'no bucket'],
	['s3://host/bucket', 'no KEY:SECRET'],
	['s3://K:very-secret@host/bucket?tls=maybe', 'tls=on or off']
])('%s is refused with a sentence that repeats no secret', (text, sentence) => {
	expect(() => parse(text)).toThrow(sentence);
	expect(() => parse(text)).not.toThrow('very-secret');
});

test('what is printed of a place holds no key', () => {
	expect(sayPlace(parse('s3://KEY:secret@host/bucket/p'))).toBe('bucket/p/ at host');
});
