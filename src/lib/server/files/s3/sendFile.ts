import { createHash } from 'node:crypto';
import {
	AbortMultipartUploadCommand,
	CompleteMultipartUploadCommand,
	type CompletedPart,
	CreateMultipartUploadCommand,
	GetObjectCommand,
	PutObjectCommand,
	UploadPartCommand
} from '@aws-sdk/client-s3';
import { DamagedOnTheWay } from '../errors.ts';
import type { Expected } from '../fileStore.ts';
import { readWhole } from '../readWhole.ts';
import { checkContent, hashing, nowhere } from '../writeChecked.ts';
import { asReadable } from './asReadable.ts';
import type { Bucket } from './bucket.ts';
import { BadDigest } from './errors.ts';
import { partBytes, parts } from './parts.ts';

/** How often a part is sent that arrives as something else. */
const mostSendings = 3;

/** How sure we are of what now lies in the bucket: the store said so itself, or has to be read. */
export type Sent = { sure: boolean };

type Upload = { bucket: Bucket; key: string; id: string };
type SentPart = CompletedPart & { md5: Buffer; sure: boolean };

/**
 * Sends a file in parts, each with its checksums, and puts it under its name only once every part
 * arrived as it was sent and the whole is what was expected; else nothing is left of it.
 * Memory: two parts. Throws as `FileStore.put` does.
 */
export async function sendFile(
	bucket: Bucket,
	key: string,
	stream: AsyncIterable<Uint8Array>,
	expected: Expected
): Promise<Sent> {
	const { through, found } = hashing(expected);
	if (expected.bytes === 0) {
		await nowhere(through(stream));
		checkContent(found(), expected);
		return sendNothing(bucket, key);
	}
	const upload = await begin(bucket, key);
	try {
		const sent = await sendParts(upload, through(stream), expected.bytes);
		checkContent(found(), expected);
		return await complete(upload, sent).catch(async (error: unknown) => {
			if (await liesWhole(upload, expected)) return { sure: true };
			throw error;
		});
	} catch (error) {
		await abort(upload);
		throw error;
	}
}

async function sendNothing({ place, ask }: Bucket, key: string): Promise<Sent> {
	const ContentMD5 = createHash('md5').digest('base64');
	await ask((client) =>
		client.send(
			new PutObjectCommand({
				Bucket: place.bucket,
				Key: key,
				Body: Buffer.alloc(0),
				ContentLength: 0,
				ContentMD5
			})
		)
	);
	return { sure: false };
}

async function begin(bucket: Bucket, key: string): Promise<Upload> {
	const { UploadId } = await bucket.ask((client) =>
		client.send(
			new CreateMultipartUploadCommand({
				Bucket: bucket.place.bucket,
				Key: key,
				ContentType: 'application/octet-stream',
				...(bucket.place.sendsSha256 && { ChecksumAlgorithm: 'SHA256' as const })
			})
		)
	);
	if (!UploadId) throw new DamagedOnTheWay('the store began no upload');
	return { bucket, key, id: UploadId };
}

/** One part is on its way while the next one is filled. */
async function sendParts(
	upload: Upload,
	stream: AsyncIterable<Uint8Array>,
	bytes: number
): Promise<SentPart[]> {
	const sent: SentPart[] = [];
	let onItsWay: Promise<SentPart> | undefined;
	let number = 0;
	try {
		for await (const part of parts(stream, partBytes(bytes), bytes)) {
			if (onItsWay) sent.push(await onItsWay);
			onItsWay = sendPart(upload, ++number, part);
			// It is awaited with the next part; until then its failure is no fault of nobody's.
			onItsWay.catch(() => undefined);
		}
	} finally {
		await onItsWay?.catch(() => undefined);
	}
	if (onItsWay) sent.push(await onItsWay);
	return sent;
}

/** Sends a part until the store says that it has just this; throws `DamagedOnTheWay`. */
async function sendPart(upload: Upload, number: number, body: Buffer): Promise<SentPart> {
	const md5 = createHash('md5').update(body).digest();
	const sha256 = createHash('sha256').update(body).digest('base64');
	for (let time = 1; time <= mostSendings; time++) {
		const answer = await sendOnce(upload, number, body, md5, sha256);
		if (answer) return answer;
	}
	throw new DamagedOnTheWay(`part ${number} arrived as something else ${mostSendings} times`);
}

/** Null: what arrived is not what was sent. */
async function sendOnce(
	{ bucket, key, id }: Upload,
	number: number,
	body: Buffer,
	md5: Buffer,
	sha256: string
): Promise<SentPart | null> {
	const { bucket: name, sendsSha256 } = bucket.place;
	const checksum = sendsSha256 ? { ChecksumSHA256: sha256 } : {};
	try {
		const answer = await bucket.ask((client) =>
			client.send(
				new UploadPartCommand({
					Bucket: name,
					Key: key,
					UploadId: id,
					PartNumber: number,
					Body: body,
					ContentMD5: md5.toString('base64'),
					...checksum
				})
			)
		);
		const part = { PartNumber: number, ETag: answer.ETag, ...checksum, md5 };
		if (sendsSha256 && answer.ChecksumSHA256 === sha256) return { ...part, sure: true };
		// An ETag that looks like an MD5 is the MD5 of what arrived; any other tells nothing.
		const tag = bare(answer.ETag);
		if (!/^[0-9a-f]{32}$/.test(tag)) return { ...part, sure: false };
		return tag === md5.toString('hex') ? { ...part, sure: true } : null;
	} catch (error) {
		if (error instanceof BadDigest) return null;
		throw error;
	}
}

async function complete({ bucket, key, id }: Upload, sent: SentPart[]): Promise<Sent> {
	const { ETag } = await bucket.ask((client) =>
		client.send(
			new CompleteMultipartUploadCommand({
				Bucket: bucket.place.bucket,
				Key: key,
				UploadId: id,
				MultipartUpload: {
					Parts: sent.map(({ PartNumber, ETag, ChecksumSHA256 }) => ({
						PartNumber,
						ETag,
						ChecksumSHA256
					}))
				}
			})
		)
	);
	const ofParts = createHash('md5').update(Buffer.concat(sent.map(({ md5 }) => md5)));
	const asWhole = bare(ETag) === `${ofParts.digest('hex')}-${sent.length}`;
	return { sure: asWhole && sent.every(({ sure }) => sure) };
}

/**
 * The answer to a completion may be lost on its way, and the store knows no such upload when it is
 * asked again. Then what lies there tells: every byte of it is read.
 */
async function liesWhole({ bucket, key }: Upload, { sha256 }: Expected): Promise<boolean> {
	const asked = new GetObjectCommand({ Bucket: bucket.place.bucket, Key: key });
	try {
		const { Body } = await bucket.ask((client) => client.send(asked));
		return (await readWhole(asReadable(Body))).sha256 === sha256;
	} catch {
		return false;
	}
}

/** Takes away what was sent; where that fails as well, the nightly sweep does it. */
async function abort({ bucket, key, id }: Upload): Promise<void> {
	const where = { Bucket: bucket.place.bucket, Key: key, UploadId: id };
	await bucket
		.ask((client) => client.send(new AbortMultipartUploadCommand(where)))
		.catch(() => undefined);
}

function bare(tag: string | undefined): string {
	return (tag ?? '').replaceAll('"', '');
}
