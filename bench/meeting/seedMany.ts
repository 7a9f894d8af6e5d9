import { randomUUID } from 'node:crypto';
import { placeOf } from '#lib/server/meaning/places.ts';
import { signatureOf, type Signature } from '#lib/server/meaning/signature.ts';
import type { ScratchSite } from '../../cli/line/scratchSite.ts';
import { readLabelled } from './labelled.ts';

/** What was put in: the stories, and as far as `mostVectors` goes the vectors of their passages. */
export type Seeding = {
	stories: { id: string; text: string }[];
	vectors: Float32Array[];
	signatures: Signature[];
	base: Float32Array[];
};

const passagesEach = 5;
const wordsEach = 50;
const windowsEach = 3;
const mostVectors = 50_000;
const batch = 500;

const { passages } = await readLabelled('tuning');
const known = [
	...new Set(passages.flatMap(({ text }) => text.toLowerCase().match(/[a-z]{3,}/g) ?? []))
];

/** The same numbers each time (a linear congruential generator). */
function numbers(seed: number): () => number {
	let state = (seed * 2654435761) >>> 0;
	return () => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return state / 2 ** 32;
	};
}

/** Words as often as they are in life (Zipf): most are common, one in a dozen is a rare one. */
export function someWords(seed: number, count: number): string {
	const next = numbers(seed + 1);
	return Array.from({ length: count }, () => {
		if (next() < 0.08) return `name${Math.floor(next() ** 2 * 40_000)}`;
		return known[Math.floor(known.length ** next()) - 1] ?? 'the';
	}).join(' ');
}

/**
 * Puts in made-up stories until there are so many, as reading them would: words by how often they are
 * in life, and for meaning vectors between two passages of the labelled set, with noise. Reading them
 * by the model would take an hour.
 */
export async function seedMany(
	{ lamplight, owner }: ScratchSite,
	count: number,
	before?: Seeding
): Promise<Seeding> {
	const base = before?.base ?? (await lamplight.meaning.embed(passages.map(({ text }) => text)));
	const seeding: Seeding = before ?? { stories: [], vectors: [], signatures: [], base };
	await owner.query('alter table lamplight.share disable trigger read_for_finding');
	const model = lamplight.meaning.signatures;
	const indexes = await takeIndexes(owner);
	// While one batch is put in, the next is made.
	let putBefore = Promise.resolve();
	while (seeding.stories.length < count) {
		const size = Math.min(batch, count - seeding.stories.length);
		const made = Array.from({ length: size }, (_, at) => {
			const seed = seeding.stories.length + at;
			return { id: randomUUID(), text: someWords(seed, wordsEach * passagesEach) };
		});
		const read = passagesOf(made, seeding);
		seeding.stories.push(...made);
		await putBefore;
		putBefore = putIn(owner, made).then(() => putMeaning(owner, read, model));
	}
	await putBefore;
	for (const index of indexes) await owner.query(index);
	await owner.query('alter table lamplight.share enable trigger read_for_finding');
	await owner.query(`
		truncate lamplight.word;
		insert into lamplight.word select word, ndoc, nentry from ts_stat('select lexemes from lamplight.story_words');
		insert into lamplight.word select '', count(*), sum(length) from lamplight.story_words`);
	await owner.query('vacuum analyze');
	return seeding;
}

/** Takes away the indexes that only looking needs, and gives what makes them again: at once is far quicker. */
async function takeIndexes(owner: ScratchSite['owner']): Promise<string[]> {
	const { rows } = await owner.query<{ name: string; again: string }>(
		`select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as again
		from pg_index where not indisunique and indrelid = any (array[
			'lamplight.story_words', 'lamplight.passage', 'lamplight.passage_meaning'
		]::regclass[])`
	);
	for (const { name } of rows) await owner.query(`drop index ${name}`);
	return rows.map(({ again }) => again);
}

