/** Copies as somebody would make them who means harm. */
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { openTestSite } from '../../../tests/database/site.ts';
import type { CopiedKeepsake } from './format.ts';
import { rawZip, type RawFile } from './testing/rawZip.ts';
import { putBackFrom } from './testing/full.ts';
import {
	archivesFor,
	bomb,
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
const { written, left } = await archivesFor(site);
const wren = await site.person('Wren');

let before: Awaited<ReturnType<typeof left>>;
beforeEach(async () => {
	before = await left();
});

const all = [json(said()), one, two];
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

function told(reason: string) {
	return { fact: 'cause', value: [reason], you: false };
}

function words(text: string): CopiedKeepsake {
	return { ...keepsake(Buffer.alloc(0), 'none'), kind: 'words', file: null, words: text };
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
