-- Which stories are found, by words and by meaning, for whoever looks. Full text operators are not
-- leakproof, so under row-level security they could not use their index: this one function looks past
-- the walls, over agreed text only, and lets nothing through but what this viewer may come upon. Titles
-- and passages are then read by id under row-level security, and the rule has the last word.
set search_path = lamplight;

-- The first quarter of a signature, to choose by; the whole of it then weighs what was chosen.
alter table passage_meaning add coarse bit(512) not null
	generated always as (substring(signature from 1 for 512)::bit(512)) stored;

grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

-- May the viewer come upon it? As any peer could, and where neither has blocked the other.
create function found_by_viewer(s share) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select s.ended_at is null
		and (s.to_anyone or (s.to_peers and viewer_is_peer()))
		and not blocks_viewer(s)
		and not exists (
			select from block b join keeper k on k.member_id = b.member_id
			where b.blocker_id = viewer() and b.lifted_at is null and k.box_id = s.box_id and k.left_at is null
		)
		and not is_taken_down(s.story_id)
		and exists (select from story st where st.id = s.story_id and st.let_go_at is null)
$$;

-- How much a word says that stands in so many of all stories (BM25: Robertson and Zaragoza 2009, 3.3).
create function rarity(stories double precision, of_all double precision) returns double precision
	language sql immutable parallel safe as
	$$ select ln(1 + greatest(of_all - stories + 0.5, 0.5) / (stories + 0.5)) $$;

-- The words asked for as they stand in the index: themselves (stemmed, and as they are, for other
-- languages); where nobody wrote them so, those spelt like them; and words close to them in meaning
-- (`kin`, for each word as one text), which count for less. A term counts once, by its best word.
create function asked_words(words text[], kin text[]) returns table (
	term integer, lexemes text[], stories double precision, weight double precision, most double precision
) language plpgsql stable security definer set search_path = lamplight, pg_temp as $$
#variable_conflict use_column
declare of_all double precision := coalesce((select w.stories from word w where w.lexeme = ''), 0);
begin
	return query
	with asked as materialized (
		select a.n::integer as n, a.word, a.kin, tsvector_to_array(to_tsvector('english', a.word)) as stems
		from unnest(asked_words.words, asked_words.kin) with ordinality as a (word, kin, n)
	),
	known as materialized (
		select a.n, w.lexeme, w.stories
		from asked a join word w on w.lexeme = any (a.stems || a.word)
		where a.stems <> '{}'
	),
	spelt as materialized (
		select a.n, l.lexeme, l.stories, l.like_it
		from asked a cross join lateral (
			select w.lexeme, w.stories, spelling(w.lexeme, a.stems[1]) as like_it
			from word w
			where spelt_like(w.lexeme, a.stems[1]) and left(w.lexeme, 1) = left(a.stems[1], 1)
			order by like_it desc, w.stories desc limit 3
		) l
		where length(a.stems[1]) >= 4 and not exists (select from known k where k.n = a.n) and l.like_it >= 0.4
	),
	near_it as materialized (
		select a.n, w.lexeme, w.stories
		from asked a
		cross join lateral (select distinct unnest(tsvector_to_array(to_tsvector('english', a.kin))) as lexeme) k
		join word w on w.lexeme = k.lexeme
		where a.kin <> '' and a.stems <> '{}' and w.lexeme <> all (a.stems)
	),
	best as (
		select a.n, rarity(coalesce((select max(k.stories) from known k where k.n = a.n), 0), of_all) as most
		from asked a where a.stems <> '{}'
		order by most desc, a.n limit 48
	)
	select b.n, array_agg(k.lexeme), max(k.stories)::double precision, rarity(max(k.stories), of_all), b.most
		from best b join known k on k.n = b.n group by b.n, b.most
	union all
	select b.n, array[s.lexeme], s.stories, rarity(s.stories, of_all) * s.like_it, b.most
		from best b join spelt s on s.n = b.n
	union all
	select b.n, array_agg(k.lexeme), least(sum(k.stories), of_all),
			0.6 * rarity(least(sum(k.stories), of_all), of_all), b.most
		from best b join near_it k on k.n = b.n group by b.n, b.most
	union all
	select b.n, '{}', 0, 0, b.most from best b;
