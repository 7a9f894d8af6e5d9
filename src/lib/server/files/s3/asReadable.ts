import { PassThrough, Readable } from 'node:stream';
import { StorageUnreachable } from '../errors.ts';
import { asS3Error } from './errors.ts';

/** What the store sends as a stream that fails with our errors, also where it breaks off. */
export function asReadable(body: unknown): Readable {
	if (!(body instanceof Readable)) throw new StorageUnreachable('it sent nothing');
	const given = new PassThrough({ highWaterMark: 256 * 1024 });
	body.once('error', (error) => given.destroy(asS3Error(error)));
	given.once('close', () => body.destroy());
	return body.pipe(given);
}
