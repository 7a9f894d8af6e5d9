-- What goes out with a story beside its words and photographs: whether others here may find it, how
-- they may answer, what was lived, and the subjects it speaks of. All of it stands in the version, so
-- that it is agreed to with it; each is taken back by one keeper at once. And of what was lived, whether
-- others here have been through it: nobody should think they are the only one, and nobody ever learns a
-- number.
set search_path = lamplight;

-- What was lived, as a keeper says it: of the box and known to all who keep it, or (with a member)
-- about one keeper alone. Which facts there are is data of the application, in `lib/lived`.
create table lived_fact (
	id uuid primary key default gen_random_uuid(),
	box_id uuid not null references box (id),
	member_id uuid references member (id),
	fact text not null check (fact ~ '^[a-z][a-z_]{1,39}$'),
	value jsonb not null check (jsonb_typeof(value) in ('string', 'array') and length(value::text) <= 2000),
	said_by uuid not null references member (id),
	said_at timestamptz not null default now()
);
create unique index lived_fact_once on lived_fact (box_id, fact, member_id) nulls not distinct;
create index on lived_fact (member_id) where member_id is not null;

-- One keeper takes something of it back, or adds a subject. It holds over what had been agreed by then.
create table narrowing (
	id uuid primary key default gen_random_uuid(),
	story_id uuid not null references story (id) on delete cascade,
	setting text not null check (setting in ('findable', 'with_you', 'letters', 'lived', 'subject')),
	-- Which lived fact, or which subject.
	what text check (length(what) <= 40),
	narrowed_by uuid not null references member (id),
	narrowed_at timestamptz not null default clock_timestamp(),
	check ((setting in ('lived', 'subject')) = (what is not null))
);
create index on narrowing (story_id);
-- A moderator adds a subject to a story; it stays until it is lifted.
create table subject_mark (
	id uuid primary key default gen_random_uuid(),
	story_id uuid not null references story (id) on delete cascade,
	subject text not null check (subject ~ '^[a-z][a-z_]{1,39}$'),
	why text not null default '' check (length(why) <= 2000),
	marked_by uuid not null references member (id),
	marked_at timestamptz not null default clock_timestamp(),
	lifted_by uuid references member (id),
	lifted_at timestamptz
);
create unique index subject_mark_standing on subject_mark (story_id, subject) where lifted_at is null;
-- What a reader does not wish to meet.
create table left_out (
	member_id uuid not null references member (id),
	subject text not null check (subject ~ '^[a-z][a-z_]{1,39}$'),
	since timestamptz not null default now(),
	primary key (member_id, subject)
);

-- Of which lived facts it can be said that others here, or many, have been through them.
create table others_here (
	fact text primary key,
	word text not null check (word in ('others', 'many'))
);

call wall_in('lived_fact', 'narrowing', 'subject_mark', 'left_out', 'others_here');
grant select, insert, update, delete on lived_fact, narrowing, subject_mark, left_out, others_here
	to lamplight_facts, lamplight_worker;
create policy keepers on lived_fact to lamplight_web
	using (box_id in (select kept_boxes()) and (member_id is null or member_id = viewer()))
	with check (
		said_by = viewer() and box_id in (select kept_boxes()) and (member_id is null or member_id = viewer())
	);
grant select, insert, update, delete on lived_fact to lamplight_web;
create policy keepers on narrowing for select to lamplight_web using (exists (
	select from story s where s.id = story_id and s.box_id in (select kept_boxes())
));
grant select on narrowing to lamplight_web;
create policy keepers on subject_mark for select to lamplight_web using (keeps_story(story_id) or is_host());
grant select on subject_mark to lamplight_web;
create policy own on left_out to lamplight_web using (member_id = viewer()) with check (member_id = viewer());
grant select, insert, delete on left_out to lamplight_web;
create policy everybody on others_here for select to lamplight_web using (true);
grant select on others_here to lamplight_web;

grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

