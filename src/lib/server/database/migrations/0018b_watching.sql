-- How matters are taken up, looked at, decided and appealed; first stories; welcomes in three ways;
-- suspending and removing. `src/lib/rules/moderation.ts` decides; these functions deny again.
set search_path = lamplight;

alter table takedown add matter_id uuid references matter (id) on delete set null;
create index on takedown (matter_id);
-- Which pictures of a matter its moderator asked to see, and how: small and grey first.
create table matter_sight (
	taking_id uuid not null references matter_taking (id) on delete cascade,
	keepsake_id uuid not null references keepsake (id) on delete cascade,
	size text not null check (size in ('small', 'large')),
	at timestamptz not null default clock_timestamp(),
	primary key (taking_id, keepsake_id, size)
);
alter table matter_taking add seen_at timestamptz;
-- Kinds and concerns that a moderator stepped back from.
create table moderator_aside (
	id uuid primary key default gen_random_uuid(),
	member_id uuid not null references member (id),
	what text not null check (what ~ '^[a-z_]{1,40}$'),
	since timestamptz not null default now(),
	ended_at timestamptz
);
create unique index moderator_aside_standing on moderator_aside (member_id, what) where ended_at is null;
-- How long a moderator means to stay; what was begun may be ended after that, and nothing new begins.
create table sitting (
	id uuid primary key default gen_random_uuid(),
	member_id uuid not null references member (id),
	begun_at timestamptz not null default now(),
	minutes integer not null check (minutes between 5 and 240),
	ended_at timestamptz
);
create unique index sitting_open on sitting (member_id) where ended_at is null;
-- Who was told of somebody who may be in danger, one after the other.
create table matter_told (
	matter_id uuid not null references matter (id) on delete cascade,
	member_id uuid not null references member (id),
	told_at timestamptz not null default clock_timestamp(),
	primary key (matter_id, member_id)
);
-- Whom moderators may talk to, in the host's own words: for them alone, so not among the settings.
create table moderator_support (
	only_one boolean primary key default true check (only_one),
	words text not null check (length(words) <= 2000),
	changed_at timestamptz not null default now(),
	changed_by uuid references member (id)
);
-- A welcome that was handed to somebody: works once.
create table peer_invitation (
	id uuid primary key default gen_random_uuid(),
	token_hash text not null unique,
	invited_by uuid not null references member (id),
	invited_at timestamptz not null default now(),
	expires_at timestamptz not null,
	used_at timestamptz,
	used_by uuid references member (id),
	withdrawn_at timestamptz
);
-- Somebody is to leave the site: their account ends then, and signing in does not take that back.
create table removal (
	id uuid primary key default gen_random_uuid(),
	member_id uuid not null references member (id),
	removed_at timestamptz not null default now(),
	removed_by uuid references member (id),
	reason text not null check (reason ~ '^[a-z_]{1,40}$'),
	lifted_at timestamptz
);
create unique index removal_standing on removal (member_id) where lifted_at is null;

call wall_in('matter_sight', 'moderator_aside', 'sitting', 'matter_told', 'moderator_support',
	'peer_invitation', 'removal');
grant select, insert, update, delete on matter_sight, moderator_aside, sitting, matter_told,
	moderator_support, peer_invitation, removal to lamplight_facts;
grant select on matter_sight, moderator_aside, sitting, matter_told, moderator_support,
	peer_invitation, removal to lamplight_worker;

grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

-- Whose words they are and who else is in them: those who keep the box, whoever wrote it.
create function concerned_in(m matter) returns setof uuid language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select k.member_id from keeper k where k.box_id = m.box_id and k.left_at is null and k.died_at is null
	union
	select m.member_id where m.member_id is not null
$$;
-- Not for this member, whoever else is free: their own, reported by them, passed on, of a family they
-- know, or decided by them before somebody appealed.
create function is_barred(who uuid, m matter) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select who in (select concerned_in(m))
		or exists (select from report r where r.matter_id = m.id and r.reporter_id = who)
		or exists (
			select from matter_taking t where t.matter_id = m.id and t.member_id = who and t.ended_as = 'passed_on'
		)
		or exists (
			select from matter_taking t join matter o on o.id = t.matter_id
			where t.member_id = who and t.ended_as = 'knows_family'
				and (o.id = m.id or o.box_id = m.box_id)
		)
		or (m.state = 'appealed' and exists (
			select from matter_step s
			where s.matter_id = m.id and s.by_id = who and s.verb in ('hold', 'release', 'remove', 'abuse')
		))
$$;
create function holder_of(which uuid) returns uuid language sql stable security definer
	set search_path = lamplight, pg_temp as
	$$ select member_id from matter_taking where matter_id = which and ended_at is null $$;
