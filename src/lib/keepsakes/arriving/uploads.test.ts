import { rm, symlink, writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { NotFound } from '#lib/server/failures.ts';
import { originalAddress } from '#lib/server/files/address.ts';
import { StorageFull, StorageUnreachable } from '#lib/server/files/errors.ts';
import { deviceHash, type Uploader } from '#lib/server/database/uploader.ts';
import { makeFamily } from '../../../../tests/database/family.ts';
import { openTestSite, type Person } from '../../../../tests/database/site.ts';
import { answerUpload } from './answerUpload.server.ts';
import { partialPath } from './partials.ts';
import { sweepUploads } from './sweepUploads.server.ts';
import { begin, drop, head, putIn, send, sha256Of, someBytes } from './testing.ts';

const site = await openTestSite();
const family = await makeFamily(site);
const wren: Uploader = { session: family.wren.session, device: null };
const tom: Uploader = { session: family.tom.session, device: null };
const box = family.box;

async function keepsakes(sha256: string) {
	const { rows } = await site.owner.query(
		'select * from lamplight.keepsake where sha256 = $1 order by put_in_at',
		[sha256]
	);
	return rows;
}

async function depositDevice(): Promise<Uploader & { box: string }> {
	const device = someBytes(18).toString('hex');
	const { rows } = await site.owner.query(
		`with b as (insert into lamplight.box default values returning id)
		insert into lamplight.deposit (box_id, email, device_hash, expires_at)
		select id, 'night@example.org', $1, now() + interval '1 year' from b returning box_id`,
		[deviceHash(device)]
	);
	return { session: null, device, box: rows[0].box_id };
}

describe('an upload', () => {
	test('is kept bit for bit, and only then said to have arrived', async () => {
		const content = someBytes(300_000);
		const sha256 = sha256Of(content);
		const { response } = await putIn(site, wren, content, { box, sha256, name: 'Füße.jpg' });
		expect(response.status).toBe(204);
		const [kept] = await keepsakes(sha256);
		expect(kept).toMatchObject({ file_name: 'Füße.jpg', scope: 'box', kind: 'file' });
		const { stream } = await site.files.open(originalAddress(box, sha256));
		expect(sha256Of(Buffer.concat(await stream.toArray()))).toBe(sha256);
	});

	test('that meets a full disk is told so and when to ask again, and goes on where it was', async () => {
		const content = someBytes(90_000);
		const sha256 = sha256Of(content);
		const { id } = await begin(site, wren, content.length, { box, sha256 });
		const path = partialPath(site.settings.dataDir, id);
		// Every write to it is answered by the system as one to a disk that is full.
		await rm(path);
		await symlink('/dev/full', path);
		const full = await send(site, wren, id, content);
		expect([full.status, await full.text()]).toEqual([507, 'no_room']);
		expect(Number(full.headers.get('retry-after'))).toBeGreaterThan(0);
		expect(await keepsakes(sha256)).toEqual([]);

		await rm(path);
		await writeFile(path, content.subarray(0, 40_000));
		const half = await head(site, wren, id);
		expect(half.headers.get('upload-offset')).toBe('40000');
		expect((await send(site, wren, id, content.subarray(40_000), 40_000)).status).toBe(204);
		expect(await keepsakes(sha256)).toHaveLength(1);
	});

	test('that has arrived when there is no room to keep it is told so, and kept when it asks again', async () => {
		const content = someBytes(4_320);
		const sha256 = sha256Of(content);
		const { put } = site.files;
		site.files.put = () => Promise.reject(new StorageFull(null));
		const { id, response } = await putIn(site, wren, content, { box, sha256 });
		expect([response.status, await response.text()]).toEqual([507, 'no_room']);
		expect((await head(site, wren, id)).status).toBe(507);
		site.files.put = put;
		expect((await head(site, wren, id)).headers.get('upload-offset')).toBe('4320');
		expect(await keepsakes(sha256)).toHaveLength(1);
	});

	test('while the store of files is away nothing is said to be kept, and it is kept later by itself', async () => {
		const content = someBytes(4_321);
		const sha256 = sha256Of(content);
		const { put } = site.files;
		site.files.put = () => Promise.reject(new StorageUnreachable('for a test'));
		const { id, response } = await putIn(site, wren, content, { box, sha256 });
		const asked = await head(site, wren, id);
		site.files.put = put;
		expect([response.status, await response.text()]).toEqual([503, 'waits']);
		expect(asked.status).toBe(503);
		for (const { headers } of [response, asked]) {
			expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
		}
		expect(await keepsakes(sha256)).toEqual([]);
		await sweepUploads(site);
		expect(await keepsakes(sha256)).toHaveLength(1);
	});

	test('goes to the second copy soon: that is queued together with its keepsake', async () => {
		const content = someBytes(4_322);
		const sha256 = sha256Of(content);
		site.copy = site.files;
		await putIn(site, wren, content, { box, sha256 });
		site.copy = null;
		const { rows } = await site.owner.query('select from graphile_worker.jobs where key = $1', [
			`reconcile_copy:${box}:${sha256}`
		]);
		expect(rows).toHaveLength(1);
	});

	test('goes on from where the line broke', async () => {
		const content = someBytes(200_000);
		const { id } = await begin(site, wren, content.length, { box, sha256: sha256Of(content) });
		await send(site, wren, id, content.subarray(0, 70_000));
		const half = await head(site, wren, id);
		expect(half.headers.get('upload-offset')).toBe('70000');
		expect((await send(site, wren, id, content.subarray(70_000), 70_000)).status).toBe(204);
		expect(await keepsakes(sha256Of(content))).toHaveLength(1);
	});

	test('finished twice is finished once', async () => {
		const content = someBytes(5_000);
		const { id } = await putIn(site, wren, content, { box, sha256: sha256Of(content) });
		const again = await send(site, wren, id, Buffer.alloc(0), content.length);
		expect(again.status).toBe(204);
		expect((await head(site, wren, id)).headers.get('upload-offset')).toBe('5000');
		expect(await keepsakes(sha256Of(content))).toHaveLength(1);
	});

	test('that arrived different from what was sent is refused, and may be sent again', async () => {
		const content = someBytes(5_000);
		const wrong = await putIn(site, wren, content, { box, sha256: 'b'.repeat(64) });
		expect([wrong.response.status, await wrong.response.text()]).toEqual([460, 'changed']);
		await expect(head(site, wren, wrong.id)).rejects.toThrow(NotFound);
		const right = await putIn(site, wren, content, { box, sha256: sha256Of(content) });
		expect(right.response.status).toBe(204);
	});

	test('without a hash from the browser is kept by the hash of the server', async () => {
		const content = someBytes(5_001);
		await putIn(site, wren, content, { box });
		expect(await keepsakes(sha256Of(content))).toHaveLength(1);
	});

	test('says of itself no more than its name and its box, and is kept', async () => {
		const headers = {
			'tus-resumable': '1.0.0',
			'upload-length': '10',
			'upload-metadata': `filename ${btoa('../a/b.jpg')},box ${btoa(box)}`
		};
		const request = new Request('http://lamplight.test/uploads', { method: 'POST', headers });
		const response = await answerUpload(site, wren, null, request);
		expect(response.status).toBe(201);
		expect(response.headers.get('location')).toMatch(/^\/uploads\/[0-9a-f-]{36}$/);
		const { rows } = await site.owner.query(
			'select file_name, media_type, scope from lamplight.upload where id = $1',
			[response.headers.get('location')?.split('/').at(-1)]
		);
		expect(rows).toEqual([{ file_name: 'b.jpg', media_type: null, scope: 'box' }]);
	});

	test('keeps the date that the device gave the file', async () => {
		const content = someBytes(777);
		const sha256 = sha256Of(content);
		const modified = String(Date.parse('2019-05-06T07:08:09.123Z'));
		await putIn(site, wren, content, { box, sha256, modified });
		const [kept] = await keepsakes(sha256);
		expect(kept.modified_at).toEqual(new Date('2019-05-06T07:08:09.123Z'));
	});

	test('of nothing but a name is kept as well', async () => {
		const { response, id } = await begin(site, wren, 0, { box, sha256: sha256Of(Buffer.alloc(0)) });
		expect(response.status).toBe(201);
		expect((await head(site, wren, id)).status).toBe(200);
		expect(await keepsakes(sha256Of(Buffer.alloc(0)))).toHaveLength(1);
	});
});

describe('every request of an upload asks for its owner', () => {
	test.each<[string, () => Promise<Uploader>]>([
		['another keeper of the same box', async () => tom],
		['a keeper of another box', async () => asUploaderOf((await makeFamily(site)).wren)],
		['somebody with an account', async () => asUploaderOf(await site.person('Sam'))],
		['a stranger', async () => ({ session: null, device: null })],
		['a session that is not one', async () => ({ session: 'x', device: 'y' })],
		['the device of a deposit', depositDevice]
	])('and %s finds nothing there', async (_who, other) => {
		const who = await other();
		const content = someBytes(400);
		const { id } = await begin(site, wren, 400, { box });
		await send(site, wren, id, content.subarray(0, 100));
		await expect(head(site, who, id)).rejects.toThrow(NotFound);
		await expect(send(site, who, id, content.subarray(100), 100)).rejects.toThrow(NotFound);
		await expect(drop(site, who, id)).rejects.toThrow(NotFound);
		expect((await head(site, wren, id)).headers.get('upload-offset')).toBe('100');
	});

	test.each<[string, () => Promise<Uploader>]>([
		['somebody who does not keep the box', async () => asUploaderOf(await site.person('Sam'))],
		['a stranger', async () => ({ session: null, device: null })],
		['the device of a deposit, for a box that is not its own', depositDevice]
	])('and %s cannot begin one', async (_who, other) => {
		const { response } = await begin(site, await other(), 10, { box });
		expect(response.status).toBe(404);
	});

	test('and the device of a deposit may put into its own box', async () => {
		const device = await depositDevice();
		const content = someBytes(700);
		const { response } = await putIn(site, device, content, {});
		expect(response.status).toBe(204);
		expect(await keepsakes(sha256Of(content))).toMatchObject([
			{ box_id: device.box, put_in_by: null }
		]);
	});

	test('and what was given up is gone, but what is kept is not', async () => {
		const { id } = await begin(site, wren, 400, { box });
		expect((await drop(site, wren, id)).status).toBe(204);
		await expect(head(site, wren, id)).rejects.toThrow(NotFound);
		const kept = await putIn(site, wren, someBytes(40), { box });
		expect((await drop(site, wren, kept.id)).status).toBe(403);
	});
});

function asUploaderOf(person: Person): Uploader {
	return { session: person.session, device: null };
}

describe('the same photograph', () => {
	test('twice in one box is stored once; for another scope it is a thing of its own', async () => {
		const content = someBytes(900);
		const sha256 = sha256Of(content);
		await putIn(site, wren, content, { box, sha256 });
		await putIn(site, tom, content, { box, sha256 });
		expect(await keepsakes(sha256)).toHaveLength(1);
		await putIn(site, wren, content, { box, sha256, scope: 'mine' });
		expect(await keepsakes(sha256)).toHaveLength(2);
		const { rows } = await site.owner.query('select * from lamplight.original where sha256 = $1', [
			sha256
		]);
		expect(rows).toHaveLength(1);
	});

	test('in two boxes is stored in each', async () => {
		const other = await makeFamily(site);
		const content = someBytes(901);
		const sha256 = sha256Of(content);
		await putIn(site, wren, content, { box, sha256 });
		await putIn(site, asUploaderOf(other.wren), content, { box: other.box, sha256 });
		for (const each of [box, other.box]) {
			expect(await site.files.stat(originalAddress(each, sha256))).not.toBeNull();
		}
	});
});

describe('limits', () => {
	test('a file beyond 200 MB is refused before its first byte', async () => {
		const { response } = await begin(site, wren, 200 * 1024 * 1024 + 1, { box });
		expect(response.status).toBe(413);
	});

	test('a box of 5,000 things has no room for another', async () => {
		const full = await makeFamily(site);
		await site.owner.query(
			`insert into lamplight.keepsake (box_id, put_in_by, scope, kind, words)
			select $1, $2, 'mine', 'words', 'word' from generate_series(1, 4999)`,
			[full.box, full.tom.id]
		);
		const refused = await begin(site, asUploaderOf(full.wren), 10, { box: full.box });
		expect([refused.response.status, await refused.response.text()]).toEqual([403, 'box_full']);
	});

	test('a deposit takes 200 files, 2 GB together', async () => {
		const device = await depositDevice();
		const begun = async (bytes: number) => (await begin(site, device, bytes, {})).response.status;
		const most = 200 * 1024 * 1024;
		for (let count = 0; count < 10; count++) expect(await begun(most)).toBe(201);
		expect(await begun(most)).toBe(403);
		expect(await begun(10)).toBe(201);
		await site.owner.query(
			`insert into lamplight.upload (id, box_id, deposit_id, file_name, bytes)
			select 'u' || n, d.box_id, d.id, 'x', 0
			from generate_series(1, 189) n, lamplight.deposit d where d.box_id = $1`,
			[device.box]
		);
		expect(await begun(10)).toBe(403);
	});
});

describe('after a crash', () => {
	test('an upload that had arrived whole is finished by the sweep', async () => {
		const content = someBytes(5_002);
		const { id } = await begin(site, wren, content.length, { box, sha256: sha256Of(content) });
		await writeFile(partialPath(site.settings.dataDir, id), content);
		await sweepUploads(site);
		expect(await keepsakes(sha256Of(content))).toHaveLength(1);
		expect((await head(site, wren, id)).headers.get('upload-offset')).toBe('5002');
	});

	test('one that was moved to its place, but not written down, is finished by asking', async () => {
		const content = someBytes(5_003);
		const sha256 = sha256Of(content);
		const { id } = await begin(site, wren, content.length, { box, sha256 });
		const path = partialPath(site.settings.dataDir, id);
		await writeFile(path, content);
		await site.files.put(originalAddress(box, sha256), { adopt: path }, { sha256, bytes: 5_003 });
		expect((await head(site, wren, id)).headers.get('upload-offset')).toBe('5003');
		expect(await keepsakes(sha256)).toHaveLength(1);
	});

	test('what a deposit brought is finished as well', async () => {
		const device = await depositDevice();
		const content = someBytes(5_004);
		const { id } = await begin(site, device, content.length, {});
		await writeFile(partialPath(site.settings.dataDir, id), content);
		await sweepUploads(site);
		expect(await keepsakes(sha256Of(content))).toHaveLength(1);
	});

	test('one whose bytes are gone is forgotten, and said to be', async () => {
		const { id } = await begin(site, wren, 10, { box });
		await rm(partialPath(site.settings.dataDir, id));
		expect((await head(site, wren, id)).status).toBe(410);
		await expect(head(site, wren, id)).rejects.toThrow(NotFound);
	});

	test('one that nobody resumed for seven days is removed with its bytes', async () => {
		const { id } = await begin(site, wren, 10, { box });
		await send(site, wren, id, someBytes(4));
		const inSixDays = new Date(Date.now() + 6 * 86_400_000);
		await sweepUploads({ ...site, now: () => inSixDays });
		expect((await head(site, wren, id)).status).toBe(200);
		const inEightDays = new Date(Date.now() + 8 * 86_400_000);
		await sweepUploads({ ...site, now: () => inEightDays });
		await expect(head(site, wren, id)).rejects.toThrow(NotFound);
	});
});

describe('how much the host lets one memory box hold', () => {
	const allow = (bytes: number | null) =>
		site.owner.query(
			`insert into lamplight.site_setting (key, value) values ('box_bytes', $1)
			on conflict (key) do update set value = excluded.value`,
			[JSON.stringify(bytes)]
		);
	const held = async () => {
		const { rows } = await site.owner.query(
			'select coalesce(sum(bytes), 0)::integer as bytes from lamplight.original where box_id = $1',
			[box]
		);
		return rows[0].bytes;
	};
	afterEach(() => allow(null));

	test('is not passed, by however many at once; what is there already is no matter', async () => {
		const again = someBytes(50_000);
		await putIn(site, wren, again, { box, sha256: sha256Of(again) });
		await site.owner.query('delete from lamplight.upload where finished_at is null');
		await allow((await held()) + 100_000);
		const both = [someBytes(60_000), someBytes(60_000)];
		const begun = await Promise.all(
			both.map((each) => begin(site, wren, each.length, { box, sha256: sha256Of(each) }))
		);
		expect(begun.map(({ response }) => response.status).sort()).toEqual([201, 403]);
		const refused = begun.find(({ response }) => response.status === 403);
		expect(await refused?.response.text()).toBe('no_quota');
		const same = await begin(site, wren, again.length, { box, sha256: sha256Of(again) });
		expect(same.response.status).toBe(201);
	});

	test('is room for another again, once one is given up', async () => {
		await site.owner.query('delete from lamplight.upload where finished_at is null');
		await allow((await held()) + 100_000);
		const first = await begin(site, wren, 80_000, { box });
		expect((await begin(site, wren, 80_000, { box })).response.status).toBe(403);
		expect((await drop(site, wren, first.id)).status).toBe(204);
		expect((await begin(site, wren, 80_000, { box })).response.status).toBe(201);
	});
});
