-- Where a reader meets a story they learn that its family is not the only one: by a word, never a number.
set search_path = lamplight;

grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

-- As before; and of what is shown of what was lived, whether others here have been through it. It is
-- told in the same trip and is the same for every reader.
create or replace function story_facts(of_story uuid, visit text) returns json language plpgsql stable
	security definer set search_path = lamplight, pg_temp as $$
declare
	who uuid := viewer();
	told json;
	in_box uuid;
begin
	select s.box_id, json_build_object(
		'storyId', s.story_id, 'boxId', s.box_id, 'shareId', s.id, 'versionId', v.id,
		'ownWords', v.own_words and st.writer_id = any (s.agreed_by), 'writerId', st.writer_id, 'scope', st.scope,
		'title', v.title, 'body', v.body, 'byline', v.byline,
		'toFamily', s.to_family, 'toPeers', s.to_peers, 'toAnyone', s.to_anyone,
		'findable', s.findable, 'answers', s.answers, 'lived', s.lived, 'subjects', s.subjects,
		'others', case when s.lived <> '{}' then (
			select json_agg(json_build_object('fact', o.fact, 'word', o.word) order by o.fact)
			from shown_in(s.lived) l join others_here o on o.fact = l.fact
		) end,
		'agreedBy', s.agreed_by, 'agreedAt', s.agreed_at, 'photographs', p.facts
	)
	into in_box, told
	from share s
	join story st on st.id = s.story_id
	join story_version v on v.id = s.version_id
	cross join lateral photograph_facts(s.version_id, who, visit, s.agreed_at) p
	where s.story_id = of_story and s.ended_at is null
		and case
			when s.to_anyone and st.let_go_at is null
				and not exists (select from takedown t where t.story_id = s.story_id and t.lifted_at is null)
				then true
			-- Asked of nobody else, so that for a stranger hidden takes no longer than missing.
			when who is not null then reaches_viewer(s) or keeps_version(s.version_id)
			else false
		end;
	if told is null then
		return null;
	end if;
	return json_build_object('story', told, 'judging', judging_facts(array[in_box], array[of_story], who));
end $$;

reset role;
revoke create on schema lamplight from lamplight_facts;
call grant_functions();
