import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import type { S3Place } from '../storageUrl.ts';
import { asS3Error } from './errors.ts';

/** How long to wait, in milliseconds, and how often to try, before the store counts as away. */
export type Patience = { connectMs: number; idleMs: number; requestMs: number; tries: number };

const usualPatience: Patience = {
	connectMs: 5_000,
	idleMs: 30_000,
	requestMs: 120_000,
	tries: 4
};
/** Connections to one store at a time. */
const mostConnections = 24;

/** One bucket, and how it is asked. */
export type Bucket = {
	place: S3Place;
	/** The name in the bucket of an address or prefix. */
	keyOf(address: string): string;
	/** Asks, some times over where the store is away; throws our errors and no others. */
	ask<Answer>(question: (client: S3Client) => Promise<Answer>): Promise<Answer>;
};

export function openBucket(place: S3Place, patience: Patience = usualPatience): Bucket {
	const client = new S3Client(settingsOf(place, patience));
	return {
		place,
		keyOf: (address) => place.prefix + address,
		ask: async (question) => {
			try {
				return await question(client);
			} catch (error) {
				throw asS3Error(error);
			}
		}
	};
}

function settingsOf(place: S3Place, patience: Patience): S3ClientConfig {
	const agent = { keepAlive: true, maxSockets: mostConnections };
	return {
		endpoint: place.endpoint,
		region: place.region,
		forcePathStyle: place.pathStyle,
		credentials: { accessKeyId: place.key, secretAccessKey: place.secret },
		maxAttempts: patience.tries,
		// We say ourselves what is sent and look ourselves at what came, the same for every store.
		requestChecksumCalculation: 'WHEN_REQUIRED',
		responseChecksumValidation: 'WHEN_REQUIRED',
		requestHandler: {
			connectionTimeout: patience.connectMs,
			socketTimeout: patience.idleMs,
			requestTimeout: patience.requestMs,
			throwOnRequestTimeout: true,
			httpAgent: agent,
			httpsAgent: agent
		}
	};
}
