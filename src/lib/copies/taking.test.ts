import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterAll, expect, test } from 'vitest';
import { asViewer } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { originalAddress } from '#lib/server/files/address.ts';
import { pathOf } from '#lib/server/files/pathOf.ts';
import type { BoxId } from '#lib/rules/facts.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { eachInZip, unzipInto } from '../../../tests/files/unzip.ts';
import { makeFamily } from '../../../tests/database/family.ts';
import { boxCopy, boxCopySchema, type BoxCopy } from './format.ts';
import { beforeTaking, gatherCopy, missingBefore, streamCopy } from './queries.server.ts';
import { archive } from './take/archive.server.ts';

const site = await openTestSite();
const folder = await mkdtemp(join(tmpdir(), 'lamplight-copies-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A photograph with real bytes, held by everybody who keeps the box, and opened. */
async function keep(box: string, by: Person, name: string, { scope = 'box', there = true } = {}) {
	const bytes = randomBytes(20_000);
	const sha256 = createHash('sha256').update(bytes).digest('hex');
	const id = randomUUID();
	if (there) {
		const stream = (async function* () {
			yield bytes;
		})();
		await site.files.put(originalAddress(box, sha256), { stream }, { sha256, bytes: bytes.length });
	}
	await site.owner.query(
		'insert into lamplight.original (box_id, sha256, bytes) values ($1, $2, $3)',
		[box, sha256, bytes.length]
	);
	await site.owner.query(
		`insert into lamplight.keepsake (id, box_id, put_in_by, scope, kind, sha256, file_name, bytes)
			values ($1, $2, $3, $4, 'photograph', $5, $6, $7)`,
		[id, box, by.id, scope, sha256, name, bytes.length]
	);
	await site.owner.query(
		`insert into lamplight.hold (keepsake_id, member_id, held_since, opened_at)
			select $1, member_id, now(), now() from lamplight.keeper
			where box_id = $2 and ($3 = 'box' or member_id = $4)
			on conflict (keepsake_id, member_id) do update set opened_at = now()`,
		[id, box, scope, by.id]
	);
	return { id, sha256, bytes };
}

async function take(person: Person, box: string, away: 'with' | 'without' = 'without') {
	const gathered = await asViewer(site.pools.web, person.session, (tx, viewer) => {
		if (!viewer) throw new NotFound();
		return gatherCopy(tx, viewer, box as BoxId, away, new Date());
	});
	const { stream, bytes, fileName } = await streamCopy(site, gathered);
	const into = join(folder, randomUUID());
	const zip = `${into}.zip`;
	await pipeline(stream, createWriteStream(zip));
	const file = await open(zip);
	expect((await file.stat()).size).toBe(bytes);
	await file.close();
	const paths = await unzipInto(zip, into);
	const read = async (path: string) => readFile(join(into, path));
	const copy: BoxCopy = boxCopy.parse(JSON.parse((await read('box.json')).toString()));
	return { copy, paths, read, fileName, zip };
}

test('a keeper takes away every original bit for bit, by its own name and once', async () => {
	const { box, wren, tom } = await makeFamily(site);
	const one = await keep(box, wren, 'first.jpg');
	const other = await keep(box, tom, 'FIRST.JPG');
	const odd = await keep(box, wren, '../CON: a*b?.jpg');
	const { copy, paths, read, fileName } = await take(wren, box);
	expect(fileName).toMatch(/^Robin.*\.zip$/);
	expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(paths.length);
	for (const path of paths) expect(path).not.toMatch(/\.\.\/|^\/|[<>:"\\|?*]/);
	for (const { id, sha256, bytes } of [one, other, odd]) {
		const { file } = copy.keepsakes.find((each) => each.id === id) ?? {};
		expect(file?.sha256).toBe(sha256);
		expect((await read(file?.path ?? '')).equals(bytes)).toBe(true);
	}
	expect(copy.keepsakes.find(({ id }) => id === other.id)?.by).toEqual({ name: 'Tom', you: false });
	// They joined at the same moment: by name.
	expect(copy.keepers).toEqual([
		{ name: 'Tom', you: false },
		{ name: 'Wren', you: true }
	]);
	expect((await read('copy-schema-1.json')).toString()).toBe(boxCopySchema());
});

test('what another keeper has for themselves is not in it, by no name and no byte', async () => {
	const { box, wren, tom } = await makeFamily(site);
	const own = await keep(box, tom, 'for-tom-alone.jpg', { scope: 'mine' });
	const theirs = await take(wren, box);
	const all = await Promise.all(theirs.paths.map(theirs.read));
	for (const secret of ['for-tom-alone', own.id, own.sha256]) {
		expect(Buffer.concat(all).includes(secret)).toBe(false);
	}
	expect(Buffer.concat(all).includes(own.bytes)).toBe(false);
	expect((await take(tom, box)).copy.keepsakes.map(({ id }) => id)).toContain(own.id);
});

test('what a keeper put away is asked about, and comes covered or not at all', async () => {
	const { box, wren } = await makeFamily(site);
	const before = () =>
		asViewer(site.pools.web, wren.session, (tx, viewer) => {
			if (!viewer) throw new NotFound();
			return beforeTaking(tx, viewer, box as BoxId, new Date());
		});
	const away = await keep(box, wren, 'away.jpg');
	expect((await before()).putAway).toBe(false);
	await site.owner.query(
		'update lamplight.hold set put_away_at = now() where keepsake_id = $1 and member_id = $2',
		[away.id, wren.id]
	);
	expect((await before()).putAway).toBe(true);
	const without = await take(wren, box, 'without');
	expect(without.copy.putAway).toBe('without');
	expect(without.copy.keepsakes.map(({ id }) => id)).not.toContain(away.id);
	const withIt = await take(wren, box, 'with');
	expect(withIt.copy.keepsakes.find(({ id }) => id === away.id)?.cover).toBe('put-away');
	const page = (await withIt.read('index.html')).toString();
	expect(page).toMatch(/<details class="cover">[^]*away\.jpg[^]*<\/details>/);
});

test('a file that cannot be found is named, and everything else comes', async () => {
	const { box, wren } = await makeFamily(site);
	const there = await keep(box, wren, 'there.jpg');
	const gone = await keep(box, wren, 'gone.jpg', { there: false });
	const { copy, read } = await take(wren, box);
	expect(copy.missing).toContainEqual({ id: gone.id, fileName: 'gone.jpg' });
	expect(copy.keepsakes.find(({ id }) => id === gone.id)?.file).toBeNull();
	expect(copy.keepsakes.find(({ id }) => id === there.id)?.file?.sha256).toBe(there.sha256);
	expect((await read('index.html')).toString()).toContain('gone.jpg');
});

test('a file that is damaged goes out as it is, and the copy itself names it at its end', async () => {
	const { box, wren } = await makeFamily(site);
	await keep(box, wren, 'whole.jpg');
	const { sha256 } = await keep(box, wren, 'damaged.jpg');
	const before = await take(wren, box);
	const said = async ({ read }: typeof before) => (await read('checked.txt')).toString();
	expect(await said(before)).toMatch(/^Every file in this copy was read and compared/);
	const path = join(site.settings.dataDir, 'files', pathOf(originalAddress(box, sha256)));
	const bytes = await readFile(path);
	await writeFile(path, bytes.fill(bytes[100] === 7 ? 8 : 7, 100, 101));
	const after = await take(wren, box);
	expect(await said(after)).toMatch(/found damaged[^]*\nphotographs\/damaged\.jpg\s*$/);
	expect(await said(after)).not.toContain('whole.jpg');
	expect((await after.read('photographs/damaged.jpg')).equals(bytes)).toBe(true);
	expect(Buffer.byteLength(await said(after))).toBe(Buffer.byteLength(await said(before)));
});

test('a file that is not there is told before the copy is taken', async () => {
	const { box, wren } = await makeFamily(site);
	await keep(box, wren, 'gone.jpg', { there: false });
	const before = await asViewer(site.pools.web, wren.session, (tx, viewer) => {
		if (!viewer) throw new NotFound();
		return beforeTaking(tx, viewer, box as BoxId, new Date());
	});
	// The family's own photograph is a row without bytes, too.
	expect((await missingBefore(site, before)).sort()).toEqual(['gone.jpg', 'robin.jpg']);
});

test('a file keeps the date that its device gave it; else that of the day it is of', async () => {
	const { box, wren } = await makeFamily(site);
	const dated = await keep(box, wren, 'dated.jpg');
	const told = await keep(box, wren, 'told.jpg');
	const set = (what: string, id: string) =>
		site.owner.query(`update lamplight.keepsake set ${what} where id = $1`, [id]);
	await set(`modified_at = '2019-05-06T07:08:09Z', happened_on = '2025-02-14'`, dated.id);
	await set(`happened_on = '2025-02-14'`, told.id);
	const { copy, zip } = await take(wren, box);
	const dates = new Map<string, string>();
	await eachInZip(zip, async (entry) => {
		dates.set(entry.fileName, entry.getLastModDate({ timezone: 'UTC' }).toISOString());
	});
	expect(dates.get('photographs/dated.jpg')).toBe('2019-05-06T07:08:09.000Z');
	expect(dates.get('photographs/told.jpg')).toBe('2025-02-14T12:00:00.000Z');
	const fileOf = (id: string) => copy.keepsakes.find((each) => each.id === id)?.file;
	expect(fileOf(dated.id)?.modifiedAt).toBe('2019-05-06T07:08:09.000Z');
	expect(fileOf(told.id)?.modifiedAt).toBeNull();
});

test('nobody takes a copy of a box they do not keep', async () => {
	const { box } = await makeFamily(site);
	const stranger = await site.person('Stranger');
	await expect(take(stranger, box)).rejects.toThrow(NotFound);
});

test('a file that goes away while the copy is taken breaks it off, and nothing waits for ever', async () => {
	const address = originalAddress('no-such-box', 'd'.repeat(64));
	const { stream } = archive(site.files, [
		{ path: 'a.txt', at: new Date(), text: 'Here.' },
		{ path: 'gone.jpg', at: new Date(), address, bytes: 5 }
	]);
	await expect(stream.toArray()).rejects.toMatchObject({ name: 'FileMissing' });
});
