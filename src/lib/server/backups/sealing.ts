import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { createHash } from 'node:crypto';
import { Refusal } from '../postgres/refusal.ts';

/**
 * How what is written is sealed: in the age format (age-encryption.org/v1) for these recipients, or
 * null: not at all. Any program that reads age can open it.
 */
export type Recipients = string[] | null;
/** What opens it again; null: it was not sealed. */
export type Identities = string[] | null;

/** A pair that lives only as long as one run does. */
export async function passingKey(): Promise<{ identity: string; recipient: string }> {
	const identity = await generateX25519Identity();
	return { identity, recipient: await identityToRecipient(identity) };
}

/** Throws a sentence for the host where it is no recipient of age. */
export function checkRecipient(text: string): string {
	try {
		new Encrypter().addRecipient(text);
		return text;
	} catch {
		throw new Refusal(
			`"${text}" is not a recipient of age. It begins with age1; \`age-keygen\` makes a pair.`
		);
	}
}

/** The lines of an identity file, as `age-keygen` writes it. Throws where there is none in it. */
export function identitiesIn(text: string): string[] {
	const found = text.split(/\r?\n/).filter((line) => /^AGE-SECRET-KEY-/.test(line.trim()));
	if (found.length === 0) throw new Refusal('The identity file holds no AGE-SECRET-KEY.');
	return found.map((line) => line.trim());
}

/** The stream as it is written. */
export async function sealed(
	stream: AsyncIterable<Uint8Array>,
	recipients: Recipients
): Promise<AsyncIterable<Uint8Array>> {
	if (recipients === null) return stream;
	const encrypter = new Encrypter();
	for (const recipient of recipients) encrypter.addRecipient(recipient);
	return fromWeb(await encrypter.encrypt(asWeb(stream)));
}

/** The stream as it was. Throws, on the way or at once, where it was changed or is not for us. */
export async function unsealed(
	stream: AsyncIterable<Uint8Array>,
	identities: Identities
): Promise<AsyncIterable<Uint8Array>> {
	if (identities === null) return stream;
	const decrypter = new Decrypter();
	for (const identity of identities) decrypter.addIdentity(identity);
	return fromWeb(await decrypter.decrypt(asWeb(stream)));
}

function asWeb(stream: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
	const all = stream[Symbol.asyncIterator]();
	return new ReadableStream({
		async pull(controller) {
			const { done, value } = await all.next();
			if (done) controller.close();
			else controller.enqueue(value);
		},
		async cancel() {
			await all.return?.();
		}
	});
}

async function* fromWeb(stream: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
	const reader = stream.getReader();
	try {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return;
			yield value;
		}
	} finally {
		await reader.cancel().catch(() => undefined);
	}
}

/** What has passed through a `Counted` so far. */
export type Counted = {
	stream: AsyncIterable<Uint8Array>;
	/** Of everything that passed; only once it has all passed. */
	found(): { sha256: string; bytes: number };
};

/** The same stream, hashed and counted on its way. */
export function counted(stream: AsyncIterable<Uint8Array>): Counted {
	const hash = createHash('sha256');
	let bytes = 0;
	async function* through() {
		for await (const chunk of stream) {
			hash.update(chunk);
			bytes += chunk.byteLength;
			yield chunk;
		}
	}
	return { stream: through(), found: () => ({ sha256: hash.digest('hex'), bytes }) };
}

/** Reads a stream to its end for what it is. */
export async function hashOf(stream: AsyncIterable<Uint8Array>) {
	const all = counted(stream);
	for await (const chunk of all.stream) void chunk;
	return all.found();
}
