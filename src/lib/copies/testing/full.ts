/** For tests: a memory box with something of every kind, and what is done with it. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { link } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { asViewer, type SignedIn, type Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { originalAddress } from '#lib/server/files/address.ts';
import { makeFolder } from '#lib/server/files/folders.ts';
import type { BoxId } from '#lib/rules/facts.ts';
import { makeFamily, type Family } from '../../../../tests/database/family.ts';
import type { Person, TestSite } from '../../../../tests/database/site.ts';
import { archivePath, archivesFolder } from '../back/archives.ts';
import { noteArrived } from '../back/arrived.server.ts';
import { beginPutBack } from '../back/begin.server.ts';
import { putBack } from '../back/putBack.server.ts';
import { putBackState } from '../back/state.server.ts';
import { gatherCopy, streamCopy } from '../queries.server.ts';

/** How files of a kind begin; what follows is by chance. */
const beginnings: Record<string, string> = {
	photograph: '\xff\xd8\xff\xe0',
	film: '\0\0\0\x18ftypisom\0\0\0\0isommp42',
	recording: 'RIFF\x24\0\0\0WAVEfmt ',
	paper: '%PDF-1.7\n',
	file: 'Of no kind. '
};

export function bytesOf(kind: string, length = 20_000): Buffer {
	return Buffer.concat([Buffer.from(beginnings[kind] ?? '', 'latin1'), randomBytes(length)]);
}

type Keeping = {
	kind?: string;
	scope?: 'mine' | 'box';
	content?: Buffer;
	partOf?: string;
	putInAt?: string;
};

/** A keepsake with real bytes in the store, opened by everybody who holds it. */
export async function keep(
	site: TestSite,
	box: string,
	by: Person,
	name: string,
	{ kind = 'photograph', scope = 'box', content = bytesOf(kind), partOf, putInAt }: Keeping = {}
) {
	const sha256 = createHash('sha256').update(content).digest('hex');
	const [id, bytes] = [randomUUID(), content.length];
	async function* stream() {
		yield content;
	}
	await site.files.put(originalAddress(box, sha256), { stream: stream() }, { sha256, bytes });
	const put = (text: string, values: unknown[]) => site.owner.query(text, values);
	await put(
		'insert into lamplight.original (box_id, sha256, bytes) values ($1, $2, $3) on conflict do nothing',
		[box, sha256, bytes]
	);
	await put(
		`insert into lamplight.keepsake
			(id, box_id, put_in_by, scope, kind, sha256, file_name, media_type, bytes, part_of, put_in_at)
			values ($1, $2, $3, $4, $5, $6, $7, 'image/jpeg', $8, $9, coalesce($10, now()))`,
		[id, box, by.id, scope, kind, sha256, name, bytes, partOf ?? null, putInAt ?? null]
	);
	await put('update lamplight.hold set opened_at = now() where keepsake_id = $1', [id]);
	return { id, sha256, content };
}

export function asPerson<T>(
	site: TestSite,
	person: Person,
	work: (tx: Tx, viewer: SignedIn) => Promise<T>
): Promise<T> {
	return asViewer(site.pools.web, person.session, (tx, viewer) => {
		if (!viewer) throw new NotFound();
		return work(tx, viewer);
	});
}

/** Takes a copy of a box, with what was put away, into a file. */
export async function takeInto(site: TestSite, person: Person, box: string, path: string) {
	const gathered = await asPerson(site, person, (tx, viewer) =>
		gatherCopy(tx, viewer, box as BoxId, 'with', site.now())
	);
	const { stream } = await streamCopy(site, gathered);
	await pipeline(stream, createWriteStream(path));
}

