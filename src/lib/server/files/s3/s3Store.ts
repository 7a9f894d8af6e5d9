import { createReadStream } from 'node:fs';
import { lstat, rm } from 'node:fs/promises';
import {
	DeleteObjectCommand,
	GetObjectCommand,
	HeadBucketCommand,
	HeadObjectCommand
} from '@aws-sdk/client-s3';
import { type Address, sha256At } from '../address.ts';
import { BadRange, DamagedOnTheWay, FileMissing, StorageRefused, WrongContent } from '../errors.ts';
import type { Expected, FileStore, Opened, Range, Source, Stored } from '../fileStore.ts';
import { withScratch } from '../folderStore.ts';
import { makeFolder } from '../folders.ts';
import { sweepIncoming } from '../sweepIncoming.ts';
import type { S3Place } from '../storageUrl.ts';
import { readWhole } from '../readWhole.ts';
import { type Bucket, openBucket, type Patience } from './bucket.ts';
import { NoSuchRange, NoSuchThing } from './errors.ts';
import { asReadable } from './asReadable.ts';
import { atMost } from './atMost.ts';
import { listBucket } from './listBucket.ts';
import { localCopies } from './localCopies.ts';
import { sendFile } from './sendFile.ts';
import { sweepUploads } from './sweepUploads.ts';

/** Files sent to the store at one time: each takes two parts of 8 MiB of memory. */
const sendingAtOnce = 6;

type Options = {
	/** A folder on this machine, for what has to lie there for a while. */
	scratch: string;
	now: Date;
	patience?: Patience;
};

/**
 * A file store in a bucket: the key of a file is its address. A bucket that is not there, or not
 * ours, is told at once (`StorageRefused`); one that does not answer just now may answer later.
 */
export async function openS3Store(
	place: S3Place,
	{ scratch, now, patience }: Options
): Promise<FileStore> {
	await makeFolder(scratch);
	await sweepIncoming(scratch, now);
	const bucket = openBucket(place, patience);
	await mustBeThere(bucket).catch((error: unknown) => {
		if (error instanceof StorageRefused) throw error;
	});
	const inTurn = atMost(sendingAtOnce);
	const copies = localCopies(scratch);
	return {
		put: (address, source, expected) => inTurn(() => put(bucket, address, source, expected)),
		open: (address, range) => open(bucket, address, range),
		stat: (address) => stat(bucket, address),
		remove: (address) => remove(bucket, address),
		list: (prefix, after) => listBucket(bucket, prefix, after),
		asLocalFile: (address, use) => copies.lend(address, () => open(bucket, address), use),
		withScratch: (use) => withScratch(scratch, use),
		sweep: async (at) => {
			await sweepIncoming(scratch, at);
			await sweepUploads(bucket, at);
		}
	};
}

async function put(bucket: Bucket, address: Address, source: Source, expected: Expected) {
	if (expected.sha256 !== sha256At(address))
		throw new WrongContent('sha256', sha256At(address), expected.sha256);
	const adopted = 'adopt' in source ? source.adopt : null;
	if (adopted !== null && !(await lstat(adopted)).isFile())
		throw new Error(`not a file that can be adopted: ${adopted}`);
	const stream =
		'adopt' in source ? createReadStream(source.adopt, { highWaterMark: 1 << 20 }) : source.stream;
	const { sure } = await sendFile(bucket, bucket.keyOf(address), stream, expected);
	// A store that does not say what it has is read again before anything is acknowledged.
	if (!sure) await mustBeWhole(bucket, address, expected);
	if (adopted !== null) await rm(adopted);
}

async function mustBeWhole(bucket: Bucket, address: Address, expected: Expected): Promise<void> {
	const found = await readWhole((await open(bucket, address)).stream);
	if (found.sha256 === expected.sha256) return;
	await remove(bucket, address);
	throw new DamagedOnTheWay('what was kept is not what was sent');
}

async function open(bucket: Bucket, address: Address, range?: Range): Promise<Opened> {
	if (range && (range.start < 0 || range.start > (range.end ?? range.start)))
		throw new BadRange((await mustFind(bucket, address)).bytes);
	const asked = {
		Bucket: bucket.place.bucket,
		Key: bucket.keyOf(address),
		...(range && { Range: `bytes=${range.start}-${range.end ?? ''}` })
	};
	try {
		const got = await bucket.ask((client) => client.send(new GetObjectCommand(asked)));
		const bytes = got.ContentLength ?? 0;
		const totalBytes = Number(got.ContentRange?.split('/')[1] ?? bytes);
		return { stream: asReadable(got.Body), bytes, totalBytes };
	} catch (error) {
		if (error instanceof NoSuchRange) throw new BadRange((await mustFind(bucket, address)).bytes);
		if (error instanceof NoSuchThing) throw await missing(bucket, address);
		throw error;
	}
}

async function mustFind(bucket: Bucket, address: Address): Promise<Stored> {
	const found = await stat(bucket, address);
	if (!found) throw new FileMissing(address);
	return found;
}

async function stat(bucket: Bucket, address: Address): Promise<Stored | null> {
	const asked = { Bucket: bucket.place.bucket, Key: bucket.keyOf(address) };
	try {
		const { ContentLength, LastModified } = await bucket.ask((client) =>
			client.send(new HeadObjectCommand(asked))
		);
		return { address, bytes: ContentLength ?? 0, modifiedAt: LastModified ?? new Date(0) };
	} catch (error) {
		if (!(error instanceof NoSuchThing)) throw error;
		await mustBeThere(bucket);
		return null;
	}
}

async function remove(bucket: Bucket, address: Address): Promise<void> {
	const asked = { Bucket: bucket.place.bucket, Key: bucket.keyOf(address) };
	await bucket
		.ask((client) => client.send(new DeleteObjectCommand(asked)))
		.catch((error: unknown) => {
			if (!(error instanceof NoSuchThing)) throw error;
		});
}

/** Where the whole bucket is gone, no single file is missing. */
async function missing(bucket: Bucket, address: Address): Promise<Error> {
	await mustBeThere(bucket);
	return new FileMissing(address);
}

async function mustBeThere({ place, ask }: Bucket): Promise<void> {
	try {
		await ask((client) => client.send(new HeadBucketCommand({ Bucket: place.bucket })));
	} catch (error) {
		if (error instanceof NoSuchThing) throw new StorageRefused('there is no such bucket', error);
		throw error;
	}
}