-- May the viewer have it before them?
create function may_take(m matter) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select is_moderator() and m.closed_at is null
		and coalesce(holder_of(m.id) = viewer(), true)
		and not is_barred(viewer(), m)
$$;
create function moderates_story(which uuid) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select exists (select from matter m where m.story_id = which and m.closed_at is null and may_take(m))
$$;
-- What is out, or waits to go out: what was brought back has left the matter as well.
create function moderates_version(which uuid) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select is_moderator() and exists (
		select from share s join story st on st.id = s.story_id and st.let_go_at is null
		where s.version_id = which and s.ended_at is null and moderates_story(s.story_id)
	)
$$;
create function moderates_out(which uuid) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select is_moderator() and exists (
		select from share s where s.story_id = which and s.ended_at is null and moderates_version(s.version_id)
	)
$$;

-- What may become of it: the table of src/lib/rules/moderation.ts, for what a moderator decides.
create function move_of(what text, state text, verb text) returns text language sql immutable
	set search_path = lamplight, pg_temp as $$
	select case
		when what = 'danger' then case when verb = 'release' and state = 'reported' then 'released' end
		when what = 'report' and verb = 'hold' and state = 'reported' then 'held'
		when state not in ('held', 'appealed') and not (what = 'report' and state = 'reported') then null
		when verb = 'release' then 'released'
		when verb = 'remove' then 'removed'
		when verb = 'abuse' and what = 'letter' then 'removed'
	end
$$;

create function leave_words(m matter, what text) returns void language sql security definer
	set search_path = lamplight, pg_temp as $$
	insert into notice (member_id, kind, box_id, story_id)
	select k.member_id, what, m.box_id, m.story_id from keeper k
	where k.box_id = m.box_id and k.left_at is null and k.died_at is null and m.story_id is not null
$$;

-- What a reader says of a story that reaches them, with or without an account. Gives the matter.
create function report_story(which uuid, why text, said text) returns uuid language plpgsql
	security definer set search_path = lamplight, pg_temp as $$
declare m uuid;
begin
	if not story_reaches_viewer(which) then
		raise exception 'not found' using errcode = 'no_data_found';
	end if;
	m := open_matter(case why when 'danger' then 'danger' else 'report' end, why, which);
	insert into report (matter_id, reporter_id, concern, words) values (m, viewer(), why, said);
	return m;
end $$;

-- Has it before them from now on, alone. False: somebody was quicker, or it is not for them.
create function take_matter(which uuid) returns boolean language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
declare m matter;
begin
	select * into m from matter where id = which for update;
	if m.id is null or not may_take(m) then
		return false;
	end if;
	if holder_of(which) = viewer() then
		return true;
	end if;
	insert into matter_taking (matter_id, member_id) values (which, viewer());
	perform append_log('matter_taken', jsonb_build_object('matter', which));
	return true;
end $$;
-- The matter that the viewer has before them, to do something with it.
create function in_hand(which uuid) returns matter language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
declare m matter;
begin
	select * into m from matter where id = which for update;
	if m.id is null or not may_take(m) or holder_of(which) is distinct from viewer() then
		raise exception 'not found' using errcode = 'no_data_found';
	end if;
	return m;
end $$;
create function pass_on_matter(which uuid, how text) returns void language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
declare m matter := in_hand(which);
begin
	if how not in ('passed_on', 'knows_family', 'put_back') then
		raise exception 'no such way' using errcode = 'insufficient_privilege';
	end if;
	update matter_taking set ended_at = clock_timestamp(), ended_as = how
		where matter_id = which and ended_at is null;
	-- Why is nobody's to know.
	perform append_log('matter_passed_on', jsonb_build_object('matter', which));
	if m.kind = 'danger' then
		perform jobs_tell_of_danger(which);
	end if;
end $$;
create function jobs_tell_of_danger(which uuid) returns void language plpgsql security definer
	set search_path = lamplight, jobs, pg_temp as $$
begin
	perform jobs.enqueue('tell_of_danger', jsonb_build_object('matter', which)::json, 'danger:' || which);
end $$;

create function decide_matter(which uuid, what text, why text, said text) returns text language plpgsql
	security definer set search_path = lamplight, pg_temp as $$
declare
	m matter := in_hand(which);
	comes_to text := move_of(m.kind, m.state, what);
	moment timestamptz := clock_timestamp();
