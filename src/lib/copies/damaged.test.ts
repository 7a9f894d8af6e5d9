/** Copies to which a program or a disk did something wrong. */
import { beforeEach, describe, expect, test } from 'vitest';
import { openTestSite } from '../../../tests/database/site.ts';
import { leavePutBack, wantRest } from './back/decide.server.ts';
import { putBack } from './back/putBack.server.ts';
import { rawZip, type RawFile } from './testing/rawZip.ts';
import { arrive, asPerson, stateOf } from './testing/full.ts';
import { archivesFor, bomb, json, named, one, photograph, said, two } from './testing/crafted.ts';

const site = await openTestSite();
const { written, left } = await archivesFor(site);
const wren = await site.person('Wren');

let before: Awaited<ReturnType<typeof left>>;
beforeEach(async () => {
	before = await left();
});

/** One byte of it is another. */
function changed(content: Buffer): Buffer {
	const copy = Buffer.from(content);
	copy.writeUInt8(copy.readUInt8(100) ^ 1, 100);
	return copy;
}

const damagedBy: [string, RawFile][] = [
	['its checksum is another', { ...one, says: { checksum: 1 } }],
	['its bytes are others', { ...one, data: changed(photograph) }],
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
		expect((await left()).boxes).toBe(before.boxes);
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