-- What is shown of what was lived, one by one: a list's items each by itself.
create function shown_in(lived jsonb) returns table (fact text, coarse boolean) language sql immutable
	set search_path = lamplight, pg_temp as $$
	select l.key, (l.value #>> '{}') like '~%'
		from jsonb_each(lived) l where jsonb_typeof(l.value) <> 'array'
	union all
	select l.key || ':' || item.word, false
		from jsonb_each(lived) l, jsonb_array_elements_text(l.value) item (word)
		where jsonb_typeof(l.value) = 'array'
$$;

-- What goes out with this version as it was agreed then, and has not been taken back since.
create function going_of(of_story uuid, of_version uuid, agreed timestamptz)
	returns table (findable boolean, answers text, lived jsonb, subjects text[])
	language sql stable security definer set search_path = lamplight, pg_temp as $$
	with since as (
		select n.setting, n.what from narrowing n where n.story_id = of_story and n.narrowed_at >= agreed
	)
	select
		v.findable and not exists (select from since where setting = 'findable'),
		case
			when v.answers = 'none' or exists (select from since where setting = 'with_you') then 'none'
			when v.answers = 'letters' and not exists (select from since where setting = 'letters') then 'letters'
			else 'with_you'
		end,
		v.lived - array(select what from since where setting = 'lived'),
		array(
			select unnest(v.subjects)
			union select what from since where setting = 'subject'
			union select m.subject from subject_mark m where m.story_id = of_story and m.lifted_at is null
			order by 1
		)
	from story_version v where v.id = of_version
$$;
create function settle_share() returns trigger language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	select g.findable, g.answers, g.lived, g.subjects
		into new.findable, new.answers, new.lived, new.subjects
		from going_of(new.story_id, new.version_id, new.agreed_at) g;
	return new;
end $$;
create function settle_story() returns trigger language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	update share s set (findable, answers, lived, subjects) = (
		select g.findable, g.answers, g.lived, g.subjects
		from going_of(s.story_id, s.version_id, s.agreed_at) g
	)
	where s.story_id = new.story_id and s.ended_at is null;
	return null;
end $$;

-- May others here find it? How may they answer it? As it stands now.
create function findable(s share) returns boolean language sql stable
	set search_path = lamplight, pg_temp as
	$$ select s.ended_at is null and s.findable $$;
create function answers_of(s share) returns text language sql stable
	set search_path = lamplight, pg_temp as
	$$ select case when s.ended_at is null then s.answers else 'none' end $$;

-- What the viewer leaves out: kept, where somebody is signed in; else what their device says.
create function viewer_leaves_out() returns text[] language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select case when viewer() is null
		then coalesce(nullif(current_setting('lamplight.left_out', true), '')::text[], '{}')
		else array(select subject from left_out where member_id = viewer())
	end
$$;
create function leaves_out_for_viewer(of_story uuid) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select exists (
		select from share s
		where s.story_id = of_story and s.ended_at is null and s.subjects && viewer_leaves_out()
	)
$$;
-- Boxes of people whom the viewer has blocked.
create function avoided_boxes() returns setof uuid language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select k.box_id from block b join keeper k on k.member_id = b.member_id
	where b.blocker_id = viewer() and b.lifted_at is null
		and (k.left_at is null or k.died_at <= k.left_at)
$$;
-- R6: may the viewer meet it? Where it reaches them as any peer, may be found, neither has blocked the
-- other, and nothing in it is left out. Nobody meets what they keep themselves.
create function meets_viewer(s share) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select s.ended_at is null and s.findable
		and (s.to_anyone or (s.to_peers and viewer_is_peer()))
		and not (s.subjects && viewer_leaves_out())
		and s.box_id not in (select kept_boxes())
		and s.box_id not in (select avoided_boxes())
		and not blocks_viewer(s)
		and not is_taken_down(s.story_id)
		and exists (select from story st where st.id = s.story_id and st.let_go_at is null)
$$;
create function story_meets_viewer(of_story uuid) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as
	$$ select exists (select from share s where s.story_id = of_story and s.ended_at is null and meets_viewer(s)) $$;

-- One keeper takes one thing back from all readers at once, or marks a subject for them.
create function narrow_going(of_story uuid, setting text, what text) returns void language plpgsql
	security definer set search_path = lamplight, pg_temp as $$
declare
	s share;
	moment timestamptz;
begin
	select * into s from share where share.story_id = of_story and ended_at is null;
	if s.id is null or s.box_id not in (select kept_boxes()) then
		raise exception 'not found' using errcode = 'no_data_found';
	end if;
	moment := lock_box(s.box_id);
	if not exists (select from share where id = s.id and ended_at is null) then
		return;
	end if;
	insert into narrowing (story_id, setting, what, narrowed_by, narrowed_at)
		values (of_story, narrow_going.setting, narrow_going.what, viewer(), moment);
	-- Whoever takes it back has spoken for themselves: nobody gives it for them after that.
	update delegation d set ended_at = moment
		where d.box_id = s.box_id and d.giver_id = viewer() and d.ended_at is null
			and d.kind = case narrow_going.setting
				when 'findable' then 'findable'
				when 'lived' then 'show_lived_fact'
				when 'with_you' then 'allow_letters'
				when 'letters' then 'allow_letters'
			end;
end $$;
-- A subject that a story speaks of, for readers who leave it out: a moderator marks what they can read,
-- or what lies before them. Both are in the log, by the story and the subject, without the words.
create function mark_subject(of_story uuid, what text, because text) returns void
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
create function lift_mark(of_story uuid, what text) returns void language plpgsql
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
-- With the account goes what somebody said of themselves, and what they did not wish to meet.
create function forget_lived() returns trigger language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	delete from lived_fact where member_id = new.id;
	delete from left_out where member_id = new.id;
	return null;
end $$;

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

reset role;
revoke create on schema lamplight from lamplight_facts;

create trigger settle_share before insert on share for each row execute function settle_share();
create trigger settle_story after insert on narrowing for each row execute function settle_story();
create trigger settle_story after insert or update on subject_mark
	for each row execute function settle_story();
create trigger forget_lived after update of ended_at on member
	for each row when (new.ended_at is not null) execute function forget_lived();

-- What goes out with each version of a box, and what was taken back of it: beside `consent_facts`.
create function going_facts(in_box uuid) returns jsonb language sql stable
	set search_path = lamplight, pg_temp as $$
	select jsonb_build_object(
		'versions', coalesce((
			select jsonb_object_agg(v.id, jsonb_build_object(
				'findable', v.findable, 'answers', v.answers, 'subjects', v.subjects,
				'lived', (
					select coalesce(jsonb_agg(jsonb_build_object('fact', l.fact, 'coarse', l.coarse)), '[]')
					from shown_in(v.lived) l
				)))
			from story_version v join story s on s.id = v.story_id where s.box_id = in_box
		), '{}'),
		'narrowings', coalesce((
			select jsonb_agg(jsonb_build_object('storyId', n.story_id, 'setting', n.setting, 'what', n.what,
				'by', n.narrowed_by, 'at', n.narrowed_at) order by n.narrowed_at)
			from narrowing n join story s on s.id = n.story_id where s.box_id = in_box
		), '[]')
	)
$$;

call not_for_pages(
	'going_of', 'settle_share', 'settle_story', 'forget_lived', 'findable', 'answers_of',
	'avoided_boxes', 'meets_viewer', 'count_others'
);
call grant_functions();
