-- Nearer: signatures are made in another way (`signatureOf`), so that those there were cannot be compared,
-- and words of the same meaning count as much as what was written. All of it is only an index, and a
-- sweep reads the stories again. `found_stories`, which asks by these words, follows in 0025b_near_quick.
set search_path = lamplight;
truncate story_words, passage, passage_meaning, word, word_change;
drop function asked_words(text[], text[]);

grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

-- As before: a word that stands only where the viewer may not look is one that nobody wrote, and of what
-- stands in many stories it tells nothing that it does. `kin_weight`: how much words of the same meaning
-- count, of what the word itself would.
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

reset role;
revoke create on schema lamplight from lamplight_facts;
comment on function asked_words(text[], text[], double precision) is 'not for pages';
call grant_functions();