async function putIn(owner: ScratchSite['owner'], made: { id: string; text: string }[]) {
	const values = [made.map(({ id }) => id), made.map(({ text }) => text)];
	await owner.query(
		`with m as (select * from unnest($1::uuid[], $2::text[]) as m (id, text)),
		users as (insert into auth."user" ("id", "name", "email")
			select id, 'Made up', id || '@example.org' from m returning "id")
		select count(*) from users`,
		values
	);
	await owner.query(
		`with m as (select * from unnest($1::uuid[], $2::text[]) as m (id, text)),
		box as (insert into lamplight.box (id, created_by) select id, id from m returning id),
		keeper as (insert into lamplight.keeper (box_id, member_id) select id, id from m returning id),
		story as (insert into lamplight.story (id, box_id, writer_id, scope) select id, id, id, 'box' from m returning id),
		version as (insert into lamplight.story_version (id, story_id, number, title, body, own_words, findable)
			select id, id, 1, '', text, true, true from m returning id)
		select (select count(*) from box) + (select count(*) from keeper) + (select count(*) from story) + (select count(*) from version)`,
		values
	);
	await owner.query(
		`insert into lamplight.share (story_id, box_id, version_id, to_family, to_peers, to_anyone, agreed_by)
		select id, id, id, false, false, true, array[id] from unnest($1::uuid[]) as m (id)`,
		values.slice(0, 1)
	);
	await owner.query(
		`insert into lamplight.story_words (story_id, version_id, english, anyone, peers, lexemes, length)
		select id, id, true, true, false, l.lexemes, (select sum(cardinality(t.positions)) from unnest(l.lexemes) t)
		from unnest($1::uuid[], $2::text[]) as m (id, text), lateral (select to_tsvector('english', text) as lexemes) l`,
		values
	);
}

/** A passage as it is put in; its bits as hexadecimal digits. */
type Made = {
	id: string;
	number: number;
	said: string;
	place: number;
	bits: string;
	windows: string[];
};

/** The passages of made-up stories. Past `mostVectors` they are like one of the first. */
function passagesOf(made: { id: string; text: string }[], seeding: Seeding): Made[] {
	return made.flatMap(({ id, text }, at) => {
		const words = text.split(' ');
		return Array.from({ length: passagesEach }, (_, number) => {
			const seed = (seeding.stories.length + at) * passagesEach + number;
			const next = numbers(seed + 11);
			const signature = signatureLike(seed, next, seeding);
			const windows = Array.from({ length: windowsEach }, () => hexOf(closeTo(signature, next)));
			const said = words.slice(number * wordsEach, (number + 1) * wordsEach).join(' ');
			return { id, number, said, place: placeOf(signature), bits: hexOf(signature), windows };
		});
	});
}

function signatureLike(seed: number, next: () => number, seeding: Seeding): Signature {
	const { vectors, signatures, base } = seeding;
	const known = signatures[Math.floor(next() * signatures.length)];
	if (vectors.length >= mostVectors && known) return closeTo(known, next);
	const vector = between(base, numbers(seed + 7));
	const signature = signatureOf(vector);
	vectors.push(vector);
	signatures.push(signature);
	return signature;
}

async function putMeaning(owner: ScratchSite['owner'], rows: Made[], model: string): Promise<void> {
	await owner.query(
		`with m as (
			select * from unnest($1::uuid[], $2::integer[], $3::text[], $4::integer[], $5::text[], $6::text[]) as m (id, number, said, place, bits, windows)
		), kept as (
			insert into lamplight.passage (story_id, version_id, number, text)
			select id, id, number, said from m returning id, story_id, number
		)
		insert into lamplight.passage_meaning (passage_id, story_id, model, place, anyone, peers, signature, windows)
		select kept.id, kept.story_id, $7, m.place, true, false, ('x' || m.bits)::bit(2048),
			array(select ('x' || w)::bit(2048) from unnest(string_to_array(m.windows, ',')) w)
		from kept join m on m.id = kept.story_id and m.number = kept.number`,
		[
			rows.map(({ id }) => id),
			rows.map(({ number }) => number),
			rows.map(({ said }) => said),
			rows.map(({ place }) => place),
			rows.map(({ bits }) => bits),
			rows.map(({ windows }) => windows.join()),
			model
		]
	);
}

function bytesOf(word: number): number[] {
	return [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255];
}

function hexOf(signature: Signature): string {
	return Buffer.from(Uint8Array.from([...signature].flatMap(bytesOf))).toString('hex');
}

/** A signature of which about one bit in eight is another. */
function closeTo(signature: Signature, next: () => number): Signature {
	const any = () => Math.floor(next() * 2 ** 32);
	return signature.map((word) => word ^ (any() & any() & any()));
}

function between(base: Float32Array[], next: () => number): Float32Array {
	const pick = () => base[Math.floor(next() * base.length)] ?? new Float32Array(512);
	const [one, other, part] = [pick(), pick(), next()];
	return one.map((each, at) => part * each + (1 - part) * (other[at] ?? 0) + (next() - 0.5) * 0.06);
}
