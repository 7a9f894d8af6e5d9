-- A matter is opened once, and by itself: asked for within a query it was opened for each of its rows,
-- and for none where there was none.
set search_path = lamplight;
create or replace function look_first() returns trigger language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
declare
	opened uuid;
	m matter;
begin
	if not looks_first(new.story_id, new.id) then
		return null;
	end if;
	opened := open_matter('first_story', 'first_story', new.story_id);
	select * into m from matter where id = opened;
	insert into takedown (story_id, reason, matter_id)
		select new.story_id, 'first_look', opened
		where not exists (select from takedown t where t.matter_id = opened and t.lifted_at is null);
	if found then
		perform leave_words(m, 'waits_look');
	end if;
	return null;
end $$;
