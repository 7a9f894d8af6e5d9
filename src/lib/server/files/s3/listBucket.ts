import {
	ListObjectsV2Command,
	type ListObjectsV2CommandInput,
	type ListObjectsV2CommandOutput
} from '@aws-sdk/client-s3';
import { type Address, parseAddress, type Prefix } from '../address.ts';
import { BadAddress } from '../errors.ts';
import type { Stored } from '../fileStore.ts';
import type { Bucket } from './bucket.ts';

/** The files below a prefix in a bucket, page by page, in the order of addresses. */
export async function* listBucket(
	bucket: Bucket,
	prefix: Prefix,
	after?: Address
): AsyncGenerator<Stored> {
	let from: { StartAfter?: string; ContinuationToken?: string } | undefined =
		after === undefined ? {} : { StartAfter: bucket.keyOf(after) };
	while (from) {
		const asked: ListObjectsV2CommandInput = {
			Bucket: bucket.place.bucket,
			Prefix: `${bucket.keyOf(prefix)}/`,
			...from
		};
		const page: ListObjectsV2CommandOutput = await bucket.ask((client) =>
			client.send(new ListObjectsV2Command(asked))
		);
		for (const { Key, Size, LastModified } of page.Contents ?? []) {
			const address = addressOf(bucket, Key ?? '');
			if (address && LastModified) yield { address, bytes: Size ?? 0, modifiedAt: LastModified };
		}
		const token: string | undefined = page.NextContinuationToken;
		from = page.IsTruncated && token ? { ContinuationToken: token } : undefined;
	}
}

/** The address that a key is, or undefined where it is none of ours. */
export function addressOf({ place }: Bucket, key: string): Address | undefined {
	if (!key.startsWith(place.prefix)) return undefined;
	try {
		return parseAddress(key.slice(place.prefix.length));
	} catch (error) {
		if (error instanceof BadAddress) return undefined;
		throw error;
	}
}
