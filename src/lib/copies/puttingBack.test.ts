import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { NotFound } from '#lib/server/failures.ts';
import { originalAddress } from '#lib/server/files/address.ts';
import { openTestSite } from '../../../tests/database/site.ts';
import { unzipInto } from '../../../tests/files/unzip.ts';
import { archivePath } from './back/archives.ts';
import { putBack } from './back/putBack.server.ts';
import { boxCopy, type BoxCopy } from './format.ts';
import { arrive, fullBox, putBackFrom, stateOf, takeInto, zipIn } from './testing/full.ts';

const site = await openTestSite();
const folder = await mkdtemp(join(tmpdir(), 'lamplight-put-back-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const family = await fullBox(site);
const { wren, box } = family;
const zip = zipIn(folder);
await takeInto(site, wren, box, zip);

async function unpacked(
	path: string
): Promise<{ copy: BoxCopy; read(path: string): Promise<Buffer> }> {
	const into = path.replace(/\.zip$/, '');
	await unzipInto(path, into);
	const read = (inside: string) => readFile(join(into, inside));
	return { copy: boxCopy.parse(JSON.parse((await read('box.json')).toString())), read };
}

/** What a copy says, with each id by its place in it, and without when and by whom it was taken. */
function content(copy: BoxCopy) {
	const bare = {
		...copy,
		...{ takenAt: null, keepers: null, shared: null },
		keepsakes: copy.keepsakes.map((each) => ({ ...each, views: null }))
	};
	const ids = [...copy.keepsakes, ...copy.stories].map(({ id }) => id);
	return JSON.parse(
		ids.reduce((text, id, place) => text.replaceAll(id, `#${place}`), JSON.stringify(bare))
	) as unknown;
}

async function countOf(table: string, boxId: string): Promise<number> {
	const { rows } = await site.owner.query<{ n: number }>(
		`select count(*)::int as n from lamplight.${table} where box_id = $1`,
		[boxId]
	);
	return rows[0]?.n ?? 0;
}

test('a copy that is put back and taken again is the same, bit for bit and word for word', async () => {
	const before = await unpacked(zip);
	const state = await putBackFrom(site, wren, zip);
	if (state.at !== 'done') throw new Error(JSON.stringify(state));
	expect(state.leftOut).toEqual([]);
	const again = zipIn(folder);
	await takeInto(site, wren, state.box, again);
	const after = await unpacked(again);
	expect(before.copy.keepsakes.map(({ kind }) => kind).sort()).toEqual(
		[
			...['file', 'film', 'film', 'paper', 'recording', 'words', 'words'],
			...Array.from({ length: 7 }, () => 'photograph')
		].sort()
	);
	expect(content(after.copy)).toEqual(content(before.copy));
	for (const { file } of after.copy.keepsakes) {
		if (!file) continue;
		const bytes = await after.read(file.path);
		expect(createHash('sha256').update(bytes).digest('hex')).toBe(file.sha256);
		expect(bytes.equals(await before.read(file.path))).toBe(true);
	}
});

test('what a story was to let out comes back with its version, and lets nothing out', async () => {
	const { copy } = await unpacked(zip);
	expect(copy.lived).toEqual([
		{ fact: 'cause', value: ['cord', 'unknown'], you: false },
		{ fact: 'happened', value: ['stillbirth', 'A loss before anybody knew'], you: false },
		{ fact: 'writing', value: 'mother', you: true }
	]);
	const going = { findable: true, answers: 'letters', subjects: ['birth', 'faith'] };
	// One of them is a host's own words.
	const cause = ['cord', 'Nobody was told, or asked'];
	const out = { weeks: '~25', cause, word: 'Он пришёл и ушёл.' };
	// A keeper took one thing back since; the version is what it was.
	const agreed = { ...out, when: '2025' };
	const shared = copy.shared.find(({ storyId }) => storyId === family.story);
	expect(shared).toMatchObject({ ...going, lived: out });

	const state = await putBackFrom(site, wren, zip);
	if (state.at !== 'done') throw new Error(JSON.stringify(state));
	const { rows } = await site.owner.query(
		`select v.findable, v.answers, v.subjects, v.lived, k.said, k.moving
			from lamplight.story_version v
			join lamplight.story s on s.id = v.story_id and s.box_id = $1 and s.writer_id = $2
			join lamplight.version_keepsake k on k.version_id = v.id`,
		[state.box, wren.id]
	);
	expect(rows).toEqual([{ ...going, lived: agreed, said: 'Спи, малыш.', moving: true }]);
	const { rows: lived } = await site.owner.query(
		`select fact, member_id, said_by from lamplight.lived_fact where box_id = $1 order by fact`,
		[state.box]
	);
	expect(lived).toEqual([
		{ fact: 'cause', member_id: null, said_by: wren.id },
		{ fact: 'happened', member_id: null, said_by: wren.id },
		{ fact: 'writing', member_id: wren.id, said_by: wren.id }
	]);
	for (const table of ['share', 'proposal']) expect(await countOf(table, state.box), table).toBe(0);
});

test('a copy says in words what was lived, and what went out with a story', async () => {
	const { copy, read } = await unpacked(zip);
	const first = (await read('index.html')).toString();
	expect(first).toContain(
		'What was lived: Stillbirth, A loss before anybody knew · The cord, Nobody knows why · The mother'
	);
	expect(first).toContain('We sang.');
	const page = copy.stories.find(({ id }) => id === family.story)?.html ?? '';
	const story = (await read(page)).toString();
	expect(story).toContain('Others there could find it.');
	expect(story).toContain('write letters');
	expect(story).toContain('around 25 weeks');
	expect(story).not.toContain('in 2025');
	expect(story).toContain('religion and faith');
});

test('it becomes a memory box that its keeper alone keeps, and nothing of it is shared', async () => {
	const state = await putBackFrom(site, wren, zip);
	if (state.at !== 'done') throw new Error(JSON.stringify(state));
	const { rows } = await site.owner.query(
		'select member_id from lamplight.keeper where box_id = $1 and left_at is null',
		[state.box]
	);
	expect(rows).toEqual([{ member_id: wren.id }]);
	for (const table of ['share', 'proposal', 'invitation', 'guest']) {
		expect(await countOf(table, state.box), table).toBe(0);
	}
	// The first box is as it was, and shared as it was.
	expect(await countOf('share', box)).toBe(2);
});

test('pictures are made again, of every kind that has any, and each original lies there once', async () => {
	const state = await putBackFrom(site, wren, zip);
	if (state.at !== 'done') throw new Error(JSON.stringify(state));
	const { rows: jobs } = await site.owner.query<{ task: string; n: number }>(
		`select t.identifier as task, count(*)::int as n from graphile_worker._private_jobs j
			join graphile_worker._private_tasks t on t.id = j.task_id
			join lamplight.keepsake k on k.id = (j.payload->>'keepsake')::uuid and k.box_id = $1
			group by 1 order by 1`,
		[state.box]
	);
	expect(jobs).toEqual([
		{ task: 'make_film', n: 3 },
		{ task: 'make_pictures', n: 8 }
	]);
	expect(await countOf('original', state.box)).toBe(11);
});

test('broken off anywhere and begun again, nothing is lost and nothing doubled', async () => {
	const id = await arrive(site, wren, zip);
	const { rows } = await site.owner.query<{ box_id: string }>(
		'select box_id from lamplight.put_back where id = $1',
		[id]
	);
	const boxId = rows[0]?.box_id ?? '';
	let puts = 0;
	const breaking = {
		...site,
		files: {
			...site.files,
			put: async (...args: Parameters<typeof site.files.put>) => {
				if (++puts === 5) throw new Error('the machine stopped');
				return site.files.put(...args);
			}
		}
	};
	await expect(putBack(breaking, id)).rejects.toThrow('the machine stopped');
	expect(await countOf('keepsake', boxId)).toBe(0);
	expect(await stateOf(site, wren, id)).toMatchObject({ at: 'working' });
	puts = -100;
	await putBack(breaking, id);
	// Four were kept before: they are not read again.
	expect(puts).toBe(-100 + 11 - 4);
	await putBack(site, id);
	await Promise.all([putBack(site, id), putBack(site, id)]);
	expect(await countOf('keepsake', boxId)).toBe(14);
	expect(await stateOf(site, wren, id)).toMatchObject({ at: 'done', box: boxId });
	await expect(stat(archivePath(site.settings.dataDir, id))).rejects.toThrow(/ENOENT/);
});

test('two that do it at the same moment make one box', async () => {
	const id = await arrive(site, wren, zip);
	await Promise.allSettled([putBack(site, id), putBack(site, id)]);
	const state = await stateOf(site, wren, id);
	if (state.at !== 'done') throw new Error(JSON.stringify(state));
	expect(await countOf('keepsake', state.box)).toBe(14);
});

test('an archive that is not here is waited for a day: it may lie on another machine', async () => {
	const id = await arrive(site, wren, zip);
	const path = archivePath(site.settings.dataDir, id);
	await rename(path, `${path}.elsewhere`);
	await expect(putBack(site, id)).rejects.toThrow('lost');
	expect(await stateOf(site, wren, id)).toMatchObject({ at: 'working', waitsFor: 'away' });
	await site.owner.query(
		`update lamplight.put_back set arrived_at = now() - interval '25 hours' where id = $1`,
		[id]
	);
	await putBack(site, id);
	expect(await stateOf(site, wren, id)).toMatchObject({ at: 'refused', why: 'lost' });
});

test('nobody sees a copy that another puts back', async () => {
	const id = await arrive(site, wren, zip);
	await expect(stateOf(site, family.tom, id)).rejects.toThrow(NotFound);
	await putBack(site, id);
	const state = await stateOf(site, wren, id);
	if (state.at !== 'done') throw new Error(JSON.stringify(state));
	await expect(takeInto(site, family.tom, state.box, zipIn(folder))).rejects.toThrow(NotFound);
});

test('the originals are those of the new box: the first one is not needed for them', async () => {
	const state = await putBackFrom(site, wren, zip);
	if (state.at !== 'done') throw new Error(JSON.stringify(state));
	const { rows } = await site.owner.query<{ sha256: string; bytes: string }>(
		'select sha256, bytes from lamplight.original where box_id = $1',
		[state.box]
	);
	for (const { sha256, bytes } of rows) {
		const stored = await site.files.stat(originalAddress(state.box, sha256));
		expect(stored?.bytes).toBe(Number(bytes));
	}
});
