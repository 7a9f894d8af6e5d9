-- How stories are found: the words and the meaning of what is out, as it was agreed to. Only ever an
-- index: whether a story is shown is asked of `share` each time, and what was brought back leaves here
-- in the same moment. All of it can be made anew, so backups leave it out.
--
-- Full text operators are not leakproof, so under row-level security they could not use their index: one
-- function looks past the walls, over agreed text only, and lets nothing through but what this viewer may
-- meet (R6). What is compared lies close together, and all that the rules ask is asked once for all that was
-- found. Titles and passages are then read by id under row-level security, and the rule has the last word.
set search_path = lamplight;

-- Trigrams forgive typing errors. Where this database has them already, they stay where they are.
create schema if not exists words;
create extension if not exists pg_trgm with schema words;
grant usage on schema words to lamplight_facts, lamplight_worker;

-- The words of one story, stemmed, its title above the rest. `anyone` and `peers` only spare a look. They
-- lie beside its row, so that a thousand rows are a few pages.
create table story_words (
	story_id uuid primary key references story (id) on delete cascade,
	version_id uuid not null references story_version (id) on delete cascade,
	english boolean not null,
	anyone boolean not null,
	peers boolean not null,
	lexemes tsvector storage external not null,
	length integer not null
) with (toast_tuple_target = 128);
create index story_words_lexemes on story_words using gin (lexemes) with (fastupdate = off);
-- A passage of 40 to 60 words, and its meaning where the model knows the language: 2,048 bits to compare,
-- and the place among landmarks in which it is looked for (`server/meaning`).
create table passage (
	id bigint generated always as identity primary key,
	story_id uuid not null references story_words (story_id) on delete cascade,
	version_id uuid not null,
	number smallint not null,
	text text not null,
	lexemes tsvector not null generated always as (to_tsvector('english'::regconfig, text)) stored
);
create index on passage (story_id, number);
create table passage_meaning (
	passage_id bigint primary key references passage (id) on delete cascade,
	story_id uuid not null,
	model text not null,
	place smallint not null,
	anyone boolean not null,
	peers boolean not null,
	signature bit(2048) not null,
	-- The first quarter of a signature, to choose by; the whole of it then weighs what was chosen.
	coarse bit(512) not null generated always as (substring(signature from 1 for 512)::bit(512)) stored,
	-- What any two sentences of a passage mean, which one line asks for more often than for all of it.
	windows bit(2048)[] not null default '{}'
);
create index on passage_meaning (story_id);
create index passage_meaning_place on passage_meaning (place) include (coarse, story_id, anyone, peers);

-- In how many stories a word stands: what is rare says more. '' stands for all stories and all words.
-- Changes are added to a list of their own and folded in later, so that nobody waits for common words.
create table word (
	lexeme text primary key,
	stories integer not null,
	occurrences bigint not null
) with (fillfactor = 80);
create table word_change (
	lexeme text not null,
	stories integer not null,
	occurrences integer not null
);

call wall_in('story_words', 'passage', 'passage_meaning', 'word', 'word_change');
grant select, insert, update, delete on story_words, passage, passage_meaning, word, word_change
	to lamplight_facts, lamplight_worker;
create policy reached on passage for select to lamplight_web using (version_reaches_viewer(version_id));
grant select on passage to lamplight_web;

-- The functions of pg_trgm under names of our own, wherever they lie.
do $$
declare at text := (select n.nspname from pg_extension e join pg_namespace n on n.oid = e.extnamespace
	where e.extname = 'pg_trgm');
begin
	execute format('grant usage on schema %I to lamplight_facts', at);
	execute format('create index word_trigrams on lamplight.word using gin (lexeme %I.gin_trgm_ops)', at);
	execute format('create function lamplight.spelt_like(one text, other text) returns boolean
		language sql immutable parallel safe as ''select one operator(%I.%%) other''', at);
	execute format('create function lamplight.spelling(one text, other text) returns real
		language sql immutable parallel safe as ''select %I.similarity(one, other)''', at);
end $$;

grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

-- What is no longer out leaves at once; what has come out is read by a job.
create function forget_words(of_story uuid) returns void language sql security definer
	set search_path = lamplight, pg_temp as $$
	with gone as (delete from story_words where story_id = of_story returning lexemes, length)
	insert into word_change (lexeme, stories, occurrences)
		select t.lexeme, -1, -cardinality(t.positions) from gone, unnest(gone.lexemes) t
		union all
		select '', -1, -length from gone
