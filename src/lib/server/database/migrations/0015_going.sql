-- What goes out with a story beside its words and photographs: whether others here may find it, how
-- they may answer, what was lived, and the subjects it speaks of. All of it stands in the version, so
-- that it is agreed to with it; each is taken back by one keeper at once.
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

-- `lived`: what is shown of it, as coarsely as was chosen: by fact a text, or a list of texts. What
-- begins with ~ is said roughly only.
alter table story_version add findable boolean not null default false;
alter table story_version add answers text not null default 'none'
	check (answers in ('none', 'with_you', 'letters'));
alter table story_version add lived jsonb not null default '{}' check (jsonb_typeof(lived) = 'object');
alter table story_version add subjects text[] not null default '{}';

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

-- As it stands now, so that a list has it at hand: what was agreed and has not been taken back since.
-- Written by the triggers below and by nothing else.
alter table share add findable boolean not null default false;
alter table share add answers text not null default 'none';
alter table share add lived jsonb not null default '{}';
alter table share add subjects text[] not null default '{}';
drop index share_anyone;
drop index share_peers;
create index share_anyone on share (agreed_at desc, story_id) where ended_at is null and to_anyone and findable;
create index share_peers on share (agreed_at desc, story_id) where ended_at is null and to_peers and findable;

-- "Decide for me" may be given for these, too.
alter table delegation drop constraint delegation_kind_check;
alter table delegation add constraint delegation_kind_check check (kind in (
	'share', 'uncover', 'invite_guest', 'invite_keeper', 'findable', 'allow_letters', 'show_lived_fact'
));

call wall_in('lived_fact', 'narrowing', 'subject_mark', 'left_out');
grant select, insert, update, delete on lived_fact, narrowing, subject_mark, left_out
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

drop function stories_page(text, timestamptz, uuid, integer);
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
-- For those who look after this place: a subject that a story speaks of, for readers who leave it out.
create function mark_subject(of_story uuid, what text, because text) returns void language plpgsql
	security definer set search_path = lamplight, pg_temp as $$
begin
	if not is_host() or not exists (select from share where story_id = of_story and ended_at is null) then
		raise exception 'not found' using errcode = 'no_data_found';
	end if;
	insert into subject_mark (story_id, subject, why, marked_by) values (of_story, what, because, viewer())
		on conflict (story_id, subject) where lifted_at is null do nothing;
end $$;
create function lift_mark(of_story uuid, what text) returns void language plpgsql
	security definer set search_path = lamplight, pg_temp as $$
begin
	if not is_host() then
		raise exception 'not found' using errcode = 'no_data_found';
	end if;
	update subject_mark set lifted_at = clock_timestamp(), lifted_by = viewer()
		where story_id = of_story and subject = what and lifted_at is null;
end $$;
-- With the account goes what somebody said of themselves, and what they did not wish to meet.
create function forget_lived() returns trigger language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	delete from lived_fact where member_id = new.id;
	delete from left_out where member_id = new.id;
	return null;
end $$;

-- R2 once more: what is asked for is also what may be found, answered and known.
create function lets_out_at_least(one uuid, other uuid) returns boolean language sql stable
	set search_path = lamplight, pg_temp as $$
	select one = other or exists (
		select from story_version w, story_version r
		where w.id = one and r.id = other
			and (w.findable or not r.findable)
			and array_position(array['none', 'with_you', 'letters'], w.answers)
				>= array_position(array['none', 'with_you', 'letters'], r.answers)
			and not exists (
				select from shown_in(r.lived) asked
				where not exists (
					select from shown_in(w.lived) given
					where given.fact = asked.fact and (asked.coarse or not given.coarse)
				)
			)
	)
