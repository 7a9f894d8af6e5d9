import { askedBy } from '#lib/finding/asked.ts';
import { searchStories } from '#lib/finding/queries.server.ts';
import { middle, telling } from '#lib/server/meaning/landmarks.ts';
import { placesNear } from '#lib/server/meaning/places.ts';
import { bitsOf, centre, signatureOf } from '#lib/server/meaning/signature.ts';
import { rounded } from '../line.ts';
import type { ScratchSite } from '../../cli/line/scratchSite.ts';
import { someWords, type Seeding } from './seedMany.ts';

const asked = 40;
const nearest = 10;
const searched = 20;

/**
 * How many of the ten passages that are nearest by the exact cosine are among those that the places and
 * the signatures give, as `found_stories` looks: over the passages whose vectors are at hand.
 */
export async function missedByLooking(
	{ owner }: ScratchSite,
	{ vectors }: Seeding
): Promise<{ value: number; unit: string; passages: number }> {
	const centred = vectors.map((vector) => unit(centre(vector, { middle, telling })));
	let hits = 0;
	for (let n = 0; n < asked; n += 1) {
		const at = (n * 7907) % vectors.length;
		const self = centred[at] ?? new Float32Array(512);
		const exact = centred
			.map((other, id) => ({ id: id + 1, likeness: dot(self, other) }))
			.sort((a, b) => b.likeness - a.likeness)
			.slice(0, nearest);
		const signature = signatureOf(vectors[at] ?? new Float32Array(512));
		const { rows } = await owner.query<{ id: number }>(
			`with places as (
				select least(512, greatest(12, 512 * 16000.0 * 25 / greatest(occurrences, 1)))::integer as each
				from lamplight.word where lexeme = ''
			), chosen as (
				select m.passage_id, m.signature from lamplight.passage_meaning m
				where m.place = any (($2::integer[])[1 : (select each from places)])
					and m.passage_id <= $3
				order by bit_count(m.coarse # substring($1::bit(2048) from 1 for 512)::bit(512)) limit 120
			)
			select passage_id::integer as id from chosen
			order by bit_count(signature # $1::bit(2048)) limit ${nearest}`,
			[bitsOf(signature), placesNear(signature, 512), vectors.length]
		);
		const found = new Set(rows.map(({ id }) => id));
		hits += exact.filter(({ id }) => found.has(id)).length;
	}
	return {
		value: rounded(hits / (asked * nearest), 3),
		unit: 'of the ten nearest passages',
		passages: vectors.length
	};
}

/**
 * How many of the ten stories that all words weigh most, when every story is weighed, are among the ten
 * that a search finds.
 */
export async function missedByBounds({
	lamplight,
	owner
}: ScratchSite): Promise<{ value: number; unit: string }> {
	let [hits, all] = [0, 0];
	for (let n = 0; n < searched; n += 1) {
		const query = someWords(n, 2 + (n % 4));
		const { words, kin } = askedBy(query);
		const { rows } = await owner.query<{ id: string }>(
			`with asked as (
				select a.term, l.lexeme, max(a.weight) as weight
				from lamplight.asked_words($1, $2, 0.6) a, unnest(a.lexemes) l (lexeme) group by a.term, l.lexeme
			), weighed as (
				select w.story_id, a.term, max(a.weight * cardinality(u.positions) * 2.2
					/ (cardinality(u.positions) + 1.2 * (0.25 + 0.75 * w.length / s.mean))) as weight
				from lamplight.story_words w
				cross join (
					select occurrences::double precision / stories as mean from lamplight.word where lexeme = ''
				) s
				cross join unnest(w.lexemes) u
				join asked a on a.lexeme = u.lexeme
				group by w.story_id, a.term
			)
			select g.story_id as id from (
				select story_id, sum(weight) as weight from weighed group by story_id
			) g
			join lamplight.story_words w on w.story_id = g.story_id
			order by g.weight / (select sum(most) from (
					select distinct term, most from lamplight.asked_words($1, $2, 0.6)
				) m) + case when w.lexemes @@ websearch_to_tsquery('english', $3) then 1 else 0 end desc,
				g.story_id
			limit ${nearest}`,
			[words, kin, query]
		);
		const asking = { lamplight, session: null, visit: null };
		const { stories } = await searchStories(asking, query, { atMost: nearest });
		const found = new Set(stories.map(({ storyId }) => storyId));
		hits += rows.filter(({ id }) => found.has(id)).length;
		all += rows.length;
	}
	return { value: rounded(hits / all, 3), unit: 'of the ten stories that words weigh most' };
}

function unit(vector: Float32Array): Float32Array {
	const length = Math.hypot(...vector);
	return vector.map((each) => each / length);
}

function dot(one: Float32Array, other: Float32Array): number {
	let sum = 0;
	for (let at = 0; at < one.length; at += 1) sum += (one[at] ?? 0) * (other[at] ?? 0);
	return sum;
}
