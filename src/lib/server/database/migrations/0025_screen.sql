-- Letters: both versions of a draft that two pages changed are kept; a page names nobody by an id that
-- means the same elsewhere; and a first letter arrives only while its writer may see the story.
set search_path = lamplight;

alter table letter_draft add column revision integer not null default 0;
-- Which open page saved it last, and how many changes that page had counted by then; as for stories.
alter table letter_draft add column page text not null default '' check (length(page) <= 64);
alter table letter_draft add column step integer not null default 0;
-- What a save found already changed: kept beside the draft.
alter table letter_draft add column beside boolean not null default false;
drop index letter_draft_one;
-- One draft for each, beside what was kept of it.
create unique index letter_draft_one on letter_draft (member_id, story_id, root_id, to_id)
	nulls not distinct where not beside;

-- For the one who reads first: which copy it is, without saying for whom.
alter table letter_delivery add column id uuid not null default gen_random_uuid() unique;

grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

-- What this member would see of a story now, by the very rule that the viewer is held to.
create function story_reaches(which uuid, who uuid) returns boolean language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
declare
	looking text := coalesce(current_setting('lamplight.viewer', true), '');
	reached boolean;
begin
	perform set_config('lamplight.viewer', who::text, true);
	reached := story_reaches_viewer(which);
	perform set_config('lamplight.viewer', looking, true);
	return reached;
end $$;

-- A first letter only while letters are allowed, and while whoever wrote it may see the story.
create or replace function letter_may_reach(l letter, r letter, who uuid) returns boolean language sql volatile
	security definer set search_path = lamplight, pg_temp as $$
	select case when l.id = r.id
		then not is_apart(l.from_id, l.box_id)
			and exists (
				select from share s where s.story_id = l.story_id and s.ended_at is null and answers_of(s) = 'letters'
			)
			and story_reaches(l.story_id, l.from_id)
			and exists (
				select from keeper k where k.box_id = l.box_id and k.member_id = who
					and k.left_at is null and k.died_at is null
			)
		else not is_suspended(l.from_id)
			and not is_ended(r.id, case when who = r.from_id then l.from_id else who end)
			and exists (select from member m where m.id = l.from_id and m.ended_at is null)
	end and not have_parted(l.from_id, who)
		and exists (select from member m where m.id = who and m.ended_at is null)
$$;

-- Sends a letter: to the keepers of a story, or within a correspondence. All senders see the same. Which
-- of the drafts it was is known to whoever sends it.
create or replace function send_letter(
	new_id uuid, of_story uuid, in_root uuid, to_member uuid, words text, about text[]
) returns void language plpgsql security definer set search_path = lamplight, jobs, pg_temp as $$
declare
	s share;
	r letter;
begin
	if in_root is null then
		if not may_answer(of_story, 'letter') then
			raise exception 'not found' using errcode = 'no_data_found';
		end if;
		select * into s from share where story_id = of_story and ended_at is null;
		insert into letter (id, root_id, story_id, box_id, from_id, weeks, year, body, subjects)
			select new_id, new_id, of_story, s.box_id, viewer(), f.weeks, f.year, words, about
			from (select 1) one left join letter_face f on f.member_id = viewer();
		insert into letter_delivery (letter_id, member_id)
			select new_id, k.member_id from keeper k
			where k.box_id = s.box_id and k.left_at is null and k.died_at is null;
	else
		if not may_write_to(in_root, to_member) then
			raise exception 'not found' using errcode = 'no_data_found';
		end if;
		select * into r from letter where id = in_root;
		insert into letter (id, root_id, story_id, box_id, from_id, to_id, weeks, year, body, subjects)
			select new_id, in_root, r.story_id, r.box_id, viewer(), to_member, f.weeks, f.year, words, about
			from (select 1) one left join letter_face f on f.member_id = viewer() and viewer() = r.from_id;
		insert into letter_delivery (letter_id, member_id) values (new_id, to_member);
	end if;
	perform jobs.enqueue('screen_letter', json_build_object('letter', new_id), 'screen:' || new_id);
end $$;

reset role;
revoke create on schema lamplight from lamplight_facts;

call not_for_pages('story_reaches');
call grant_functions();