$$;
create or replace function reaches(wish proposal, refused proposal) returns boolean language sql stable
	set search_path = lamplight, pg_temp as $$
	select wish.box_id = refused.box_id and wish.kind = refused.kind and case wish.kind
		when 'share' then wish.story_id = refused.story_id and (
			wish.to_anyone
			or (
				not refused.to_anyone
				and (wish.to_family or not refused.to_family)
				and (wish.to_peers or not refused.to_peers)
			)
		) and lets_out_at_least(wish.version_id, refused.version_id)
		else lower(wish.invitee_email) = lower(refused.invitee_email)
	end
$$;
-- A lived fact is never one's own alone.
create or replace function only_writer(p proposal) returns uuid language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select s.writer_id
	from story_version v join story s on s.id = v.story_id
	join keeper k on k.box_id = p.box_id and k.member_id = s.writer_id
		and k.left_at is null and k.died_at is null
	where v.id = p.version_id and v.story_id = p.story_id and v.own_words and v.lived = '{}'
		and not exists (select from version_keepsake vk where vk.version_id = v.id)
$$;
-- What else a wish decides than to share: what it lets out that is not out already for all it reaches.
create function also_decides(p proposal) returns setof text language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	with stands as (
		select s.findable, s.answers, s.lived from share s
		where s.story_id = p.story_id and s.ended_at is null and (
			s.to_anyone
			or (
				not p.to_anyone
				and (s.to_family or not p.to_family)
				and (s.to_peers or not p.to_peers)
			)
		)
	)
	select 'uncover' where takes_cover_off(p)
	union all
	select 'findable' from story_version v
		where v.id = p.version_id and v.findable and not exists (select from stands where findable)
	union all
	select 'allow_letters' from story_version v
		where v.id = p.version_id and v.answers <> 'none' and not exists (
			select from stands where answers = 'letters' or answers = v.answers
		)
	union all
	select 'show_lived_fact' from story_version v
		where v.id = p.version_id and exists (
			select from shown_in(v.lived) asked
			where not exists (
				select from stands, shown_in(stands.lived) known
				where known.fact = asked.fact and (asked.coarse or not known.coarse)
			)
		)
$$;
-- The standing delegation under which another's yes counts for this giver, if any. It never chains,
-- counts for each thing the wish decides only where that was left to the same keeper too, and yields
-- to what the giver did.
create or replace function decided_for(giver uuid, p proposal) returns setof delegation language sql stable
	security definer set search_path = lamplight, pg_temp as $$
	select d.* from left_to(giver, p.box_id, p.kind) d
	where not exists (
			select from also_decides(p) what
			where not exists (select from left_to(giver, p.box_id, what) u where u.named_id = d.named_id)
		)
		and not exists (
			select from share s
			where s.story_id = p.story_id and s.ended_by = giver and s.ended_at >= d.given_at
				and (
					p.to_anyone
					or (s.to_family and p.to_family) or (s.to_peers and p.to_peers)
				)
		)
$$;

-- As before; and what goes out with it, as it stands now.
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

-- The stories a viewer may come upon, newest agreement first, with the facts they are judged by: those
-- that may be found and reach them as any peer, and what was shared with them as family. None with a
-- subject they leave out; `device` says what, where nobody is signed in. The scope is that of
-- `meets_viewer` and `reaches_viewer`, asked of many at once; a test holds them together.
drop function story_list(timestamptz, uuid, integer);
create function story_list(before timestamptz, after uuid, most integer, device text[]) returns json
	language plpgsql stable security definer set search_path = lamplight, pg_temp as $$
declare
	who uuid := viewer();
	peer boolean := who is not null and viewer_is_peer();
	family uuid[] := case when who is null then '{}' else array(select guest_boxes()) end;
	barred uuid[] := case when who is null then '{}' else array(select blocked_boxes()) end;
	avoided uuid[] := case when who is null then '{}' else array(select avoided_boxes()) end;
	out_of text[] := case when who is null then device else viewer_leaves_out() end;
	told json;
	boxes uuid[];
	stories uuid[];
