/** Copies that are unlike others, and are put back. */
import { randomUUID } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { makeFamily } from '../../../tests/database/family.ts';
import { openTestSite } from '../../../tests/database/site.ts';
import { rawZip, type RawFile } from './testing/rawZip.ts';
import { centralHeader, endRecords, localHeader } from './zip/records.ts';
import { putBackFrom, zipIn } from './testing/full.ts';
import {
	archivesFor,
	json,
	keepsake,
	keepsakes,
	named,
	one,
	photograph,
	said,
	two
} from './testing/crafted.ts';

const site = await openTestSite();
const { folder, written } = await archivesFor(site);
const wren = await site.person('Wren');

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

describe('what looks like harm and is none', () => {
	test('a copy that was unpacked and packed again by a Mac is put back', async () => {
		const top = 'Robin, a copy/';
		const entries = [json(said()), one, two].map((each) => ({
			...{ ...each, packed: true, name: top + each.name }
		}));
		const around = [named('__MACOSX/._box.json'), named(`${top}.DS_Store`), named(top)];
		const state = await putBackFrom(site, wren, await written(rawZip([...around, ...entries])));
		expect(state).toMatchObject({ at: 'done', leftOut: [], photographs: true });
	});

	test('a copy with no photograph in it is put back, and none are spoken of', async () => {
		const words = rawZip([json(said({ keepsakes: [] }))]);
		const state = await putBackFrom(site, wren, await written(words));
		expect(state).toMatchObject({ at: 'done', photographs: false });
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
