-- Found more quickly: fewer stories are brought by words before they are weighed, and the words of a
-- passage are kept beside it.
set search_path = lamplight;
alter table passage add lexemes tsvector not null
	generated always as (to_tsvector('english'::regconfig, text)) stored;

grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

-- The stories found, the best first, each with the passage nearest to what was asked. `whole`: a query
-- as it was typed, with its quotes. `signatures`: what was asked by its meaning; `places`: all 512 places
-- for each of them, the nearest first: few are looked into where there are many passages, all where
-- there are few. `facts`: what was lived, to be near to; `required`: what has to have been lived. `besides`:
-- a story that is not looked for.
create or replace function found_stories(
	words text[], kin text[], whole text, signatures text[], places integer[], facts text[], required text[],
	besides uuid, most integer
) returns table (story_id uuid, passage_id bigint, score double precision)
	language plpgsql stable security definer set search_path = lamplight, pg_temp as $$
#variable_conflict use_column
declare
	peer boolean := viewer_is_peer();
	all_asked double precision;
	mean_length double precision;
	as_typed tsquery := websearch_to_tsquery('english', whole);
	term_numbers integer[];
	term_lexemes text[];
	term_weights double precision[];
	any_term tsquery;
	queries tsquery[];
	enough constant integer := 3000;
	query_weights double precision[];
	by_meaning_each integer := 120 / greatest(cardinality(signatures), 1);
	many integer := case when signatures = '{}' then 200 else 60 end;
	shortest integer := case when signatures = '{}' then 120 else 60 end;
	same text[] := case
		when required <> '{}' then required
		else array(select f from unnest(facts) f where f like 'happened:%' or f like 'cause:%')
	end;
	-- Who searches chose a word; who writes of what they lived could have said it in others.
	kin_weight double precision := case when whole = '' then 1 else 0.6 end;
	places_each integer;
