import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { NotRight } from '#lib/server/failures.ts';
import { originalAddress } from '#lib/server/files/address.ts';
import { StorageUnreachable } from '#lib/server/files/errors.ts';
import { makeFamily } from '../../../../tests/database/family.ts';
import { openTestSite } from '../../../../tests/database/site.ts';
import { limits } from '../limits.ts';
import { partialsFolder } from './partials.ts';
import { receiveForm } from './receiveForm.server.ts';
import { sweepUploads } from './sweepUploads.server.ts';
import { sha256Of, someBytes } from './testing.ts';

const site = await openTestSite();
const { wren, box } = await makeFamily(site);
const who = { session: wren.session, device: null };
const fromWren = async () => ({ who, box });
const boundary = 'between';

function formOf(parts: () => AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Request {
	return new Request('http://lamplight.test/', {
		method: 'POST',
		headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
		body: Readable.toWeb(Readable.from(parts(), { objectMode: false })) as ReadableStream,
		duplex: 'half'
	} as RequestInit);
}

function field(name: string, value: string): Buffer {
	return Buffer.from(
		`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
	);
}

function fileHead(name: string): Buffer {
	return Buffer.from(
		`--${boundary}\r\ncontent-disposition: form-data; name="files"; filename="${name}"\r\n` +
			'content-type: image/jpeg\r\n\r\n'
	);
}

const line = Buffer.from('\r\n');
const end = Buffer.from(`--${boundary}--\r\n`);

function file(name: string, content: Uint8Array): Uint8Array[] {
	return [fileHead(name), content, line];
}

async function kept(sha256: string) {
	const { rows } = await site.owner.query(
		`select k.*, h.opened_at from lamplight.keepsake k
		join lamplight.hold h on h.keepsake_id = k.id and h.member_id = $2 where k.sha256 = $1`,
		[sha256, wren.id]
	);
	return rows;
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** In bytes, without what is only waiting to be collected. */
function memoryInUse(): number {
	collect();
	// Bytes beside the heap are counted as gone only when they have been swept, before the next time.
	collect();
	const { heapUsed, arrayBuffers } = process.memoryUsage();
	return heapUsed + arrayBuffers;
}

/** `count` megabytes, one after the other; says the most memory held meanwhile, in bytes. */
async function* megabytes(count: number, hash = createHash('sha256'), seen = { most: 0 }) {
	for (let made = 0; made < count; made++) {
		const chunk = someBytes(1024 * 1024);
		hash.update(chunk);
		if (made % 10 === 0) seen.most = Math.max(seen.most, memoryInUse());
		yield chunk;
	}
}

describe('a form without scripts', () => {
	test('puts in many files at once, as its fields say', async () => {
		const contents = [someBytes(1000), someBytes(2000), someBytes(3000)];
		const received = await receiveForm(
			site,
			formOf(() => [
				field('scope', 'mine'),
				field('covered', 'yes'),
				...contents.flatMap((content, index) => file(`${index}.jpg`, content)),
				end
			]),
			fromWren
		);
		expect(received.kept.sort()).toEqual(['0.jpg', '1.jpg', '2.jpg']);
		for (const content of contents) {
			const [row] = await kept(sha256Of(content));
			expect(row).toMatchObject({ scope: 'mine', opened_at: null });
			expect(await site.files.stat(originalAddress(box, sha256Of(content)))).not.toBeNull();
		}
	});

	test('says what could not be kept, and keeps the rest', async () => {
		const small = someBytes(500);
		async function* parts() {
			yield fileHead('film.mov');
			yield* megabytes(limits.fileBytes / 1024 / 1024 + 3);
			yield line;
			yield* file('small.jpg', small);
			yield end;
		}
		const received = await receiveForm(site, formOf(parts), fromWren);
		expect(received).toMatchObject({
			kept: ['small.jpg'],
			notKept: [{ name: 'film.mov', why: 'too_large' }]
		});
		expect(await readdir(partialsFolder(site.settings.dataDir))).toEqual([]);
	});

	test('while the store of files is away says that they wait, and they are kept later by themselves', async () => {
		const content = someBytes(1_234);
		const { put } = site.files;
		site.files.put = () => Promise.reject(new StorageUnreachable('for a test'));
		const form = formOf(() => [...file('night.jpg', content), end]);
		const received = await receiveForm(site, form, fromWren);
		site.files.put = put;
		expect(received).toMatchObject({ kept: [], notKept: [{ name: 'night.jpg', why: 'waits' }] });
		expect(await kept(sha256Of(content))).toEqual([]);
		await sweepUploads(site);
		expect(await kept(sha256Of(content))).toHaveLength(1);
	});

	test('holds no file in memory, however large', async () => {
		const hash = createHash('sha256');
		const seen = { most: 0 };
		const before = memoryInUse();
		async function* parts() {
			yield fileHead('large.jpg');
			yield* megabytes(150, hash, seen);
			yield line;
			yield end;
		}
		const received = await receiveForm(site, formOf(parts), fromWren);
		expect(received.kept).toEqual(['large.jpg']);
		expect(seen.most - before).toBeLessThan(50 * 1024 * 1024);
		const sha256 = hash.digest('hex');
		expect((await site.files.stat(originalAddress(box, sha256)))?.bytes).toBe(150 * 1024 * 1024);
	});

	test('without a chosen file puts in nothing', async () => {
		const empty = file('', Buffer.alloc(0));
		const received = await receiveForm(
			site,
			formOf(() => [...empty, end]),
			fromWren
		);
		expect([received.kept, received.notKept]).toEqual([[], []]);
	});

	test('of somebody who may not is passed over to its end', async () => {
		const content = someBytes(100_000);
		const request = formOf(() => [field('email', 'x'), ...file('a.jpg', content), end]);
		const refuse = async () => {
			throw new NotRight({ email: 'Not an address.' });
		};
		await expect(receiveForm(site, request, refuse)).rejects.toThrow(NotRight);
		expect(request.bodyUsed).toBe(true);
		expect(await kept(sha256Of(content))).toEqual([]);
	});

	test('that breaks off keeps what had arrived whole, and nothing of the rest', async () => {
		const whole = someBytes(700);
		async function* parts() {
			yield* file('whole.jpg', whole);
			yield fileHead('half.jpg');
			yield someBytes(300);
			throw new Error('the line broke');
		}
		await expect(receiveForm(site, formOf(parts), fromWren)).rejects.toThrow();
		expect(await kept(sha256Of(whole))).toHaveLength(1);
		expect(await readdir(partialsFolder(site.settings.dataDir))).toEqual([]);
	});
});
