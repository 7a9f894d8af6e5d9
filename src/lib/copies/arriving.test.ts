import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, expect, test } from 'vitest';
import { NotFound } from '#lib/server/failures.ts';
import { keepSweeping } from '#lib/server/keepSweeping.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { emptyFolder } from '../../../tests/postgres/trial.ts';
import { answerArriving } from './back/arriving.server.ts';
import { archivePath, archivesFolder } from './back/archives.ts';
import { NotBegun } from './back/notBegun.ts';
import { putBack } from './back/putBack.server.ts';
import { receiveCopy } from './back/receiveForm.server.ts';
import { sweepPutBacks } from './back/sweep.server.ts';
import { fullBox, stateOf, takeInto, zipIn } from './testing/full.ts';

const site = await openTestSite();
const folder = await mkdtemp(join(tmpdir(), 'lamplight-arriving-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
const { wren, tom, box } = await fullBox(site);
const zip = zipIn(folder);
await takeInto(site, wren, box, zip);
const archive = await readFile(zip);

const tus = { 'tus-resumable': '1.0.0' };
const asked = (id: string, method: string, headers: HeadersInit, body?: Uint8Array<ArrayBuffer>) =>
	new Request(`http://lamplight.test/boxes/put-back/arriving/${id}`, { method, headers, body });

async function begin(who: Person | null, bytes: number) {
	const name = Buffer.from('Robin.zip').toString('base64');
	const headers = { ...tus, 'upload-length': `${bytes}`, 'upload-metadata': `filename ${name}` };
	const request = asked('', 'POST', headers);
	const response = await answerArriving(site, who?.session ?? null, null, request);
	return { response, id: response.headers.get('location')?.split('/').at(-1) ?? '' };
}

function send(who: Person, id: string, part: Buffer, offset: number) {
	const headers = {
		...{ ...tus, 'upload-offset': `${offset}`, 'content-length': `${part.length}` },
		'content-type': 'application/offset+octet-stream'
	};
	return answerArriving(site, who.session, id, asked(id, 'PATCH', headers, new Uint8Array(part)));
}

const head = (who: Person, id: string) =>
	answerArriving(site, who.session, id, asked(id, 'HEAD', tus));

async function leaveNothing() {
	await site.owner.query('delete from lamplight.put_back');
	await rm(archivesFolder(site.settings.dataDir), { recursive: true, force: true });
}

test('a copy arrives in parts, goes on where it was, and is put back', async () => {
	const half = Math.floor(archive.length / 2);
	const { response, id } = await begin(wren, archive.length);
	expect(response.status).toBe(201);
	await send(wren, id, archive.subarray(0, half), 0);
	expect((await head(wren, id)).headers.get('upload-offset')).toBe(String(half));
	expect(await stateOf(site, wren, id)).toMatchObject({ at: 'arriving', fileName: 'Robin.zip' });
	expect((await send(wren, id, archive.subarray(half), half)).status).toBe(204);
	expect(await stateOf(site, wren, id)).toMatchObject({ at: 'working', part: null });
	// Sent once more, its last part is there already.
	expect((await send(wren, id, Buffer.alloc(0), archive.length)).status).toBe(204);
	await putBack(site, id);
	expect(await stateOf(site, wren, id)).toMatchObject({ at: 'done', leftOut: [] });
});

test('nobody sends to a copy of another, or learns that there is one', async () => {
	const { id } = await begin(wren, 10);
	await expect(send(tom, id, Buffer.alloc(10), 0)).rejects.toThrow(NotFound);
	await expect(head(tom, id)).rejects.toThrow(NotFound);
	expect((await begin(null, 10)).response.status).toBe(404);
});

test('an id that leads elsewhere takes no file away', async () => {
	const kept = join(site.settings.dataDir, 'kept');
	await writeFile(kept, 'ours');
	for (const id of ['../kept', '..', '.', '', 'a/../../kept']) {
		await expect(putBack(site, id)).rejects.toThrow('leads elsewhere');
	}
	expect(await readFile(kept, 'utf8')).toBe('ours');
});

test('one whose last answer a crash swallowed goes on by itself', async () => {
	const { id } = await begin(wren, archive.length);
	await send(wren, id, archive, 0);
	await site.owner.query('update lamplight.put_back set arrived_at = null where id = $1', [id]);
	await sweepPutBacks(site);
	expect(await stateOf(site, wren, id)).toMatchObject({ at: 'working' });
	await site.owner.query('update lamplight.put_back set arrived_at = null where id = $1', [id]);
	expect((await head(wren, id)).headers.get('upload-offset')).toBe(String(archive.length));
	expect(await stateOf(site, wren, id)).toMatchObject({ at: 'working' });
	await leaveNothing();
});

test('what lies whole goes on by the process that has it, at its start, and by no other', async () => {
	const { id } = await begin(wren, archive.length);
	await send(wren, id, archive, 0);
	await site.owner.query('update lamplight.put_back set arrived_at = null where id = $1', [id]);
	const elsewhere = { ...site, settings: { ...site.settings, dataDir: await emptyFolder() } };
	await keepSweeping(elsewhere, { sweepPutBacks }).stop();
	expect(await stateOf(site, wren, id)).toMatchObject({ at: 'arriving' });
	await keepSweeping(site, { sweepPutBacks }).stop();
	expect(await stateOf(site, wren, id)).toMatchObject({ at: 'working' });
	await leaveNothing();
});

test('one at a time: a second waits for the first, but for one that never arrived', async () => {
	const first = await begin(wren, 10);
	const second = await begin(wren, archive.length);
	expect(second.response.status).toBe(201);
	await expect(stateOf(site, wren, first.id)).rejects.toThrow(NotFound);
	await send(wren, second.id, archive, 0);
	const third = await begin(wren, 10);
	expect([third.response.status, await third.response.text()]).toEqual([409, 'busy']);
	expect((await begin(tom, 10)).response.status).toBe(201);
	await leaveNothing();
});

test('larger than a memory box may be, or than there is room for, it is refused before its first byte', async () => {
	const tooLarge = await begin(wren, 101 * 1024 ** 3);
	expect(tooLarge.response.status).toBe(413);
	await site.owner.query(
		`insert into lamplight.site_setting (key, value) values ('box_bytes', '1000000')`
	);
	expect((await begin(wren, 2 * 1024 ** 3)).response.status).toBe(413);
	await site.owner.query('delete from lamplight.site_setting');
});

test('what nobody comes back to is given up after seven days, with its bytes', async () => {
	const { id } = await begin(wren, archive.length);
	await send(wren, id, archive.subarray(0, 1000), 0);
	await sweepPutBacks(site);
	expect(await stateOf(site, wren, id)).toMatchObject({ at: 'arriving' });
	await site.owner.query(
		`update lamplight.put_back set begun_at = now() - interval '8 days' where id = $1`,
		[id]
	);
	await sweepPutBacks(site);
	expect(await stateOf(site, wren, id)).toMatchObject({ at: 'refused', why: 'given_up' });
	await expect(readFile(archivePath(site.settings.dataDir, id))).rejects.toThrow(/ENOENT/);
	await leaveNothing();
});

const boundary = 'between';
function formOf(content: Buffer, name = 'Robin.zip'): Request {
	const body = Buffer.concat([
		Buffer.from(
			`--${boundary}\r\ncontent-disposition: form-data; name="copy"; filename="${name}"\r\n` +
				'content-type: application/zip\r\n\r\n'
		),
		content,
		Buffer.from(`\r\n--${boundary}--\r\n`)
	]);
	return new Request('http://lamplight.test/', {
		method: 'POST',
		headers: {
			'content-type': `multipart/form-data; boundary=${boundary}`,
			'content-length': String(body.length)
		},
		body: Readable.toWeb(Readable.from([body], { objectMode: false })) as ReadableStream,
		duplex: 'half'
	} as RequestInit);
}

test('a copy arrives by a form without scripts as well', async () => {
	const id = await receiveCopy(site, wren.session, formOf(archive));
	await putBack(site, id ?? '');
	expect(await stateOf(site, wren, id ?? '')).toMatchObject({ at: 'done', leftOut: [] });
	expect(await receiveCopy(site, wren.session, formOf(Buffer.alloc(0), ''))).toBeNull();
	await expect(receiveCopy(site, null, formOf(archive))).rejects.toThrow(NotFound);
	const waiting = await receiveCopy(site, wren.session, formOf(archive));
	expect(await stateOf(site, wren, waiting ?? '')).toMatchObject({ at: 'working' });
	await expect(receiveCopy(site, wren.session, formOf(archive))).rejects.toThrow(NotBegun);
	expect(await readdir(archivesFolder(site.settings.dataDir))).toEqual([waiting]);
});