begin
	if comes_to is null then
		raise exception 'no such move' using errcode = 'insufficient_privilege';
	end if;
	insert into matter_step (matter_id, verb, from_state, to_state, by_id, reason, words, at)
		values (which, what, m.state, comes_to, viewer(), why, said, moment);
	update matter set state = comes_to, closed_at = case when comes_to in ('released', 'removed') then moment end
		where id = which;
	if comes_to <> 'held' then
		update matter_taking set ended_at = moment, ended_as = 'decided' where matter_id = which and ended_at is null;
	end if;
	if m.story_id is not null and m.kind in ('report', 'first_story') then
		update takedown set lifted_at = moment where matter_id = which and lifted_at is null;
		if comes_to in ('held', 'removed') then
			insert into takedown (story_id, reason, taken_down_at, taken_down_by, matter_id)
				values (m.story_id, why, moment, viewer(), which);
		end if;
		perform leave_words(m, case
			when comes_to = 'held' then 'held'
			when comes_to = 'removed' then 'taken_down'
			when m.kind = 'first_story' and m.state = 'held' then 'looked_at'
			else 'put_up'
		end) where comes_to <> 'released' or m.state <> 'reported';
	end if;
	perform append_log('matter_decided', jsonb_build_object('matter', which, 'verb', what, 'reason', why));
	return comes_to;
end $$;

-- Whom to write to about the latest decision: those concerned, and whoever reported it by their account.
create function to_be_told(which uuid) returns table (member uuid, "as" text, step bigint) language sql
	stable security definer set search_path = lamplight, pg_temp as $$
	with latest as (
		select s.* from matter_step s where s.matter_id = which order by s.id desc limit 1
	)
	select who, 'concerned', l.id from latest l join matter m on m.id = which cross join concerned_in(m) who
		where l.by_id = viewer() and (l.to_state <> 'released' or l.from_state <> 'reported') and m.kind in ('report', 'first_story')
	union all
	select distinct r.reporter_id, 'reporter', l.id from latest l join report r on r.matter_id = which
		where l.by_id = viewer() and l.to_state in ('released', 'removed') and r.reporter_id is not null
$$;

-- Those whose words they are ask another to look again, once. Gives the matter, or null.
create function appeal_matter(which uuid, said text) returns boolean language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
declare m matter;
begin
	select * into m from matter where id = which for update;
	if m.id is null or viewer() is null or viewer() not in (select concerned_in(m)) then
		raise exception 'not found' using errcode = 'no_data_found';
	end if;
	if m.state <> 'removed' or m.kind = 'danger'
		or exists (select from matter_step s where s.matter_id = which and s.from_state = 'appealed')
		or (select s.verb from matter_step s where s.matter_id = which order by s.id desc limit 1) = 'abuse' then
		return false;
	end if;
	update matter set state = 'appealed', closed_at = null where id = which;
	insert into matter_step (matter_id, verb, from_state, to_state, by_id, words)
		values (which, 'appeal', 'removed', 'appealed', viewer(), said);
	perform append_log('matter_appealed', jsonb_build_object('matter', which));
	return true;
end $$;
-- What was decided about a story, for those who keep it: how it stands, why, and whether they may ask
-- for another look. Who decided is not told.
create function decisions_on(of_story uuid) returns jsonb language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select coalesce(jsonb_agg(jsonb_build_object(
		'matter', m.id, 'kind', m.kind, 'state', m.state, 'reason', s.reason, 'words', s.words, 'at', s.at,
		'appealedBefore', exists (select from matter_step a where a.matter_id = m.id and a.from_state = 'appealed')
	) order by m.opened_at desc), '[]')
	from matter m
	left join lateral (
		select d.reason, d.words, d.at from matter_step d
		where d.matter_id = m.id and d.verb in ('hold', 'release', 'remove', 'abuse')
		order by d.id desc limit 1
	) s on true
	where m.story_id = of_story and keeps_story(of_story) and m.kind in ('report', 'first_story')
		and (m.state in ('held', 'removed', 'appealed') or (m.state = 'released' and s.at > now() - interval '30 days'
			and exists (select from takedown t where t.matter_id = m.id)))
$$;

-- Every open matter as the rules judge it, without a word of it, for a moderator; those that are not
-- for them are not among them.
create function open_matters() returns jsonb language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select coalesce(jsonb_agg(jsonb_build_object(
		'id', m.id, 'kind', m.kind, 'concern', m.concern, 'state', m.state, 'openedAt', m.opened_at,
		'waitsSince', (select max(s.at) from matter_step s where s.matter_id = m.id and s.to_state = m.state),
		'heldBy', holder_of(m.id), 'heldByName', (select n.name from member n where n.id = holder_of(m.id)),
		'decidedBefore', exists (
			select from matter_step s where s.matter_id = m.id and s.verb in ('release', 'remove', 'abuse')
		)
	) order by (m.kind = 'danger') desc, m.opened_at, m.id), '[]')
	from matter m
	where m.closed_at is null and is_moderator() and not is_barred(viewer(), m)