$$;
create function find_no_more() returns trigger language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	perform forget_words(new.story_id);
	return null;
end $$;
create function read_for_finding() returns trigger language plpgsql security definer
	set search_path = lamplight, jobs, pg_temp as $$
begin
	perform enqueue('read_story', json_build_object('story', new.story_id), 'read_story:' || new.story_id);
	return null;
end $$;

-- Folds the changes of words in; one at a time.
create function fold_words() returns void language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	perform pg_advisory_xact_lock(hashtextextended('fold_words', 7));
	with changes as (delete from word_change returning lexeme, stories, occurrences),
	summed as (
		select lexeme, sum(stories) as stories, sum(occurrences) as occurrences
		from changes group by lexeme having sum(stories) <> 0 or sum(occurrences) <> 0
	)
	insert into word (lexeme, stories, occurrences)
		select lexeme, stories, occurrences from summed order by lexeme
		on conflict (lexeme) do update set stories = word.stories + excluded.stories,
			occurrences = word.occurrences + excluded.occurrences;
	delete from word where stories <= 0;
end $$;

-- How much a word says that stands in so many of all stories (BM25: Robertson and Zaragoza 2009, 3.3).
create function rarity(stories double precision, of_all double precision) returns double precision
	language sql immutable parallel safe as
	$$ select ln(1 + greatest(of_all - stories + 0.5, 0.5) / (stories + 0.5)) $$;

-- What was lived as terms to compare: `happened:stillbirth`, `weeks:20` (to the nearest five, as it is
-- said roughly). The family's own word and the year are compared with nobody's.
create function lived_terms(lived jsonb) returns text[] language sql immutable strict parallel safe as $$
	select coalesce(array_agg(distinct f.fact || ':' || case
		when f.fact <> 'weeks' then v.said
		else greatest(5, 5 * round(substring(v.said from '\d{1,2}')::numeric / 5))::text
	end), '{}')
	from jsonb_each(lived) f (fact, said), lateral jsonb_array_elements_text(
		case when jsonb_typeof(f.said) = 'array' then f.said else jsonb_build_array(f.said) end
	) v (said)
	where f.fact not in ('word', 'when') and v.said is not null
$$;

-- Which of these the viewer may come upon (R6). The scope is that of `meets_viewer`, asked of many at
-- once; a test of whole lives holds them together.
create function met_among(which uuid[]) returns setof uuid language plpgsql stable security definer rows 200
	set search_path = lamplight, pg_temp as $$
declare
	who uuid := viewer();
	peer boolean := who is not null and viewer_is_peer();
	kept uuid[] := case when who is null then '{}' else array(select kept_boxes()) end;
	barred uuid[] := case when who is null then '{}' else array(select blocked_boxes()) end;
	avoided uuid[] := case when who is null then '{}' else array(select avoided_boxes()) end;
	out_of text[] := viewer_leaves_out();
begin
	return query
	select s.story_id
	from unnest(which) w (story_id)
	join share s on s.story_id = w.story_id and s.ended_at is null
	join story st on st.id = s.story_id and st.let_go_at is null
	where s.findable and (s.to_anyone or (peer and s.to_peers))
		and not (s.subjects && out_of)
		and s.box_id <> all (kept)
		and s.box_id <> all (avoided)
		and (s.box_id <> all (barred) or not blocks_viewer(s))
		and not exists (select from takedown t where t.story_id = s.story_id and t.lifted_at is null);
end $$;

-- Which of these words stand in a story that the viewer may come upon. No word at all stands in none.
create function words_met(which text[]) returns setof text language plpgsql stable security definer rows 20
	set search_path = lamplight, pg_temp as $$
declare
	who uuid := viewer();
	peer boolean := who is not null and viewer_is_peer();
	kept uuid[] := case when who is null then '{}' else array(select kept_boxes()) end;
	barred uuid[] := case when who is null then '{}' else array(select blocked_boxes()) end;
	avoided uuid[] := case when who is null then '{}' else array(select avoided_boxes()) end;
	out_of text[] := viewer_leaves_out();