begin
	-- A passage has some 25 words that count; some 16,000 passages are compared in all.
	select greatest(w.occurrences::double precision / greatest(w.stories, 1), 1),
		least(512, greatest(12, 512 * 16000.0 * 25
			/ greatest(w.occurrences, 1) / greatest(cardinality(signatures), 1)))::integer
		into mean_length, places_each
		from word w where w.lexeme = '';
	-- Rare words bring candidates until there are enough; all words weigh them afterwards. What stands in
	-- a story as it was asked for is not counted again for words of the same meaning.
	with asked as materialized (select * from asked_words(found_stories.words, found_stories.kin, kin_weight)),
	flat as (
		select a.term, l.lexeme, max(a.weight) as weight
		from asked a, unnest(a.lexemes) l (lexeme) group by a.term, l.lexeme
	),
	ordered as (
		select a.weight, coalesce(own.query && !!above.query, own.query) as query,
			sum(a.stories) over (order by a.stories, a.term, a.weight) - a.stories as before
		from asked a
		cross join lateral (
			select string_agg(quote_literal(l.lexeme), ' | ')::tsquery as query from unnest(a.lexemes) l (lexeme)
		) own
		cross join lateral (
			select string_agg(quote_literal(l.lexeme), ' | ')::tsquery as query
			from asked o, unnest(o.lexemes) l (lexeme)
			where o.term = a.term and (o.weight, o.lexemes) > (a.weight, a.lexemes)
		) above
		where a.lexemes <> '{}' and a.weight > 0
	)
	select (select sum(m.most) from (select distinct a.term, a.most from asked a) m),
		(select array_agg(f.term) from flat f), (select array_agg(f.lexeme) from flat f),
		(select array_agg(f.weight) from flat f),
		(select string_agg(quote_literal(f.lexeme), ' | ')::tsquery from flat f),
		(select array_agg(o.query order by o.before) from ordered o where o.before < enough),
		(select array_agg(o.weight order by o.before) from ordered o where o.before < enough)
	into all_asked, term_numbers, term_lexemes, term_weights, any_term, queries, query_weights;
	return query
	-- Each word counts here as if it stood there once.
	with by_words as materialized (
		select s.story_id,
			sum(q.weight) * 2.2 / (1 + 1.2 * (0.25 + 0.75 * max(s.length) / mean_length)) as weight
		from unnest(queries, query_weights) as q (query, weight)
		cross join lateral (
			select w.story_id, w.length from story_words w
			where w.lexemes @@ q.query and (w.anyone or (peer and w.peers))
			limit 2 * enough
		) s
		where required = '{}' or s.story_id in (
			select o.story_id from share o
			where o.ended_at is null and o.lived <> '{}' and lived_terms(o.lived) @> required
		)
		group by s.story_id order by weight desc, s.story_id limit many
	),
	asked_for as materialized (
		select g.n, g.bits::bit(2048) as bits, substring(g.bits from 1 for 512)::bit(512) as coarse,
			places[(g.n - 1) * 512 + 1 : (g.n - 1) * 512 + places_each] as near_places
		from unnest(signatures) with ordinality as g (bits, n)
	),
	by_meaning as materialized (
		select p.story_id
		from asked_for g cross join lateral (
			select m.story_id from passage_meaning m
			where m.place = any (g.near_places) and (m.anyone or (peer and m.peers))
			order by bit_count(m.coarse # g.coarse) limit by_meaning_each
		) p
	),
	by_facts as materialized (
		select s.story_id from share s
		where same <> '{}' and (required = '{}' or words = '{}' and signatures = '{}') and s.ended_at is null
			and s.lived <> '{}' and lived_terms(s.lived) @> same
		order by s.agreed_at desc limit 200
	),
	candidates as materialized (
		select c.story_id, coalesce(b.weight / nullif(all_asked, 0), 0) as weight
		from met_among(array(
			select b.story_id from by_words b
			union select m.story_id from by_meaning m
			union select f.story_id from by_facts f
		)) c (story_id)
		left join by_words b on b.story_id = c.story_id
		where c.story_id is distinct from besides
	),
	-- By how few bits each differs from what was asked, and where: the two in one number.
	compared as materialized (
		select m.story_id, g.n, min((bit_count(m.signature # g.bits) << 48) | m.passage_id) as nearest
		from candidates c join passage_meaning m on m.story_id = c.story_id cross join asked_for g
		group by m.story_id, g.n
	),
	alike as materialized (
		select c.story_id, min(c.nearest) & ((1::bigint << 48) - 1) as passage_id,
			avg(cos(pi() * (c.nearest >> 48) / 2048)) / 2 + max(cos(pi() * (c.nearest >> 48) / 2048)) / 2 as likeness
		from compared c group by c.story_id
	),
	short as materialized (
		select c.story_id, a.passage_id, coalesce(a.likeness, 0) as likeness
		from candidates c left join alike a on a.story_id = c.story_id
		order by coalesce(a.likeness, 0) + c.weight desc, c.story_id limit shortest
	),
	closer as materialized (
		select w.story_id, avg(w.likeness) / 2 + max(w.likeness) / 2 as likeness from (
			select m.story_id, g.n, cos(pi() * min(bit_count(x.bits # g.bits)) / 2048) as likeness
			from short s join passage_meaning m on m.story_id = s.story_id
			cross join lateral unnest(m.windows || m.signature) x (bits)
			cross join asked_for g
			group by m.story_id, g.n
		) w
		group by w.story_id
	),
	weighed as materialized (
		select h.story_id, sum(h.weight) as weight from (
			select s.story_id, a.term,
				max(a.weight * t.times * 2.2 / (t.times + 1.2 * (0.25 + 0.75 * w.length / mean_length))) as weight
			from short s
			cross join lateral (select * from story_words w where w.story_id = s.story_id offset 0) w
			cross join lateral (
				select u.lexeme, cardinality(u.positions)::double precision as times from unnest(w.lexemes) u
			) t
			join unnest(term_numbers, term_lexemes, term_weights) as a (term, lexeme, weight) on a.lexeme = t.lexeme
			group by s.story_id, a.term
		) h
		group by h.story_id
	)
	select f.story_id, coalesce(f.passage_id, p.id), f.score from (
		select c.story_id, w.version_id, c.passage_id,
			coalesce((c.likeness + l.likeness) / 2, 0) + coalesce(g.weight / nullif(all_asked, 0), 0)
				+ case when whole <> '' and w.lexemes @@ as_typed then 1 else 0 end
				+ case when facts = '{}' then 0 else 0.25 * (
					select count(*) from unnest(facts) x where x = any (lived_terms(s.lived))
				) / cardinality(facts) end as score
		from short c
		join share s on s.story_id = c.story_id and s.ended_at is null
		cross join lateral (
			select * from story_words w where w.story_id = c.story_id and w.version_id = s.version_id offset 0
		) w
		left join closer l on l.story_id = c.story_id
		left join weighed g on g.story_id = c.story_id
		order by score desc, c.story_id limit most
	) f
	left join lateral (
		select p.id from passage p
		where p.story_id = f.story_id and p.version_id = f.version_id
		order by case when any_term is not null then ts_rank(p.lexemes, any_term) end desc,
			p.number
		limit 1
	) p on f.passage_id is null
	order by f.score desc, f.story_id;
end $$;

reset role;
revoke create on schema lamplight from lamplight_facts;
