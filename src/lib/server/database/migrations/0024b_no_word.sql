-- An empty word is not a question to ask: Postgres would refuse to read it.
set search_path = lamplight;
grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

-- Which of these words stand in a story that the viewer may come upon. No word at all stands in none.
create or replace function words_met(which text[]) returns setof text language plpgsql stable security definer rows 20
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

reset role;
revoke create on schema lamplight from lamplight_facts;