end $$;

-- The stories found, the best first, each with the passage nearest to what was asked. `whole`: a query
-- as it was typed, with its quotes. `signatures`: what was asked by its meaning; `places`: all 512 places
-- for each of them, the nearest first: few are looked into where there are many passages, all where
-- there are few. `besides`: a story that is not looked for.
create function found_stories(
	words text[], kin text[], whole text, signatures text[], places integer[], besides uuid, most integer
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
	queries tsquery[];
	query_terms integer[];
	query_weights double precision[];
	many integer := case when signatures = '{}' then 200 else 60 end;
	places_each integer;
begin
	-- A passage has some 25 words that count; some 16,000 passages are compared in all.
	select greatest(w.occurrences::double precision / greatest(w.stories, 1), 1),
		least(512, greatest(12, 512 * 16000.0 * 25
			/ greatest(w.occurrences, 1) / greatest(cardinality(signatures), 1)))::integer
		into mean_length, places_each
		from word w where w.lexeme = '';
	-- Rare words bring candidates until there are enough; all words weigh them afterwards.
	with asked as materialized (select * from asked_words(found_stories.words, found_stories.kin)),
	flat as (
		select a.term, l.lexeme, max(a.weight) as weight
		from asked a, unnest(a.lexemes) l (lexeme) group by a.term, l.lexeme
	),
	ordered as (
		select a.term, a.lexemes, a.weight,
			sum(a.stories) over (order by a.stories, a.term, a.weight) - a.stories as before
		from asked a where a.lexemes <> '{}' and a.weight > 0
	)
	select (select sum(m.most) from (select distinct a.term, a.most from asked a) m),
		(select array_agg(f.term) from flat f), (select array_agg(f.lexeme) from flat f),
		(select array_agg(f.weight) from flat f),
		(select array_agg((
			select string_agg(quote_literal(l.lexeme), ' | ') from unnest(o.lexemes) l (lexeme)
		)::tsquery order by o.before) from ordered o where o.before < 6000),
		(select array_agg(o.term order by o.before) from ordered o where o.before < 6000),
		(select array_agg(o.weight order by o.before) from ordered o where o.before < 6000)
	into all_asked, term_numbers, term_lexemes, term_weights, queries, query_terms, query_weights;
	return query
	with by_words as materialized (
		select m.story_id from (
			select s.story_id, q.term, max(q.weight) as weight
			from unnest(queries, query_terms, query_weights) as q (query, term, weight)
			cross join lateral (
				select w.story_id from story_words w
				where w.lexemes @@ q.query and (w.anyone or (peer and w.peers))
				limit 6000
			) s
			group by s.story_id, q.term
		) m
		group by m.story_id order by sum(m.weight) desc, m.story_id limit many
	),
	asked_for as materialized (
		select g.n, g.bits::bit(2048) as bits,
			places[(g.n - 1) * 512 + 1 : (g.n - 1) * 512 + places_each] as near_places
		from unnest(signatures) with ordinality as g (bits, n)
	),
	by_meaning as materialized (
		select p.story_id
		from asked_for g cross join lateral (
			select m.story_id from passage_meaning m
			where m.place = any (g.near_places) and (m.anyone or (peer and m.peers))
			order by bit_count(m.coarse # substring(g.bits from 1 for 512)::bit(512)) limit 120
		) p
	),
	candidates as materialized (
		select c.story_id from (select * from by_words union select * from by_meaning) c
		where c.story_id is distinct from besides
	),
	alike as materialized (
		select b.story_id, avg(b.likeness) / 2 + max(b.likeness) / 2 as likeness,
			(array_agg(b.passage_id order by b.likeness desc))[1] as passage_id
		from (
			select distinct on (m.story_id, g.n) m.story_id, m.passage_id,
				cos(pi() * bit_count(m.signature # g.bits) / 2048) as likeness
			from candidates c join passage_meaning m on m.story_id = c.story_id cross join asked_for g
			order by m.story_id, g.n, likeness desc
		) b
		group by b.story_id
	),
	weighed as materialized (
		select h.story_id, sum(h.weight) as weight from (
			select c.story_id, a.term,
				max(a.weight * t.times * 2.2 / (t.times + 1.2 * (0.25 + 0.75 * w.length / mean_length))) as weight
			from candidates c join story_words w on w.story_id = c.story_id
			cross join lateral (
				select u.lexeme, cardinality(u.positions)::double precision as times from unnest(w.lexemes) u
			) t
			join unnest(term_numbers, term_lexemes, term_weights) as a (term, lexeme, weight) on a.lexeme = t.lexeme
			group by c.story_id, a.term
		) h
		group by h.story_id
	)
	select f.story_id, f.passage_id, f.score from (
		select s as share, c.story_id, a.passage_id,
			coalesce(a.likeness, 0) + coalesce(g.weight / nullif(all_asked, 0), 0)
				+ case when whole <> '' and w.lexemes @@ as_typed then 1 else 0 end as score
		from candidates c
		join share s on s.story_id = c.story_id and s.ended_at is null
		join story_words w on w.story_id = c.story_id and w.version_id = s.version_id
		left join alike a on a.story_id = c.story_id
		left join weighed g on g.story_id = c.story_id
		order by score desc, c.story_id offset 0
	) f
	where found_by_viewer(f.share)
	limit most;
end $$;

-- What R1 asks about stories that were found; of no others.
create function judging_found(which uuid[]) returns json language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select judging_facts(array_agg(s.box_id), array_agg(s.story_id), viewer())
	from share s where s.story_id = any (which) and s.ended_at is null and found_by_viewer(s)
$$;

reset role;
revoke create on schema lamplight from lamplight_facts;

-- A page of what was found, in one trip. Only the finding looks past the walls.
create function found_page(
	session_token text, words text[], kin text[], whole text, signatures text[], places integer[],
	besides uuid, most integer
) returns json language plpgsql as $$
declare
	me jsonb := lamplight.enter(session_token);
	found uuid[];
	passages bigint[];
	asked tsquery;
begin
	select array_agg(f.story_id order by f.score desc), array_agg(f.passage_id order by f.score desc)
		into found, passages
		from lamplight.found_stories(words, kin, whole, signatures, places, besides, most) f;
	asked := (
		select string_agg(quote_literal(l), ' | ')
		from unnest(tsvector_to_array(to_tsvector('english', array_to_string(words || kin, ' ')))) l
	)::tsquery;
	return json_build_object('viewer', me, 'told', json_build_object(
		'stories', coalesce((
			select json_agg(json_build_object(
				'storyId', s.story_id, 'boxId', s.box_id, 'shareId', s.id, 'versionId', v.id,
				'ownWords', v.own_words and st.writer_id = any (s.agreed_by), 'writerId', st.writer_id,
				'scope', st.scope, 'title', v.title, 'byline', v.byline,
				'toFamily', s.to_family, 'toPeers', s.to_peers, 'toAnyone', s.to_anyone,
				'agreedBy', s.agreed_by, 'agreedAt', s.agreed_at, 'passage', (
					select p.text from lamplight.passage p
					where p.story_id = s.story_id and p.version_id = s.version_id
					order by (p.id = f.passage_id) desc nulls last,
						ts_rank(to_tsvector('english', p.text), asked) desc, p.number
					limit 1
				)
			) order by f.n)
			from unnest(found, passages) with ordinality as f (story_id, passage_id, n)
			join lamplight.share s on s.story_id = f.story_id and s.ended_at is null
			join lamplight.story_version v on v.id = s.version_id
			join lamplight.story st on st.id = s.story_id
		), '[]'),
		'judging', lamplight.judging_found(found)
	));
end $$;

do $$
declare f record;
begin
	for f in
		select p.oid::regprocedure as which from pg_proc p
		where p.pronamespace = 'lamplight'::regnamespace and p.proname = any (array[
			'found_by_viewer', 'asked_words'
		])
	loop
		execute format('comment on routine %s is %L', f.which, 'not for pages');
	end loop;
end $$;
call grant_functions();
