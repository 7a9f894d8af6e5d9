-- Nobody should think they are the only one, and nobody ever learns a number: what the words of R6
-- are said of, counted once a day for all readers alike. And who adds a subject to a story.
set search_path = lamplight;

-- Of which lived facts it can be said that others here, or many, have been through them.
create table others_here (
	fact text primary key,
	word text not null check (word in ('others', 'many'))
);
call wall_in('others_here');
grant select, insert, update, delete on others_here to lamplight_facts, lamplight_worker;
create policy everybody on others_here for select to lamplight_web using (true);
grant select on others_here to lamplight_web;

grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

-- Families whose stories may be found by any peer and show this fact: more than ten or a hundred, so
-- that it holds for each of them without themselves. Only the word is kept.
create function count_others() returns void language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	if session_user = 'lamplight_web' then
		raise exception 'this is done by a job' using errcode = 'insufficient_privilege';
	end if;
	delete from others_here;
	insert into others_here (fact, word)
		select l.fact, case when count(distinct s.box_id) > 100 then 'many' else 'others' end
		from share s, shown_in(s.lived) l
		where s.ended_at is null and s.findable and (s.to_peers or s.to_anyone)
			and (l.fact like 'happened:%' or l.fact like 'cause:%')
			and not exists (select from takedown t where t.story_id = s.story_id and t.lifted_at is null)
			and exists (select from story st where st.id = s.story_id and st.let_go_at is null)
		group by l.fact having count(distinct s.box_id) > 10;
end $$;

-- A moderator marks what they can read, or what lies before them.
create or replace function mark_subject(of_story uuid, what text, because text) returns void
	language plpgsql security definer set search_path = lamplight, pg_temp as $$
begin
	if not is_moderator() or not (story_reaches_viewer(of_story) or moderates_story(of_story)) then
		raise exception 'not found' using errcode = 'no_data_found';
	end if;
	insert into subject_mark (story_id, subject, why, marked_by) values (of_story, what, because, viewer())
		on conflict (story_id, subject) where lifted_at is null do nothing;
end $$;
create or replace function lift_mark(of_story uuid, what text) returns void language plpgsql
	security definer set search_path = lamplight, pg_temp as $$
begin
	if not is_moderator() or not (story_reaches_viewer(of_story) or moderates_story(of_story)) then
		raise exception 'not found' using errcode = 'no_data_found';
	end if;
	update subject_mark set lifted_at = clock_timestamp(), lifted_by = viewer()
		where story_id = of_story and subject = what and lifted_at is null;
end $$;

reset role;
revoke create on schema lamplight from lamplight_facts;
comment on function count_others() is 'not for pages';
call grant_functions();