/** An archive as if it had just arrived whole; nothing of it has been looked at. */
export async function arrive(site: TestSite, person: Person, path: string): Promise<string> {
	const id = randomUUID();
	await makeFolder(archivesFolder(site.settings.dataDir));
	// Another name for the same bytes: a large one with holes stays small.
	await link(path, archivePath(site.settings.dataDir, id));
	await asPerson(site, person, async (tx, viewer) => {
		await beginPutBack(tx, viewer, { id, fileName: 'Robin.zip', bytes: 1 });
		await noteArrived(tx, id);
	});
	return id;
}

/** Puts a copy back as its job does; gives what its page then says. */
export async function putBackFrom(site: TestSite, person: Person, path: string) {
	const id = await arrive(site, person, path);
	await putBack(site, id);
	return stateOf(site, person, id);
}

export function stateOf(site: TestSite, person: Person, id: string) {
	return asPerson(site, person, (tx) => putBackState(tx, id));
}

/** The same site, whose machine stops when it has kept so many files more. */
export function stoppingAfter(site: TestSite, puts: number): TestSite {
	let left = puts;
	const put: TestSite['files']['put'] = async (...file) => {
		if (left-- <= 0) throw new Error('the machine stopped');
		return site.files.put(...file);
	};
	return { ...site, files: { ...site.files, put } };
}

/** Wren's and Tom's box with something of everything in it; Wren is who takes copies of it. */
export async function fullBox(site: TestSite): Promise<Family> {
	const family = await makeFamily(site);
	const { wren, tom, box, photograph, story, version } = family;
	const put = (text: string, values: unknown[] = []) => site.owner.query(text, values);
	const at = (minute: number) => `2025-03-01T10:${String(minute).padStart(2, '0')}:00.125Z`;
	// The family's own photograph has no bytes: a real one takes its place.
	const first = await keep(site, box, wren, 'first.jpg', { putInAt: at(1) });
	await put('update lamplight.version_keepsake set keepsake_id = $1 where keepsake_id = $2', [
		first.id,
		photograph
	]);
	await put('update lamplight.story_version set body = replace(body, $2, $1) where id = $3', [
		first.id,
		photograph,
		version
	]);
	await put('delete from lamplight.keepsake where id = $1', [photograph]);
	await put(
		`update lamplight.box set name = 'Робин · רובין · 小鳥', born_on = '2025-02', weeks = 23, days_past_weeks = 4,
			happened = 'Он пришёл и ушёл.' where id = $1`,
		[box]
	);
	await put(
		`update lamplight.keepsake set caption = $2, alt = 'A hand.', cover_words = 'Небо',
			happened_on = '2025-02-14', modified_at = '2019-05-06T07:08:09Z' where id = $1`,
		[first.id, '<script>alert("יום אחד")</script> 朝 👩‍👩‍👧']
	);
	const again = { content: first.content, putInAt: at(2) };
	await keep(site, box, wren, 'the same again.jpg', { ...again, scope: 'mine' });
	await keep(site, box, tom, '朝.JPG', { putInAt: at(3) });
	await keep(site, box, wren, '朝.jpg', { putInAt: at(4) });
	const moving = await keep(site, box, wren, 'IMG_0001.HEIC', { putInAt: at(5) });
	await keep(site, box, wren, 'IMG_0001.MOV', { kind: 'film', partOf: moving.id, putInAt: at(5) });
	const film = await keep(site, box, tom, 'film.mp4', { kind: 'film', putInAt: at(6) });
	await put(`update lamplight.keepsake set said = 'We sang.' where id = $1`, [film.id]);
	await keep(site, box, wren, 'song.wav', { kind: 'recording', putInAt: at(7) });
	await keep(site, box, wren, 'Письмо.pdf', { kind: 'paper', putInAt: at(8) });
	await keep(site, box, wren, 'notes.bin', { kind: 'file', putInAt: at(9) });
	const away = await keep(site, box, wren, 'away.jpg', { putInAt: at(10) });
	await put(
		`update lamplight.hold set put_away_at = '2025-04-01T00:00:00Z' where keepsake_id = $1 and member_id = $2`,
		[away.id, wren.id]
	);
	const closed = await keep(site, box, tom, 'not opened.jpg', { putInAt: at(11) });
	await put('update lamplight.hold set opened_at = null where keepsake_id = $1', [closed.id]);
	for (const [minute, by, words] of [
		[12, wren, 'Only a line.'],
		[13, tom, 'Слова, שורה, 言葉\n\nand **more**.']
	] as const) {
		await put(
			`insert into lamplight.keepsake (box_id, put_in_by, scope, kind, words, put_in_at)
				values ($1, $2, 'box', 'words', $3, $4)`,
			[box, by.id, words, at(minute)]
		);
	}
	await put(
		'update lamplight.hold set opened_at = now() where opened_at is null and keepsake_id <> $1',
		[closed.id]
	);
	await put(`update lamplight.draft set body = $2, revision = 3 where story_id = $1`, [
		story,
		`And then.\n\n![](keepsake:${first.id})\n\n![](keepsake:${moving.id})`
	]);
	await put(
		`insert into lamplight.draft_copy (story_id, started_from, title, body, kept_at)
			values ($1, 1, 'Hello', 'Kept beside.', '2025-05-01T10:00:00Z')`,
		[story]
	);
	await goesOut(site, family, first.id);
	await tomsStory(site, family);
	return family;
}

