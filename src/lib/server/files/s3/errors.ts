import { StorageFull, StorageRefused, StorageUnreachable } from '../errors.ts';

/** There is nothing of this name in the bucket, or no such bucket: a question of its own. */
export class NoSuchThing extends Error {
	override name = 'NoSuchThing';
}

/** A part was asked for that is not there. */
export class NoSuchRange extends Error {
	override name = 'NoSuchRange';
}

/** What the store was sent is not what its checksum says: the store itself noticed. */
export class BadDigest extends Error {
	override name = 'BadDigest';
}

/** The store does not know this kind of question. */
export class NotKnown extends Error {
	override name = 'NotKnown';
}

const digests = [
	'BadDigest',
	'InvalidDigest',
	'XAmzContentSHA256Mismatch',
	'XAmzContentChecksumMismatch'
];
const full = ['InsufficientStorage', 'QuotaExceeded', 'XMinioStorageFull', 'EntityTooLarge'];

/** The SDK's error as one of ours. What is not an answer at all is a store that is away. */
export function asS3Error(error: unknown): Error {
	const { name, status } = whatItSays(error);
	if (digests.includes(name)) return new BadDigest(name, { cause: error });
	if (full.includes(name) || status === 507) return new StorageFull(error);
	if (name === 'NoSuchBucket') return new StorageRefused('there is no such bucket', error);
	if (status === 404) return new NoSuchThing(name, { cause: error });
	if (status === 416) return new NoSuchRange(name, { cause: error });
	if (status === 501 || status === 405) return new NotKnown(name, { cause: error });
	if (status !== undefined && status >= 300 && status < 500 && !isBusy(name, status))
		return new StorageRefused(name, error);
	return new StorageUnreachable(name, error);
}

function isBusy(name: string, status: number): boolean {
	return status === 408 || status === 429 || name === 'SlowDown' || name === 'RequestTimeout';
}

function whatItSays(error: unknown): { name: string; status: number | undefined } {
	if (!(error instanceof Error)) return { name: 'something that is no error', status: undefined };
	const meta = '$metadata' in error ? (error.$metadata as { httpStatusCode?: number }) : undefined;
	const code = 'code' in error ? String(error.code) : error.name;
	return { name: error.name === 'Error' ? code : error.name, status: meta?.httpStatusCode };
}