$$;
-- All there is to a matter, for whoever has it before them: the first sight of it is logged.
create function matter_before(which uuid) returns jsonb language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
declare
	m matter := in_hand(which);
	t matter_taking;
begin
	select * into t from matter_taking where matter_id = which and ended_at is null;
	if t.seen_at is null then
		update matter_taking set seen_at = clock_timestamp() where id = t.id;
		perform append_log('matter_seen', jsonb_build_object('matter', which));
	end if;
	return jsonb_build_object(
		'id', m.id, 'kind', m.kind, 'concern', m.concern, 'state', m.state, 'openedAt', m.opened_at,
		'taking', t.id, 'takenAt', t.taken_at, 'storyId', m.story_id, 'letterId', m.letter_id,
		'memberId', m.member_id, 'told', m.told,
		'reports', coalesce((
			select jsonb_agg(jsonb_build_object('concern', r.concern, 'words', r.words, 'at', r.at,
				'account', r.reporter_id is not null) order by r.at)
			from report r where r.matter_id = which
		), '[]'),
		'steps', coalesce((
			select jsonb_agg(jsonb_build_object('verb', s.verb, 'reason', s.reason, 'words', s.words, 'at', s.at)
				order by s.id)
			from matter_step s where s.matter_id = which and s.verb <> 'open'
		), '[]'),
		'story', (
			select jsonb_build_object(
				'storyId', s.story_id, 'boxId', s.box_id, 'shareId', s.id, 'versionId', v.id,
				'ownWords', v.own_words and st.writer_id = any (s.agreed_by), 'writerId', st.writer_id,
				'scope', st.scope, 'title', v.title, 'body', v.body, 'byline', v.byline,
				'toFamily', s.to_family, 'toPeers', s.to_peers, 'toAnyone', s.to_anyone,
				'agreedBy', s.agreed_by, 'agreedAt', s.agreed_at,
				'keepsakes', coalesce((
					select jsonb_agg(jsonb_build_object('id', k.id, 'kind', k.kind, 'scope', k.scope,
						'putInBy', k.put_in_by, 'putInAt', k.put_in_at, 'covered', vk.covered, 'alt', vk.alt,
						'caption', vk.caption, 'coverWords', vk.cover_words,
						'sights', coalesce((
							select jsonb_agg(jsonb_build_object('size', x.size, 'at', x.at))
							from matter_sight x where x.taking_id = t.id and x.keepsake_id = k.id
						), '[]'))
						order by vk.position)
					from version_keepsake vk join keepsake k on k.id = vk.keepsake_id
					where vk.version_id = v.id and is_out_with(s.agreed_at, k.released_at, k.held_again_at)
				), '[]')
			)
			from share s
			join story st on st.id = s.story_id and st.let_go_at is null
			join story_version v on v.id = s.version_id
			where s.story_id = m.story_id and s.ended_at is null
		),
		'judging', judging_facts(array(select st.box_id from story st where st.id = m.story_id),
			array[m.story_id], viewer())
	);
end $$;
-- One picture of it, small and grey first; each asking is logged.
create function look_at(which uuid, of_keepsake uuid, wanted text) returns void language plpgsql
	security definer set search_path = lamplight, pg_temp as $$
declare
	m matter := in_hand(which);
	t uuid := (select id from matter_taking where matter_id = which and ended_at is null);
begin
	if not exists (
		select from share s
		join version_keepsake vk on vk.version_id = s.version_id and vk.keepsake_id = of_keepsake
		join keepsake k on k.id = vk.keepsake_id and is_out_with(s.agreed_at, k.released_at, k.held_again_at)
		where s.story_id = m.story_id and s.ended_at is null
	) or (wanted = 'large' and not exists (
		select from matter_sight where taking_id = t and keepsake_id = of_keepsake and size = 'small'
	)) then
		raise exception 'not found' using errcode = 'no_data_found';
	end if;
	insert into matter_sight (taking_id, keepsake_id, size) values (t, of_keepsake, wanted)
		on conflict do nothing;
	if found then
		perform append_log('picture_seen',
			jsonb_build_object('matter', which, 'keepsake', of_keepsake, 'size', wanted));
	end if;
end $$;
create function cover_matter(which uuid, of_keepsake uuid) returns void language plpgsql
	security definer set search_path = lamplight, pg_temp as $$
declare m matter := in_hand(which);
begin
	delete from matter_sight x using matter_taking t
		where t.id = x.taking_id and t.matter_id = m.id and t.ended_at is null and x.keepsake_id = of_keepsake;