begin
	return query
	select l.lexeme from unnest(which) l (lexeme)
	where exists (
		select from story_words w
		join share s on s.story_id = w.story_id and s.ended_at is null
		join story st on st.id = s.story_id and st.let_go_at is null
		where w.lexemes @@ case when l.lexeme <> '' then quote_literal(l.lexeme)::tsquery end
			and s.findable and (s.to_anyone or (peer and s.to_peers))
			and not (s.subjects && out_of)
			and s.box_id <> all (kept)
			and s.box_id <> all (avoided)
			and (s.box_id <> all (barred) or not blocks_viewer(s))
			and not exists (select from takedown t where t.story_id = s.story_id and t.lifted_at is null)
	);
end $$;

-- What R1 and R6 ask about stories that were found; of no others.
create function judging_found(which uuid[]) returns json language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select json_build_object(
		'judging', judging_facts(array_agg(s.box_id), array_agg(s.story_id), viewer()),
		'reader', json_build_object('leavesOut', viewer_leaves_out(), 'avoids', coalesce((
			select json_agg(json_build_object('memberId', b.member_id, 'at', b.blocked_at))
			from block b join keeper k on k.member_id = b.member_id
			where b.blocker_id = viewer() and b.lifted_at is null and k.box_id = any (array_agg(s.box_id))
		), '[]'))
	)
	from met_among(which) f join share s on s.story_id = f and s.ended_at is null
$$;

