/** Copies as somebody would make them who means harm, or whose program or disk did something wrong. */
import { createHash, randomUUID } from 'node:crypto';
import { access, mkdtemp, open, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { originalsOf } from '#lib/server/files/address.ts';
import { makeFamily } from '../../../tests/database/family.ts';
import { openTestSite } from '../../../tests/database/site.ts';
import { archivesFolder } from './back/archives.ts';
import { leavePutBack, wantRest } from './back/decide.server.ts';
import { putBack } from './back/putBack.server.ts';
import type { BoxCopy, CopiedKeepsake } from './format.ts';
import { rawZip, type RawFile } from './testing/rawZip.ts';
import { centralHeader, endRecords, localHeader } from './zip/records.ts';
import { arrive, asPerson, bytesOf, putBackFrom, stateOf, zipIn } from './testing/full.ts';

const site = await openTestSite();
const folder = await mkdtemp(join(tmpdir(), 'lamplight-hostile-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
const wren = await site.person('Wren');

const photograph = bytesOf('photograph', 5000);
const other = bytesOf('photograph', 4000);

function keepsake(
	content: Buffer,
	name: string,
	more: Partial<CopiedKeepsake> = {}
): CopiedKeepsake {
	return {
		...{ id: randomUUID(), kind: 'photograph', scope: 'box', by: { name: 'Wren', you: true } },
		...{ putInAt: '2025-03-01T10:00:00Z', happenedOn: null, words: null, caption: '', alt: '' },
		...{ coverWords: '', cover: null, putAwayAt: null, said: '', views: [] },
		file: {
			path: `photographs/${name}`,
			bytes: content.length,
			sha256: createHash('sha256').update(content).digest('hex'),
			...{ fileName: name, mediaType: 'image/jpeg' }
		},
		...more
	};
}

function words(text: string): CopiedKeepsake {
	return { ...keepsake(Buffer.alloc(0), 'none'), kind: 'words', file: null, words: text };
}

const keepsakes = [keepsake(photograph, 'one.jpg'), keepsake(other, 'two.jpg')];

function said(changes: object = {}): BoxCopy {
	const box = { bornOn: null, diedOn: null, dueOn: null, weeks: null, daysPastWeeks: null };
	return {
		...{ $schema: 'copy-schema-1.json', format: 'lamplight-copy', version: 1 },
		...{ takenAt: '2025-05-01T10:00:00Z', takenBy: 'Wren', putAway: 'nothing' },
		box: { name: 'Robin', happened: null, ...box },
		...{ keepers: [{ name: 'Wren', you: true }], shared: [], missing: [] },
		...{ lived: [], keepsakes, stories: [] },
		...changes
	} as BoxCopy;
}

const json = (copy: unknown, name = 'box.json'): RawFile => ({
	name,
	data: Buffer.from(JSON.stringify(copy))
});
const one: RawFile = { name: 'photographs/one.jpg', data: photograph };
const two: RawFile = { name: 'photographs/two.jpg', data: other };
const plain = Buffer.from('nothing');

async function written(content: Buffer): Promise<string> {
	const path = zipIn(folder);
	await writeFile(path, content);
	return path;
}

async function boxes(): Promise<number> {
	const { rows } = await site.owner.query<{ n: number }>(
		'select count(*)::int as n from lamplight.box'
	);
	return rows[0]?.n ?? 0;
}

/** What is left of it: boxes, originals, archives. */
async function left() {
	const originals = await Array.fromAsync(site.files.list(originalsOf()));
	const archives = await readdir(archivesFolder(site.settings.dataDir)).catch(() => []);
	return { boxes: await boxes(), originals: originals.length, archives };
}

let before: Awaited<ReturnType<typeof left>>;
beforeEach(async () => {
	before = await left();
});

const all = [json(said()), one, two];
const bomb = Buffer.alloc(150_000_000);
const refusedAs: [string, string, () => Buffer][] = [
	['that is no ZIP file', 'no_zip', () => Buffer.from('Not a ZIP file at all.')],
	['whose end is missing', 'no_zip', () => rawZip(all).subarray(0, -300)],
	['that is another kind of archive', 'no_copy', () => rawZip([one, two])],
	['that is of another program', 'no_copy', () => rawZip([json({ format: 'album' }), one])],
	[
		'with two places that could be meant',
		'no_copy',
		() => rawZip([json(said(), 'a/box.json'), json(said(), 'b/box.json')])
	],
	['of a newer Lamplight', 'newer', () => rawZip([json(said({ version: 2 })), one, two])],
	['of a version there never was', 'not_right', () => rawZip([json(said({ version: '1' })), one])],
	[
		'whose box.json is not JSON',
		'not_right',
		() => rawZip([{ name: 'box.json', data: Buffer.from('{"format":') }])
	],
	[
		'whose box.json says what cannot be',
		'not_right',
		() => rawZip([json(said({ box: { ...said().box, weeks: 4000 } })), one, two])
	],
	[
		'whose box.json names one thing twice',
		'not_right',
		() => rawZip([json(said({ keepsakes: [keepsakes[0], keepsakes[0]] })), one, two])
	],
	[
		'whose box.json says twice what was lived',
		'not_right',
		() => rawZip([json(said({ lived: [told('unknown'), told('cord')] })), one, two])
	],
	[
		'whose box.json says of what was lived what nobody could',
		'not_right',
		() => rawZip([json(said({ lived: [told('<b>unknown</b>')] })), one, two])
	],
	[
		'whose box.json is far too large',
		'not_right',
		() => rawZip([json(said({ more: 'a'.repeat(33 * 1024 * 1024) })), one, two])
	],
	[
		'whose box.json is larger than it says',
		'damaged',
		() => rawZip([{ name: 'box.json', data: bomb, packed: true, says: { bytes: 100 } }])
	],
	['that would be written beside its folder', 'unsafe', () => rawZip([...all, named('../up.txt')])],
	[
		'that would be written further up, deep inside',
		'unsafe',
		() => rawZip([...all, named('photographs/../../../up.txt')])
	],
	['with an absolute path', 'unsafe', () => rawZip([...all, named('/etc/lamplight')])],
	['with a path of Windows', 'unsafe', () => rawZip([...all, named('C:\\lamplight')])],
	['with a path that turns around', 'unsafe', () => rawZip([...all, named('..\\up.txt')])],
	[
		'with a link',
		'unsafe',
		() => rawZip([...all, { ...named('photographs/link.jpg'), says: { unix: 0o120777 } }])
	],
	['with one name twice', 'unsafe', () => rawZip([...all, one])],
	[
		'with a locked file',
		'unsafe',
		() => rawZip([...all, { ...named('a'), packed: true, says: { flags: 1 } }])
	],
	[
		'with two files that are one',
		'unsafe',
		() =>
			rawZip([
				json(said()),
				one,
				{ ...two, says: { offset: rawZip([json(said())]).length - 22 - 54 } }
			])
	],
	['with files that lie in one another', 'unsafe', overlapping],
	[
		'that is a thousand times as large unpacked',
		'swells',
		() => rawZip([...all, { name: 'photographs/bomb.jpg', data: bomb, packed: true }])
	],
	[
		'with a file larger than one may be',
		'too_large',
		() => {
			const large = keepsake(photograph, 'one.jpg');
			const file = large.file && { ...large.file, bytes: 5_000_000_000 };
			return rawZip([json(said({ keepsakes: [{ ...large, file }] })), one]);
		}
	],
	[
		'with more than a memory box holds',
		'box_full',
		() => rawZip([json(said({ keepsakes: Array.from({ length: 5001 }, () => words('A line.')) }))])
	]
];

/** An archive whose files lie 4.4 GB from one another, as after long films; between them are holes. */
async function writeLarge(path: string, files: RawFile[]): Promise<void> {
	const archive = await open(path, 'wx');
	const listed: Buffer[] = [];
	let offset = 0;
	for (const { name, data } of files) {
		const entry = { name, modifiedAt: new Date(), bytes: data.length, checksum: crc32(data) };
		const whole = Buffer.concat([localHeader(entry), data]);
		await archive.write(whole, 0, whole.length, offset);
		listed.push(centralHeader({ ...entry, offset, streamed: false }));
		offset += 4_400_000_000;
	}
	const directory = Buffer.concat(listed);
	const end = endRecords({ count: files.length, offset, bytes: directory.length });
	const last = Buffer.concat([directory, end]);
	await archive.write(last, 0, last.length, offset);
	await archive.close();
}

function told(reason: string) {
	return { fact: 'cause', value: [reason], you: false };
}

function named(name: string): RawFile {
	return { name, data: plain };
}

/** The list says of a small file that it begins within another. */
function overlapping(): Buffer {
	const inner = rawZip([named('inner.jpg')]);
	const outer: RawFile = { name: 'photographs/outer.jpg', data: inner };
	const begin = rawZip([json(said())]).length - 22 - (46 + 'box.json'.length);
	const offset = begin + 30 + outer.name.length;
	return rawZip([json(said()), outer, { ...named('inner.jpg'), says: { offset } }]);
}

describe('an archive is refused in a sentence, and nothing of it stays', () => {
	test.each(refusedAs)('%s (%s)', async (_what, why, archive) => {
		const state = await putBackFrom(site, wren, await written(archive()));
		expect(state).toMatchObject({ at: 'refused', why });
		expect(await left()).toEqual(before);
		await expect(access(join(site.settings.dataDir, 'up.txt'))).rejects.toThrow();
	});

	test('that is larger than the host allows a memory box', async () => {
		const set = (value: string) =>
			site.owner.query(
				`insert into lamplight.site_setting (key, value) values ('box_bytes', $1)
					on conflict (key) do update set value = excluded.value`,
				[value]
			);
		await set('8000');
		const state = await putBackFrom(site, wren, await written(rawZip(all)));
		await set('null');
		expect(state).toMatchObject({ at: 'refused', why: 'no_quota' });
		expect(await left()).toEqual(before);
	});
});

const damagedBy: [string, RawFile][] = [
	['its checksum is another', { ...one, says: { checksum: 1 } }],
	['its bytes are others', { ...one, data: Buffer.from(photograph).fill(7, 100, 101) }],
	['it is shorter', { ...one, data: photograph.subarray(0, 4000) }],
	['it is not there', named('photographs/somebody else.jpg')],
	[
		'it is far larger than it says',
		{ ...one, data: bomb, packed: true, says: { bytes: photograph.length } }
	]
];

describe('a file that is not what the copy says is named, and the rest waits for a word', () => {
	test.each(damagedBy)('%s', async (_what, file) => {
		const id = await arrive(site, wren, await written(rawZip([json(said()), file, two])));
		await putBack(site, id);
		expect(await stateOf(site, wren, id)).toMatchObject({ at: 'damaged', names: ['one.jpg'] });
		expect(await boxes()).toBe(before.boxes);
		// Run again without a word, it changes nothing.
		await putBack(site, id);
		expect(await stateOf(site, wren, id)).toMatchObject({ at: 'damaged' });

		await asPerson(site, wren, (tx) => wantRest(tx, id));
		await putBack(site, id);
		const state = await stateOf(site, wren, id);
		expect(state).toMatchObject({ at: 'done', leftOut: ['one.jpg'] });
		expect(await left()).toEqual({
			...{ boxes: before.boxes + 1, originals: before.originals + 1 },
			archives: before.archives
		});
	});

	test('and where it is left, nothing of it stays', async () => {
		const archive = rawZip([json(said()), { ...one, says: { checksum: 1 } }, two]);
		const id = await arrive(site, wren, await written(archive));
		await putBack(site, id);
		await leavePutBack(site, (work) => asPerson(site, wren, work), id);
		expect(await stateOf(site, wren, id)).toMatchObject({ at: 'refused', why: 'given_up' });
		expect(await left()).toEqual(before);
	});
});

describe('what looks like harm and is none', () => {
	test('a copy that was unpacked and packed again by a Mac is put back', async () => {
		const top = 'Robin, a copy/';
		const entries = [json(said()), one, two].map((each) => ({
			...{ ...each, packed: true, name: top + each.name }
		}));
		const around = [named('__MACOSX/._box.json'), named(`${top}.DS_Store`), named(top)];
		const state = await putBackFrom(site, wren, await written(rawZip([...around, ...entries])));
		expect(state).toMatchObject({ at: 'done', leftOut: [] });
	});

	test('a copy larger than 4 GB is put back: what lies beyond them is found', async () => {
		const path = zipIn(folder);
		await writeLarge(path, [json(said()), one, two]);
		const { size, blocks } = await stat(path);
		expect(size).toBeGreaterThan(2 * 4_400_000_000);
		expect(blocks * 512).toBeLessThan(1_000_000);
		const state = await putBackFrom(site, wren, path);
		if (state.at !== 'done') throw new Error(JSON.stringify(state));
		expect(state.leftOut).toEqual([]);
		const { rows } = await site.owner.query(
			'select sha256 from lamplight.original where box_id = $1 order by bytes desc',
			[state.box]
		);
		expect(rows).toEqual(keepsakes.map(({ file }) => ({ sha256: file?.sha256 })));
	});

	test('ids of another family’s things lead to nothing of theirs', async () => {
		const theirs = await makeFamily(site);
		const body = `Look: ![](keepsake:${theirs.photograph})`;
		const mine = keepsake(photograph, 'one.jpg', { id: theirs.photograph.toUpperCase() });
		const moment = '2025-03-01T10:00:00Z';
		const story = {
			...{ id: theirs.story, scope: 'box', by: { name: 'Wren', you: true }, begunAt: moment },
			draft: { title: 'Mine', body: `${body} ![](keepsake:${theirs.version})`, savedAt: moment },
			...{ keptBeside: [], versions: [], html: 'a.html', markdown: 'a.md' }
		};
		const copy = said({ keepsakes: [mine], stories: [story] });
		const state = await putBackFrom(site, wren, await written(rawZip([json(copy), one])));
		if (state.at !== 'done') throw new Error(JSON.stringify(state));
		const { rows } = await site.owner.query<{ id: string; box_id: string }>(
			'select id, box_id from lamplight.keepsake where box_id = any ($1)',
			[[state.box, theirs.box]]
		);
		expect(rows).toHaveLength(2);
		expect(rows).toContainEqual({ id: theirs.photograph, box_id: theirs.box });
		const { rows: drafts } = await site.owner.query<{ body: string }>(
			`select body from lamplight.draft d join lamplight.story s on s.id = d.story_id
				where s.box_id = $1`,
			[state.box]
		);
		const own = rows.find((row) => row.box_id === state.box)?.id;
		expect(drafts[0]?.body).toContain(`![](keepsake:${own})`);
		expect(drafts[0]?.body).not.toContain(theirs.photograph);
	});

	test('signs that no database holds, and names that lead elsewhere, become plain words', async () => {
		const odd = keepsake(photograph, 'one.jpg', { caption: 'a\0b\ud800c', alt: '<b>x</b>' });
		const file = odd.file && {
			...odd.file,
			fileName: '../../\u202eevil.exe',
			mediaType: 'text/html;x'
		};
		const copy = said({ keepsakes: [{ ...odd, file, putInAt: '9999-12-31T23:59:59Z' }] });
		const state = await putBackFrom(site, wren, await written(rawZip([json(copy), one])));
		if (state.at !== 'done') throw new Error(JSON.stringify(state));
		const { rows } = await site.owner.query<{ put_in_at: Date }>(
			'select caption, alt, file_name, media_type, put_in_at from lamplight.keepsake where box_id = $1',
			[state.box]
		);
		expect(rows[0]).toMatchObject({
			...{ caption: 'ab\ufffdc', alt: '<b>x</b>', file_name: 'evil.exe', media_type: null }
		});
		expect(rows[0]?.put_in_at.getTime()).toBeLessThanOrEqual(Date.now());
	});

	test('what a copy calls a photograph is looked at for what it is', async () => {
		const page = Buffer.from('<!doctype html><script>alert(1)</script>');
		const copy = said({ keepsakes: [keepsake(page, 'one.jpg')] });
		const file = { ...one, data: page };
		const state = await putBackFrom(site, wren, await written(rawZip([json(copy), file])));
		if (state.at !== 'done') throw new Error(JSON.stringify(state));
		const { rows } = await site.owner.query(
			'select kind from lamplight.keepsake where box_id = $1',
			[state.box]
		);
		expect(rows).toEqual([{ kind: 'file' }]);
	});

	test('what another wrote stays theirs: its writer is a name without an account', async () => {
		const moment = '2025-03-01T10:00:00Z';
		const version = {
			...{ number: 1, title: 'From Tom', body: 'We held him.', byline: 'Tom' },
			...{ madeAt: moment, ownWords: true, keepsakes: [] },
			...{ findable: true, answers: 'letters', lived: {}, subjects: [] }
		};
		const story = {
			...{ id: randomUUID(), scope: 'box', by: { name: 'Tom', you: false }, begunAt: moment },
			...{ draft: null, keptBeside: [], versions: [version], html: 'a.html', markdown: 'a.md' }
		};
		const copy = said({ keepsakes: [], stories: [story] });
		const state = await putBackFrom(site, wren, await written(rawZip([json(copy)])));
		if (state.at !== 'done') throw new Error(JSON.stringify(state));
		const { rows } = await site.owner.query<{ writer_id: string; name: string; account: boolean }>(
			`select s.writer_id, m.name, exists (select from auth."user" u where u."id" = m.id) as account
				from lamplight.story s join lamplight.member m on m.id = s.writer_id where s.box_id = $1`,
			[state.box]
		);
		expect(rows[0]).toMatchObject({ name: 'Tom', account: false });
		expect(rows[0]?.writer_id).not.toBe(wren.id);
	});
});