/** What was lived, and what of it and how goes out with the story that is shared. */
async function goesOut(site: TestSite, { wren, tom, box, story, version }: Family, placed: string) {
	const put = (text: string, values: unknown[]) => site.owner.query(text, values);
	await put(
		`insert into lamplight.lived_fact (box_id, fact, member_id, value, said_by) values
			($1, 'happened', null, '["stillbirth", "A loss before anybody knew"]', $3), ($1, 'cause', null, '["cord", "unknown"]', $2),
			($1, 'writing', $2, '"mother"', $2), ($1, 'faith', $3, '"none"', $3)`,
		[box, wren.id, tom.id]
	);
	await put(
		`update lamplight.story_version set findable = true, answers = 'letters', subjects = '{birth,faith}',
			lived = '{"weeks": "~25", "when": "2025", "cause": ["cord", "Nobody was told, or asked"], "word": "Он пришёл и ушёл."}'
			where id = $1`,
		[version]
	);
	await put(
		`update lamplight.version_keepsake set said = 'Спи, малыш.', moving = true
			where version_id = $1 and keepsake_id = $2`,
		[version, placed]
	);
	await put(
		`insert into lamplight.narrowing (story_id, setting, what, narrowed_by) values ($1, 'lived', 'when', $2)`,
		[story, tom.id]
	);
}

/** Tom has shared a story of his own, and is writing another. */
async function tomsStory(site: TestSite, { tom, box }: Family): Promise<void> {
	const put = (text: string, values: unknown[]) => site.owner.query(text, values);
	const [shared, writing, version] = [randomUUID(), randomUUID(), randomUUID()];
	await put(
		`insert into lamplight.story (id, box_id, writer_id, scope) values ($1, $2, $3, 'box'), ($4, $2, $3, 'mine')`,
		[shared, box, tom.id, writing]
	);
	await put(
		`insert into lamplight.draft (story_id, title, body) values ($1, 'Mine', 'As I have it now.'), ($2, 'No', 'Not yet.')`,
		[shared, writing]
	);
	await put(
		`insert into lamplight.story_version (id, story_id, number, title, body, byline, own_words)
			values ($1, $2, 1, 'From Tom', 'We held him.', 'Tom', true)`,
		[version, shared]
	);
	await put(
		`insert into lamplight.share (story_id, box_id, version_id, to_family, to_peers, to_anyone, agreed_by)
			values ($1, $2, $3, true, false, false, array[$4::uuid])`,
		[shared, box, version, tom.id]
	);
}

export const zipIn = (folder: string) => join(folder, `${randomUUID()}.zip`);