end $$;
create function matter_picture(which uuid, of_keepsake uuid, wanted text)
	returns table (box_id uuid, original text, sha256 text, media_type text)
	language sql stable security definer set search_path = lamplight, pg_temp as $$
	select k.box_id, k.sha256::text, p.sha256::text, p.media_type
	from matter m
	join matter_taking t on t.matter_id = m.id and t.ended_at is null and t.member_id = viewer()
	join matter_sight x on x.taking_id = t.id and x.keepsake_id = of_keepsake and x.size = wanted
	join share s on s.story_id = m.story_id and s.ended_at is null
	join version_keepsake vk on vk.version_id = s.version_id and vk.keepsake_id = of_keepsake
	join keepsake k on k.id = of_keepsake and is_out_with(s.agreed_at, k.released_at, k.held_again_at)
	join lateral (
		select i.* from picture i where i.keepsake_id = k.id
		order by (i.size = wanted) desc, i.width desc limit 1
	) p on true
	where m.id = which and may_take(m)
$$;

-- The first story of a new keeper. While nobody is there who could look, nobody has to wait.
create function looks_first(at_story uuid, besides uuid) returns boolean language sql stable
	security definer set search_path = lamplight, pg_temp as $$
	select coalesce((select value <> 'false' from site_setting where key = 'first_look'), true)
		and exists (
			select from moderator o
			where o.ended_at is null and not is_suspended(o.member_id) and o.member_id <> st.writer_id
				and not exists (
					select from keeper k where k.box_id = st.box_id and k.member_id = o.member_id
						and k.left_at is null and k.died_at is null
				)
		)
		and not exists (
			select from matter m join story o on o.id = m.story_id
			where m.kind = 'first_story' and m.state = 'released' and o.writer_id = st.writer_id
		)
		and not exists (
			select from share s join story o on o.id = s.story_id
			where o.writer_id = st.writer_id and s.id <> besides and (s.to_peers or s.to_anyone)
				and not exists (select from matter m where m.kind = 'first_story' and m.story_id = o.id)
		)
	from story st where st.id = at_story
$$;
create function look_first() returns trigger language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
declare m matter;
begin
	if not looks_first(new.story_id, new.id) then
		return null;
	end if;
	select * into m from matter
		where id = open_matter('first_story', 'first_story', new.story_id);
	insert into takedown (story_id, reason, matter_id)
		select new.story_id, 'first_look', m.id
		where not exists (select from takedown t where t.matter_id = m.id and t.lifted_at is null);
	if found then
		perform leave_words(m, 'waits_look');
	end if;
	return null;
end $$;
-- Brought back, or for family alone now: there is nothing to look at any more.
create function end_first_look() returns trigger language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
declare m matter;
begin
	if exists (
		select from share s where s.story_id = new.story_id and s.ended_at is null and (s.to_peers or s.to_anyone)
	) then
		return null;
	end if;
	for m in select * from matter o
		where o.kind = 'first_story' and o.story_id = new.story_id and o.state = 'held' for update
	loop
		insert into matter_step (matter_id, verb, from_state, to_state) values (m.id, 'end', 'held', 'clear');
		update matter set state = 'clear', closed_at = clock_timestamp() where id = m.id;
		update matter_taking set ended_at = clock_timestamp(), ended_as = 'gone'
			where matter_id = m.id and ended_at is null;
		update takedown set lifted_at = clock_timestamp() where matter_id = m.id and lifted_at is null;
		perform append_log('matter_ended', jsonb_build_object('matter', m.id));
	end loop;
	return null;
end $$;

