-- A moderator marks what a story speaks of where it is before them, and takes such a mark away. Both are
-- in the log: by the story and the subject, without the words.
set search_path = lamplight;

grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

create or replace function mark_subject(of_story uuid, what text, because text) returns void
	language plpgsql security definer set search_path = lamplight, pg_temp as $$
begin
	if not is_moderator() or not (story_reaches_viewer(of_story) or moderates_story(of_story)) then
		raise exception 'not found' using errcode = 'no_data_found';
	end if;
	insert into subject_mark (story_id, subject, why, marked_by) values (of_story, what, because, viewer())
		on conflict (story_id, subject) where lifted_at is null do nothing;
	if found then
		perform append_log('subject_marked', jsonb_build_object('story', of_story, 'subject', what));
	end if;
end $$;
create or replace function lift_mark(of_story uuid, what text) returns void language plpgsql
	security definer set search_path = lamplight, pg_temp as $$
begin
	if not is_moderator() or not (story_reaches_viewer(of_story) or moderates_story(of_story)) then
		raise exception 'not found' using errcode = 'no_data_found';
	end if;
	update subject_mark set lifted_at = clock_timestamp(), lifted_by = viewer()
		where story_id = of_story and subject = what and lifted_at is null;
	if found then
		perform append_log('mark_lifted', jsonb_build_object('story', of_story, 'subject', what));
	end if;
end $$;
-- What the story of a matter speaks of, for whoever has the matter before them: what goes out with it
-- now, and which of that a moderator marked, with why.
create function matter_subjects(which uuid) returns jsonb language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
declare
	m matter := in_hand(which);
begin
	return jsonb_build_object(
		'all', coalesce((
			select to_jsonb(s.subjects) from share s where s.story_id = m.story_id and s.ended_at is null
		), '[]'),
		'marks', coalesce((
			select jsonb_agg(jsonb_build_object('subject', k.subject, 'why', k.why) order by k.marked_at)
			from subject_mark k where k.story_id = m.story_id and k.lifted_at is null
		), '[]')
	);
end $$;

reset role;
revoke create on schema lamplight from lamplight_facts;
call grant_functions();
