import {
	AbortMultipartUploadCommand,
	ListMultipartUploadsCommand,
	type ListMultipartUploadsCommandInput,
	type ListMultipartUploadsCommandOutput
} from '@aws-sdk/client-s3';
import type { Bucket } from './bucket.ts';
import { NoSuchThing, NotKnown } from './errors.ts';
import { addressOf } from './listBucket.ts';

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Takes away uploads of ours that a killed process began more than a day before `now`. A store that
 * cannot list them is left alone: its own rule for abandoned uploads has to do it.
 */
export async function sweepUploads(bucket: Bucket, now: Date): Promise<void> {
	const before = now.getTime() - dayMs;
	for await (const { key, id, begunAt } of uploads(bucket)) {
		if (begunAt.getTime() > before || !addressOf(bucket, key)) continue;
		const where = { Bucket: bucket.place.bucket, Key: key, UploadId: id };
		await bucket
			.ask((client) => client.send(new AbortMultipartUploadCommand(where)))
			.catch(unless(NoSuchThing));
	}
}

async function* uploads({ place, ask }: Bucket) {
	let from: { KeyMarker?: string; UploadIdMarker?: string } | undefined = {};
	while (from) {
		const asked: ListMultipartUploadsCommandInput = {
			Bucket: place.bucket,
			Prefix: place.prefix || undefined,
			...from
		};
		const page: ListMultipartUploadsCommandOutput | undefined = await ask((client) =>
			client.send(new ListMultipartUploadsCommand(asked))
		).catch(unless(NotKnown));
		for (const { Key: key, UploadId: id, Initiated: begunAt } of page?.Uploads ?? [])
			if (key && id && begunAt) yield { key, id, begunAt };
		const { NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = page ?? {};
		from = page?.IsTruncated && KeyMarker ? { KeyMarker, UploadIdMarker } : undefined;
	}
}

function unless(kind: new () => Error) {
	return (error: unknown): undefined => {
		if (error instanceof kind) return undefined;
		throw error;
	};
}