-- Three ways to be welcome among those who have been through it, as the host sets it.
create function peers_by() returns text language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select coalesce((select value #>> '{}' from site_setting where key = 'peers_by'), 'welcome')
$$;
-- A moderator, or a host, welcomes somebody who asked. False: nobody like that is asking.
create function welcome_peer(who uuid) returns boolean language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	if not (is_host() or is_moderator()) or who = viewer() then
		raise exception 'not found' using errcode = 'no_data_found';
	end if;
	delete from peer_request where member_id = who;
	if not found then
		return false;
	end if;
	insert into peer_welcome (member_id, welcomed_by) values (who, viewer()) on conflict do nothing;
	return true;
end $$;
create function set_peer_request_aside(who uuid) returns void language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	if not (is_host() or is_moderator()) then
		raise exception 'not found' using errcode = 'no_data_found';
	end if;
	delete from peer_request where member_id = who;
	if found then
		perform append_log('peer_request_set_aside', jsonb_build_object('member', who));
	end if;
end $$;
create function peers_asking() returns table (id uuid, name text, words text, asked_at timestamptz)
	language sql stable security definer set search_path = lamplight, pg_temp as $$
	select p.id, p.name, r.words, r.asked_at from peer_request r join member p on p.id = r.member_id
	where (is_host() or is_moderator()) and p.ended_at is null and p.id <> viewer()
	order by r.asked_at
$$;
-- By their own word alone, where the host set it so.
create function welcome_oneself() returns boolean language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	if viewer() is null or peers_by() <> 'word' or is_suspended(viewer()) then
		return false;
	end if;
	delete from peer_request where member_id = viewer();
	insert into peer_welcome (member_id) values (viewer()) on conflict do nothing;
	return true;
end $$;
create function make_peer_invitation(new_id uuid, hashed text) returns void language plpgsql
	security definer set search_path = lamplight, pg_temp as $$
begin
	if not (is_host() or is_moderator()) then
		raise exception 'not found' using errcode = 'no_data_found';
	end if;
	insert into peer_invitation (id, token_hash, invited_by, expires_at)
		values (new_id, hashed, viewer(), now() + interval '30 days');
	perform append_log('peer_invited', jsonb_build_object('invitation', new_id));
end $$;
create function peer_invitation_stands(hashed text) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select exists (
		select from peer_invitation
		where token_hash = hashed and used_at is null and withdrawn_at is null and expires_at > now()
	)
$$;
create function accept_peer_invitation(hashed text) returns boolean language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
declare inviter uuid;
begin
	if viewer() is null or is_suspended(viewer()) then
		return false;
	end if;
	update peer_invitation set used_at = now(), used_by = viewer()
		where token_hash = hashed and used_at is null and withdrawn_at is null and expires_at > now()
		returning invited_by into inviter;
	if inviter is null then
		return false;
	end if;
	delete from peer_request where member_id = viewer();
	insert into peer_welcome (member_id, welcomed_by) values (viewer(), inviter) on conflict do nothing;
	return true;
end $$;

-- A suspended member counts as a stranger; what they keep stays theirs, and nothing of anybody is lost.
create function suspend_member(who uuid, why text) returns boolean language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	if not (is_host() or is_moderator()) or who = viewer()
		or (not is_host() and exists (select from host where member_id = who))
		or (not is_host() and exists (select from moderator where member_id = who and ended_at is null)) then
		raise exception 'not found' using errcode = 'no_data_found';
	end if;
	perform from member where id = who and ended_at is null for update;
	if not found or is_suspended(who) then
		return false;
	end if;
	insert into suspension (member_id, suspended_by, reason) values (who, viewer(), why);
	update matter_taking set ended_at = clock_timestamp(), ended_as = 'put_back'
		where member_id = who and ended_at is null;
	return true;
end $$;
create function lift_suspension(who uuid) returns boolean language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	if not (is_host() or is_moderator()) or who = viewer() then
		raise exception 'not found' using errcode = 'no_data_found';
	end if;
	if exists (select from removal where member_id = who and lifted_at is null) and not is_host() then
		raise exception 'not found' using errcode = 'no_data_found';
	end if;
	update suspension set lifted_at = now() where member_id = who and lifted_at is null;
	if not found then
		return false;
	end if;
	update removal set lifted_at = now() where member_id = who and lifted_at is null;
	if found then
		update closing set taken_back_at = now()
			where member_id = who and taken_back_at is null and ended_at is null;
	end if;
	return true;
end $$;
-- A host asks somebody to leave: suspended at once, and the account ends in 30 days. Until then they
-- come in as before, take a copy of what they keep, and say if it is wrong.
create function remove_member(who uuid, why text) returns timestamptz language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
declare until timestamptz := now() + interval '30 days';
begin
	if not is_host() or who = viewer() or exists (select from host where member_id = who) then
		raise exception 'not found' using errcode = 'no_data_found';
	end if;
	perform from member where id = who and ended_at is null for update;
	if not found or exists (select from removal where member_id = who and lifted_at is null) then
		return null;
	end if;
	insert into removal (member_id, removed_by, reason) values (who, viewer(), why);
	if not is_suspended(who) then
		insert into suspension (member_id, suspended_by, reason) values (who, viewer(), why);
	end if;
	update moderator set ended_at = now(), ended_by = viewer() where member_id = who and ended_at is null;
	insert into closing (member_id, asked_at, ends_at) values (who, now(), until)
		on conflict (member_id) do update set asked_at = now(), ends_at = until, taken_back_at = null
			where closing.ended_at is null;
	return until;
end $$;
create or replace function take_back_closing() returns trigger language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	update closing set taken_back_at = now()
		where member_id = new."userId" and taken_back_at is null and ended_at is null
			and not exists (select from removal r where r.member_id = new."userId" and r.lifted_at is null);
	return new;
end $$;
-- What a member is told of their own standing.
create function own_standing() returns jsonb language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select jsonb_build_object('reason', s.reason, 'since', s.suspended_at, 'endsAt', (
		select c.ends_at from closing c join removal r on r.member_id = c.member_id and r.lifted_at is null
		where c.member_id = viewer() and c.taken_back_at is null and c.ended_at is null
	))
	from suspension s where s.member_id = viewer() and s.lifted_at is null
	order by s.suspended_at desc limit 1
$$;
-- Somebody found by the address they gave, for a host: the address itself is told to nobody.
create function member_at(address text) returns table (id uuid, name text, suspended boolean, removed boolean)
	language sql stable security definer set search_path = lamplight, pg_temp as $$
	select p.id, p.name, is_suspended(p.id),
		exists (select from removal r where r.member_id = p.id and r.lifted_at is null)
	from auth."user" u join member p on p.id = u."id" and p.ended_at is null
	where is_host() and lower(u."email") = lower(address)
$$;

-- The next to be told of somebody who may be in danger: moderators first, one after the other, those
-- who wait longest for being told; then hosts, all of them. Tells nobody twice.
create function next_to_tell(which uuid) returns setof uuid language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
declare
	m matter;
	chosen uuid;
	is_first boolean := not exists (select from matter_told t where t.matter_id = which);
begin
	if session_user = 'lamplight_web' then
		raise exception 'this is done by a job' using errcode = 'insufficient_privilege';
	end if;
	select * into m from matter where id = which and closed_at is null for update;
	if m.id is null or holder_of(which) is not null then
		return;
	end if;
	select o.member_id into chosen from moderator o
		where o.ended_at is null and not is_suspended(o.member_id) and not is_barred(o.member_id, m)
			and not exists (select from matter_told t where t.matter_id = which and t.member_id = o.member_id)
			and not exists (
				select from moderator_aside a
				where a.member_id = o.member_id and a.what = 'danger' and a.ended_at is null
			)
		order by (select max(t.told_at) from matter_told t where t.member_id = o.member_id) nulls first,
			o.granted_at
		limit 1;
	return query
		insert into matter_told (matter_id, member_id)
			select which, who from (
				select chosen as who where chosen is not null
				union
				select h.member_id from host h where (not is_first or chosen is null) and h.member_id is distinct from m.member_id
			) all_of_them
			on conflict do nothing
			returning member_id;
end $$;

create or replace function open_matter(
	what text,
	why text,
	of_story uuid default null,
	of_letter uuid default null,
	of_member uuid default null,
	in_box uuid default null,
	told jsonb default '{}'
) returns uuid language plpgsql security definer set search_path = lamplight, pg_temp as $$
declare
	m matter;
	start text := case when what in ('letter', 'first_story') then 'held' else 'reported' end;
begin
	insert into matter (kind, concern, state, story_id, letter_id, box_id, member_id, told, opened_by)
		values (
			what, why, start, of_story, of_letter,
			coalesce(in_box, (select s.box_id from story s where s.id = of_story)),
			coalesce(of_member, (select s.writer_id from story s where s.id = of_story)),
			told, viewer()
		)
		on conflict do nothing
		returning * into m;
	if m.id is null then
		select * into m from matter o
			where o.kind = what and o.closed_at is null
				and (o.story_id = of_story or o.letter_id = of_letter)
			order by o.opened_at limit 1;
		return m.id;
	end if;
	insert into matter_step (matter_id, verb, from_state, to_state, by_id, reason)
		values (m.id, 'open', 'clear', start, viewer(), why);
	perform append_log('matter_opened', jsonb_build_object('matter', m.id, 'kind', what, 'concern', why));
	if what = 'danger' then
		perform jobs_tell_of_danger(m.id);
	end if;
	return m.id;
end $$;
create or replace function log_decision() returns trigger language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	case tg_table_name
		when 'site_setting' then
			if tg_op = 'INSERT' or new.value is distinct from old.value then
				perform append_log('setting_changed', jsonb_build_object('setting', new.key));
			end if;
		when 'moderator_support' then
			perform append_log('setting_changed', jsonb_build_object('setting', 'moderator_support'));
		when 'host' then
			perform append_log(case tg_op when 'INSERT' then 'host_named' else 'host_ended' end,
				jsonb_build_object('member', coalesce(new.member_id, old.member_id)));
		when 'peer_welcome' then
			perform append_log(case tg_op when 'INSERT' then 'peer_welcomed' else 'welcome_ended' end,
				jsonb_build_object('member', coalesce(new.member_id, old.member_id)));
		when 'moderator' then
			if tg_op = 'INSERT' then
				perform append_log('moderator_named', jsonb_build_object('member', new.member_id));
			elsif old.ended_at is null and new.ended_at is not null then
				perform append_log('moderator_ended', jsonb_build_object('member', new.member_id));
			end if;
		when 'suspension' then
			if tg_op = 'INSERT' then
				perform append_log('member_suspended',
					jsonb_build_object('member', new.member_id, 'suspension', new.id));
			elsif old.lifted_at is null and new.lifted_at is not null then
				perform append_log('suspension_lifted',
					jsonb_build_object('member', new.member_id, 'suspension', new.id));
			end if;
		when 'removal' then
			if tg_op = 'INSERT' then
				perform append_log('member_removed', jsonb_build_object('member', new.member_id, 'reason', new.reason));
			elsif old.lifted_at is null and new.lifted_at is not null then
				perform append_log('removal_lifted', jsonb_build_object('member', new.member_id));
			end if;
		when 'takedown' then
			if tg_op = 'INSERT' then
				perform append_log('story_taken_down',
					jsonb_build_object('story', new.story_id, 'matter', new.matter_id));
			elsif old.lifted_at is null and new.lifted_at is not null then
				perform append_log('takedown_lifted',
					jsonb_build_object('story', new.story_id, 'matter', new.matter_id));
			end if;
	end case;
	return null;
end $$;

reset role;
revoke create on schema lamplight from lamplight_facts;

create trigger look_first after insert on share for each row
	when (new.ended_at is null and (new.to_peers or new.to_anyone)) execute function look_first();
-- At the end of the transaction: what was agreed may have taken the place of what was.
create constraint trigger end_first_look after update on share deferrable initially deferred
	for each row when (old.ended_at is null and new.ended_at is not null) execute function end_first_look();
create trigger log_decision after insert or update on moderator_support
	for each row execute function log_decision();
create trigger log_decision after insert or update on removal for each row execute function log_decision();

-- Through an open matter that is nobody's or theirs, and only what is out or waits.
create policy moderators on story for select to lamplight_web using (moderates_out(id));
create policy moderators on story_version for select to lamplight_web using (moderates_version(id));
create policy moderators on version_keepsake for select to lamplight_web using (moderates_version(version_id));

create policy own on moderator_aside to lamplight_web
	using (member_id = viewer()) with check (member_id = viewer() and is_moderator());
grant select, insert (member_id, what), update (ended_at) on moderator_aside to lamplight_web;
create policy own on sitting to lamplight_web
	using (member_id = viewer()) with check (member_id = viewer() and is_moderator());
grant select, insert (member_id, minutes), update (ended_at) on sitting to lamplight_web;
create policy watchers on moderator_support for select to lamplight_web using (is_host() or is_moderator());
create policy hosts_add on moderator_support for insert to lamplight_web
	with check (is_host() and changed_by = viewer());
create policy hosts_change on moderator_support for update to lamplight_web
	using (is_host()) with check (is_host() and changed_by = viewer());
grant select, insert, update on moderator_support to lamplight_web;
create policy makers on peer_invitation for select to lamplight_web
	using ((is_host() or is_moderator()) and invited_by = viewer());
create policy makers_withdraw on peer_invitation for update to lamplight_web
	using ((is_host() or is_moderator()) and invited_by = viewer()) with check (withdrawn_at is not null);
grant select (id, invited_at, expires_at, used_at, withdrawn_at, invited_by), update (withdrawn_at)
	on peer_invitation to lamplight_web;
create policy hosts on removal for select to lamplight_web using (is_host());
grant select on removal to lamplight_web;
-- Welcomed by the verbs above alone, so that each way looks at what the host set.
drop policy hosts_welcome on peer_welcome;
revoke insert on peer_welcome from lamplight_web;

comment on function concerned_in(matter) is 'not for pages';
comment on function is_barred(uuid, matter) is 'not for pages';
comment on function holder_of(uuid) is 'not for pages';
comment on function may_take(matter) is 'not for pages';
comment on function in_hand(uuid) is 'not for pages';
comment on function move_of(text, text, text) is 'not for pages';
comment on function leave_words(matter, text) is 'not for pages';
comment on function jobs_tell_of_danger(uuid) is 'not for pages';
comment on function looks_first(uuid, uuid) is 'not for pages';
comment on function look_first() is 'not for pages';
comment on function end_first_look() is 'not for pages';
comment on function next_to_tell(uuid) is 'not for pages';
call grant_functions();