begin
	select array_agg(s.box_id), array_agg(s.story_id), json_agg(json_build_object(
		'storyId', s.story_id, 'boxId', s.box_id, 'shareId', s.id, 'versionId', v.id,
		'ownWords', v.own_words and st.writer_id = any (s.agreed_by), 'writerId', st.writer_id, 'scope', st.scope,
		'title', v.title, 'opening', left(v.body, 400), 'byline', v.byline,
		'toFamily', s.to_family, 'toPeers', s.to_peers, 'toAnyone', s.to_anyone,
		'findable', s.findable, 'answers', s.answers, 'lived', s.lived, 'subjects', s.subjects,
		'agreedBy', s.agreed_by, 'agreedAt', s.agreed_at
	) order by s.agreed_at desc, s.story_id)
	into boxes, stories, told
	from (
		select * from (
			(select * from share
				where to_anyone and findable and ended_at is null
					and box_id <> all (avoided)
					and (box_id <> all (barred) or not blocks_viewer(share))
					and not (subjects && out_of)
					and agreed_at <= before and (agreed_at < before or story_id > after)
					and not exists (select from takedown t where t.story_id = share.story_id and t.lifted_at is null)
					and exists (select from story st where st.id = share.story_id and st.let_go_at is null)
				order by agreed_at desc, story_id limit most)
			union
			(select * from share
				where peer and to_peers and findable and ended_at is null
					and box_id <> all (avoided)
					and (box_id <> all (barred) or not blocks_viewer(share))
					and not (subjects && out_of)
					and agreed_at <= before and (agreed_at < before or story_id > after)
					and not exists (select from takedown t where t.story_id = share.story_id and t.lifted_at is null)
					and exists (select from story st where st.id = share.story_id and st.let_go_at is null)
				order by agreed_at desc, story_id limit most)
			union
			(select * from share
				where to_family and ended_at is null and box_id = any (family)
					and (box_id <> all (barred) or not blocks_viewer(share))
					and not (subjects && out_of)
					and agreed_at <= before and (agreed_at < before or story_id > after)
					and not exists (select from takedown t where t.story_id = share.story_id and t.lifted_at is null)
					and exists (select from story st where st.id = share.story_id and st.let_go_at is null)
				order by agreed_at desc, story_id limit most)
		) reached
		order by agreed_at desc, story_id limit most
	) s
	join story_version v on v.id = s.version_id
	join story st on st.id = s.story_id;
	return json_build_object(
		'stories', coalesce(told, '[]'),
		'judging', judging_facts(boxes, stories, who),
		'reader', json_build_object('leavesOut', out_of, 'avoids', coalesce((
			select json_agg(json_build_object('boxId', k.box_id, 'memberId', b.member_id, 'at', b.blocked_at))
			from block b join keeper k on k.member_id = b.member_id
			where b.blocker_id = who and b.lifted_at is null and k.box_id = any (boxes)
		), '[]'))
	);
end $$;

reset role;
revoke create on schema lamplight from lamplight_facts;

create trigger settle_share before insert on share for each row execute function settle_share();
create trigger settle_story after insert on narrowing for each row execute function settle_story();
create trigger settle_story after insert or update on subject_mark
	for each row execute function settle_story();
create trigger forget_lived after update of ended_at on member
	for each row when (new.ended_at is not null) execute function forget_lived();

create function stories_page(
	session_token text, before timestamptz, after uuid, most integer, device text[] default '{}'
) returns json language plpgsql as $$
declare me jsonb := lamplight.enter(session_token);
begin
	return json_build_object('viewer', me, 'told', lamplight.story_list(before, after, most, device));
end $$;
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

do $$
declare f record;
begin
	for f in
		select p.oid::regprocedure as which from pg_proc p
		where p.pronamespace = 'lamplight'::regnamespace and p.proname = any (array[
			'going_of', 'settle_share', 'settle_story', 'forget_lived', 'findable', 'answers_of',
			'avoided_boxes', 'meets_viewer', 'lets_out_at_least', 'also_decides'
		])
	loop
		execute format('comment on routine %s is %L', f.which, 'not for pages');
	end loop;
end $$;
call grant_functions();
