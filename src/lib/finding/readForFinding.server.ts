import { sql } from 'kysely';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { bitsOf } from '#lib/server/meaning/signature.ts';
import { placeOf } from '#lib/server/meaning/places.ts';
import type { Db } from '#lib/server/database/pools.ts';
import { plainText } from '#lib/stories/queries.server.ts';
import { isEnglish } from './isEnglish.ts';
import { passagesOf } from './passages.ts';
import { plainWords } from './plainWords.ts';
import { windowsOf } from './windows.ts';

/** A story as it is out now. */
type Out = {
	shareId: string;
	versionId: string;
	title: string;
	body: string;
	anyone: boolean;
	peers: boolean;
};

/** What is kept of a passage: its words, and its meaning where that is understood. */
type Read = { text: string; signature: string | null; place: number | null; windows: string[] };

/**
 * Reads a story that is out, so that it can be found: its words, and its passages with what they mean.
 * Long work is done outside of any transaction; what was brought back meanwhile is not kept. Twice is
 * the same as once.
 */
export async function readForFinding(lamplight: Lamplight, storyId: string): Promise<void> {
	const { worker } = lamplight.pools;
	const out = await outNow(worker, storyId);
	const text = out ? plainText(out.body) : '';
	const english = isEnglish(`${out?.title ?? ''}\n${text}`);
	const passages = out ? await read(lamplight, passagesOf(text), english) : [];
	await worker.transaction().execute(async (tx) => {
		await sql`select forget_words(${storyId})`.execute(tx);
		if (out && (await stillOut(tx, out.shareId))) {
			await keepWords(tx, storyId, out, text, english);
			await keepPassages(tx, storyId, out, passages, lamplight.meaning.signatures);
		}
	});
	await sql`select fold_words()`.execute(worker);
}

async function outNow(db: Db, storyId: string): Promise<Out | undefined> {
	return db
		.selectFrom('share as s')
		.innerJoin('storyVersion as v', 'v.id', 's.versionId')
		.select(['s.id as shareId', 'v.id as versionId', 'v.title', 'v.body'])
		.select(['s.toAnyone as anyone', 's.toPeers as peers'])
		.where('s.storyId', '=', storyId)
		.where('s.endedAt', 'is', null)
		.executeTakeFirst();
}

/** Held until the end of the transaction: whoever brings it back waits, and finds what was kept. */
async function stillOut(tx: Db, shareId: string): Promise<boolean> {
	const held = await tx
		.selectFrom('share')
		.select('id')
		.where('id', '=', shareId)
		.where('endedAt', 'is', null)
		.forShare()
		.executeTakeFirst();
	return held !== undefined;
}

async function read({ meaning }: Lamplight, texts: string[], english: boolean): Promise<Read[]> {
	const isKnown = english && meaning.languages.includes('en');
	if (!isKnown) return texts.map((text) => ({ text, signature: null, place: null, windows: [] }));
	const parts = texts.map((text) => [text, ...windowsOf(text)]);
	const signatures = await meaning.sign(parts.flat());
	return parts.map(([text = '', ...windows]) => {
		const [signature, ...own] = signatures.splice(0, 1 + windows.length);
		if (!signature) throw new Error('A passage has no meaning.');
		return {
			text,
			signature: bitsOf(signature),
			place: placeOf(signature),
			windows: own.map(bitsOf)
		};
	});
}

async function keepWords(tx: Db, storyId: string, out: Out, text: string, english: boolean) {
	const language = english ? 'english' : 'simple';
	await sql`
		with lexed as (
			select setweight(to_tsvector(${language}::regconfig, ${plainWords(out.title)}), 'A')
				|| setweight(to_tsvector(${language}::regconfig, ${plainWords(text)}), 'D') as lexemes
		), kept as (
			insert into story_words (story_id, version_id, english, anyone, peers, lexemes, length)
			select ${storyId}, ${out.versionId}, ${english}, ${out.anyone}, ${out.peers}, lexemes,
				(select coalesce(sum(cardinality(t.positions)), 0) from unnest(lexemes) t)
			from lexed
			returning lexemes, length
		)
		insert into word_change (lexeme, stories, occurrences)
		select t.lexeme, 1, cardinality(t.positions) from kept, unnest(kept.lexemes) t
		union all
		select '', 1, length from kept
	`.execute(tx);
}

async function keepPassages(tx: Db, storyId: string, out: Out, passages: Read[], model: string) {
	if (passages.length === 0) return;
	await sql`
		with given as (
			select * from unnest(
				${passages.map((_, number) => number)}::integer[],
				${passages.map(({ text }) => text)}::text[],
				${passages.map(({ signature }) => signature)}::text[],
				${passages.map(({ place }) => place)}::integer[],
				${passages.map(({ windows }) => windows.join())}::text[]
			) as given (number, text, signature, place, windows)
		), kept as (
			insert into passage (story_id, version_id, number, text)
			select ${storyId}, ${out.versionId}, number, text from given
			returning id, number
		)
		insert into passage_meaning (passage_id, story_id, model, place, anyone, peers, signature, windows)
		select kept.id, ${storyId}, ${model}, given.place, ${out.anyone}, ${out.peers},
			given.signature::bit(2048), string_to_array(given.windows, ',')::bit(2048)[]
		from kept join given on given.number = kept.number
		where given.signature is not null
	`.execute(tx);
}
