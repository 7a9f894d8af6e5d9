import {
	DeleteObjectCommand,
	GetObjectCommand,
	HeadBucketCommand,
	HeadObjectCommand,
	ListObjectsV2Command,
	type ListObjectsV2CommandOutput
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { Readable } from 'node:stream';
import { asReadable } from '../files/s3/asReadable.ts';
import { openBucket, type Bucket } from '../files/s3/bucket.ts';
import { NoSuchThing } from '../files/s3/errors.ts';
import { sayPlace, type S3Place } from '../files/storageUrl.ts';
import { NotInBackup, type BackupPlace } from './place.ts';

const partBytes = 8 * 1024 * 1024;

/**
 * Backups in a bucket. An object is there whole once its upload is completed; one that is broken off
 * is aborted. What arrived is read again, every byte of it, by a proof.
 */
export async function openS3Place(place: S3Place): Promise<BackupPlace> {
	const bucket = openBucket(place);
	await bucket.ask((client) => client.send(new HeadBucketCommand({ Bucket: place.bucket })));
	return {
		said: sayPlace(place),
		write: (name, stream) => write(bucket, name, stream),
		read: (name) => read(bucket, name),
		bytes: (name) => bytes(bucket, name),
		list: (folder) => list(bucket, folder),
		remove: (name) => remove(bucket, name)
	};
}

function named({ place, keyOf }: Bucket, name: string) {
	return { Bucket: place.bucket, Key: keyOf(name) };
}

async function write(bucket: Bucket, name: string, stream: AsyncIterable<Uint8Array>) {
	const { sendsSha256 } = bucket.place;
	// An error of the stream itself is told as it is, and not as one of the store.
	let broken: unknown = null;
	async function* watched() {
		try {
			yield* stream;
		} catch (error) {
			broken = error;
			throw error;
		}
	}
	const params = {
		...named(bucket, name),
		Body: Readable.from(watched(), { objectMode: false }),
		...(sendsSha256 ? ({ ChecksumAlgorithm: 'SHA256' } as const) : {})
	};
	await bucket
		.ask((client) => new Upload({ client, params, partSize: partBytes, queueSize: 2 }).done())
		.catch((error: unknown) => {
			throw broken ?? error;
		});
}

async function read(bucket: Bucket, name: string): Promise<Readable> {
	try {
		const got = await bucket.ask((client) =>
			client.send(new GetObjectCommand(named(bucket, name)))
		);
		return asReadable(got.Body);
	} catch (error) {
		throw error instanceof NoSuchThing ? new NotInBackup(name) : error;
	}
}

async function bytes(bucket: Bucket, name: string): Promise<number | null> {
	try {
		const found = await bucket.ask((client) =>
			client.send(new HeadObjectCommand(named(bucket, name)))
		);
		return found.ContentLength ?? 0;
	} catch (error) {
		if (error instanceof NoSuchThing) return null;
		throw error;
	}
}

async function* list(bucket: Bucket, folder: string): AsyncGenerator<string> {
	const { place, keyOf, ask } = bucket;
	const Prefix = keyOf(folder === '' ? '' : `${folder}/`);
	let ContinuationToken: string | undefined;
	do {
		const page: ListObjectsV2CommandOutput = await ask((client) =>
			client.send(new ListObjectsV2Command({ Bucket: place.bucket, Prefix, ContinuationToken }))
		);
		for (const { Key } of page.Contents ?? []) if (Key) yield Key.slice(place.prefix.length);
		ContinuationToken = page.IsTruncated ? page.NextContinuationToken : undefined;
	} while (ContinuationToken);
}

async function remove(bucket: Bucket, name: string): Promise<void> {
	await bucket
		.ask((client) => client.send(new DeleteObjectCommand(named(bucket, name))))
		.catch((error: unknown) => {
			if (!(error instanceof NoSuchThing)) throw error;
		});
}