-- The words asked for as they stand in the index: themselves (stemmed, and as they are, for other
-- languages); where nobody wrote them so, those spelt like them; and words close to them in meaning
-- (`kin`, for each word as one text), which count for `kin_weight` of what the word itself would. A term
-- counts once, by its best word. A word that stands only where the viewer may not look is one that nobody
-- wrote; of what stands in many stories it tells nothing that it does.
create function asked_words(words text[], kin text[], kin_weight double precision) returns table (
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
	written as materialized (
		select a.n, w.lexeme, w.stories
		from asked a join word w on w.lexeme = any (a.stems || a.word)
		where a.stems <> '{}'
	),
	met as materialized (
		select m.lexeme from words_met(array(select distinct w.lexeme from written w where w.stories <= 100)) m (lexeme)
	),
	known as materialized (
		select w.n, w.lexeme, w.stories from written w
		where w.stories > 100 or w.lexeme in (select m.lexeme from met m)
	),
	best as materialized (
		select a.n, rarity(coalesce(k.stories, 0), of_all) as most
		from asked a left join (select n, max(stories) as stories from known group by n) k on k.n = a.n
		where a.stems <> '{}'
		order by most desc, a.n limit 48
	),
	spelt as materialized (
		select a.n, l.lexeme, l.stories, l.like_it
		from asked a join best b on b.n = a.n cross join lateral (
			-- In their order first: only the best are asked about.
			select * from (
				select w.lexeme, w.stories, spelling(w.lexeme, a.stems[1]) as like_it
				from word w
				where spelt_like(w.lexeme, a.stems[1]) and left(w.lexeme, 1) = left(a.stems[1], 1)
				order by like_it desc, w.stories desc offset 0
			) w
			where w.like_it >= 0.4
				and (w.stories > 100 or exists (select from words_met(array[w.lexeme])))
			limit 3
		) l
		where length(a.stems[1]) >= 4 and not exists (select from known k where k.n = a.n)
	),
	near_it as materialized (
		select a.n, w.lexeme, w.stories
		from asked a join best b on b.n = a.n
		cross join lateral (select distinct unnest(tsvector_to_array(to_tsvector('english', a.kin))) as lexeme) k
		join word w on w.lexeme = k.lexeme
		where a.kin <> '' and w.lexeme <> all (a.stems)
	)
	select b.n, array_agg(k.lexeme), max(k.stories)::double precision, rarity(max(k.stories), of_all), b.most
		from best b join known k on k.n = b.n group by b.n, b.most
	union all
	select b.n, array[s.lexeme], s.stories, rarity(s.stories, of_all) * s.like_it, b.most
		from best b join spelt s on s.n = b.n
	union all
	select b.n, array_agg(k.lexeme), least(sum(k.stories), of_all),
			kin_weight * rarity(least(sum(k.stories), of_all), of_all), b.most
		from best b join near_it k on k.n = b.n group by b.n, b.most
	union all
	select b.n, '{}', 0, 0, b.most from best b;
end $$;

-- The stories found, the best first, each with the passage nearest to what was asked. `whole`: a query
-- as it was typed, with its quotes. `signatures`: what was asked by its meaning; `places`: all 512 places
-- for each of them, the nearest first: few are looked into where there are many passages, all where
-- there are few. `facts`: what was lived, to be near to; `required`: what has to have been lived. `besides`:
-- a story that is not looked for.
create function found_stories(
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

-- Some passages of a story, from all of its length, for whoever it reaches.
create function story_signatures(of_story uuid, most integer) returns text[] language sql stable
	security definer set search_path = lamplight, pg_temp as $$
	select coalesce(array_agg(m.signature order by m.number), '{}') from (
		select distinct on (part) n.signature, n.number from (
			select pm.signature::text as signature, p.number, ntile(most) over (order by p.number) as part
			from passage p join passage_meaning pm on pm.passage_id = p.id
			where p.story_id = of_story and (version_reaches_viewer(p.version_id) or keeps_version(p.version_id))
		) n
		order by part, n.number
	) m
$$;
-- What a story shows of what was lived, as terms, to whoever it reaches.
create function story_lived(of_story uuid) returns text[] language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select coalesce((
		select lived_terms(s.lived) from share s
		where s.story_id = of_story and s.ended_at is null
			and (reaches_viewer(s) or s.box_id in (select kept_boxes()))
	), '{}')
$$;

reset role;
revoke create on schema lamplight from lamplight_facts;

create trigger find_no_more after update of ended_at on share
	for each row when (new.ended_at is not null and old.ended_at is null) execute function find_no_more();
create trigger read_for_finding after insert on share
	for each row execute function read_for_finding();
create index share_lived on share using gin (lived_terms(lived)) where ended_at is null and lived <> '{}';

create function story_meaning(session_token text, of_story uuid, most integer)
	returns table (bits text[], facts text[]) language plpgsql as $$
begin
	perform lamplight.enter(session_token);
	return query select lamplight.story_signatures(of_story, most), lamplight.story_lived(of_story);
end $$;

-- A page of what was found, in one trip. Only the finding looks past the walls. `device`: what a reader
-- who is not signed in leaves out.
create function found_page(
	session_token text, words text[], kin text[], whole text, signatures text[], places integer[],
	facts text[], required text[], besides uuid, most integer, device text[]
) returns json language plpgsql as $$
declare
	me jsonb := lamplight.enter(session_token);
	found uuid[];
	passages bigint[];
begin
	perform set_config('lamplight.left_out', device::text, true);
	select array_agg(f.story_id order by f.score desc), array_agg(f.passage_id order by f.score desc)
		into found, passages
		from lamplight.found_stories(words, kin, whole, signatures, places, facts, required, besides, most) f;
	return json_build_object('viewer', me, 'told', json_build_object(
		'stories', coalesce((
			select json_agg(json_build_object(
				'storyId', s.story_id, 'boxId', s.box_id, 'shareId', s.id, 'versionId', v.id,
				'ownWords', v.own_words and st.writer_id = any (s.agreed_by), 'writerId', st.writer_id,
				'scope', st.scope, 'title', v.title, 'byline', v.byline,
				'toFamily', s.to_family, 'toPeers', s.to_peers, 'toAnyone', s.to_anyone,
				'findable', s.findable, 'answers', s.answers, 'lived', s.lived, 'subjects', s.subjects,
				'agreedBy', s.agreed_by, 'agreedAt', s.agreed_at, 'passage', p.text
			) order by f.n)
			from unnest(found, passages) with ordinality as f (story_id, passage_id, n)
			join lamplight.share s on s.story_id = f.story_id and s.ended_at is null
			join lamplight.story_version v on v.id = s.version_id
			join lamplight.story st on st.id = s.story_id
			left join lamplight.passage p on p.id = f.passage_id and p.version_id = s.version_id
		), '[]'),
		'by', lamplight.judging_found(found)
	));
end $$;

call not_for_pages(
	'spelt_like', 'spelling', 'forget_words', 'find_no_more', 'read_for_finding', 'fold_words',
	'asked_words', 'met_among', 'words_met'
);
call grant_functions();
