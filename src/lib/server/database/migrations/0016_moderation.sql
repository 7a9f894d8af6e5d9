-- People who watch over it (R7): who they are, what lies before them, and how it is taken up, looked at,
-- decided and appealed. `src/lib/rules/moderation.ts` decides; these functions deny again.
set search_path = lamplight;

create table moderator (
	id uuid primary key default gen_random_uuid(),
	member_id uuid not null references member (id),
	granted_at timestamptz not null default now(),
	granted_by uuid references member (id),
	ended_at timestamptz,
	ended_by uuid references member (id)
);
create unique index moderator_present on moderator (member_id) where ended_at is null;

-- One thing to look at. `state` as in src/lib/rules/moderation.ts; `clear`: there is nothing to look at
-- any more, as it was brought back. `told`: codes and numbers of what opened it, never words.
create table matter (
	id uuid primary key default gen_random_uuid(),
	kind text not null check (kind in ('report', 'letter', 'first_story', 'danger')),
	concern text not null check (concern ~ '^[a-z_]{1,40}$'),
	state text not null check (state in ('clear', 'reported', 'held', 'released', 'removed', 'appealed')),
	story_id uuid references story (id) on delete cascade,
	-- A letter: the feature that keeps letters opens and ends its matters with it.
	letter_id uuid,
	box_id uuid references box (id),
	-- Whose words they are, or who may be in danger; null: nobody known here.
	member_id uuid references member (id),
	told jsonb not null default '{}',
	opened_at timestamptz not null default now(),
	opened_by uuid references member (id),
	closed_at timestamptz,
	check ((closed_at is null) = (state in ('reported', 'held', 'appealed'))),
	check (kind <> 'letter' or letter_id is not null),
	check (kind <> 'first_story' or story_id is not null)
);
create unique index matter_open_story on matter (kind, story_id) where closed_at is null and story_id is not null;
create unique index matter_open_letter on matter (kind, letter_id) where closed_at is null and letter_id is not null;
create index on matter (opened_at) where closed_at is null;
create index on matter (story_id);
create index on matter (letter_id);
create index on matter (box_id);
create index on matter (member_id);
-- Every move of a matter: by whom, for which reason of the short list, and with which sentence.
create table matter_step (
	id bigint generated always as identity primary key,
	matter_id uuid not null references matter (id) on delete cascade,
	verb text not null,
	from_state text not null,
	to_state text not null,
	by_id uuid references member (id),
	reason text check (reason ~ '^[a-z_]{1,40}$'),
	words text not null default '' check (length(words) <= 1000),
	at timestamptz not null default clock_timestamp()
);
create index on matter_step (matter_id);
-- Whoever has a matter before them has it alone. `passed_on` and `knows_family`: it is not theirs again.
create table matter_taking (
	id uuid primary key default gen_random_uuid(),
	matter_id uuid not null references matter (id) on delete cascade,
	member_id uuid not null references member (id),
	taken_at timestamptz not null default clock_timestamp(),
	ended_at timestamptz,
	ended_as text check (ended_as in ('decided', 'passed_on', 'knows_family', 'put_back', 'gone')),
	seen_at timestamptz,
	check ((ended_at is null) = (ended_as is null))
);
create unique index matter_taken on matter_taking (matter_id) where ended_at is null;
create index on matter_taking (member_id);

-- Keeps a story from everybody but those who keep it: what a moderator decided, or the wait before a
-- first look. `matter_id`: of which matter.
create table takedown (
	id uuid primary key default gen_random_uuid(),
	story_id uuid not null references story (id) on delete cascade,
	reason text not null,
	taken_down_at timestamptz not null default now(),
	taken_down_by uuid references member (id),
	lifted_at timestamptz,
	matter_id uuid references matter (id) on delete set null
);
create index on takedown (story_id) where lifted_at is null;
create index on takedown (matter_id);
-- What a reader says, with or without an account.
create table report (
	id uuid primary key default gen_random_uuid(),
	matter_id uuid not null references matter (id) on delete cascade,
	reporter_id uuid references member (id),
	concern text not null check (concern ~ '^[a-z_]{1,40}$'),
	words text not null default '' check (length(words) <= 2000),
	at timestamptz not null default now()
);
create index on report (matter_id);
-- Which pictures of a matter its moderator asked to see, and how: small and grey first.
create table matter_sight (
	taking_id uuid not null references matter_taking (id) on delete cascade,
	keepsake_id uuid not null references keepsake (id) on delete cascade,
	size text not null check (size in ('small', 'large')),
	at timestamptz not null default clock_timestamp(),
	primary key (taking_id, keepsake_id, size)
);
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

call wall_in('moderator', 'matter', 'matter_step', 'matter_taking', 'takedown', 'report', 'matter_sight',
	'moderator_aside', 'sitting', 'matter_told', 'moderator_support');
grant select, insert, update, delete on moderator, matter, matter_step, matter_taking, takedown, report,
	matter_sight, moderator_aside, sitting, matter_told, moderator_support to lamplight_facts;
grant select on moderator, matter, matter_step, matter_taking, report, matter_sight, moderator_aside,
	sitting, matter_told, moderator_support to lamplight_worker;
grant select, insert, update, delete on takedown to lamplight_worker;

grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

create function is_moderator() returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select exists (select from moderator where member_id = viewer() and ended_at is null)
		and not is_suspended(viewer())
$$;

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

-- Lays something before the moderators; where the same lies there already, that stays. Gives its id.
-- For the functions of other features and for jobs: each knows by itself who may. A letter and a first
-- story wait from then on; what is reported, and what sounds like danger, stays as it was. `told`: ids,
-- codes and numbers.
create function open_matter(
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

-- Whoever had it before them ended, was suspended or laid it back: the next is told at once. Others who
-- were told before, and may have found it taken, can be told anew.
create function tell_the_next() returns trigger language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	if exists (select from matter m where m.id = new.matter_id and m.kind = 'danger' and m.closed_at is null) then
		delete from matter_told where matter_id = new.matter_id and member_id <> new.member_id;
		perform jobs_tell_of_danger(new.matter_id);
	end if;
	return null;
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
-- What somebody tells of a letter is between them and who looks at it: neither whoever wrote it nor the
-- other keepers learn that it was told of.
create function to_be_told(which uuid) returns table (member uuid, "as" text, step bigint)
	language sql stable security definer set search_path = lamplight, pg_temp as $$
	with latest as (
		select s.* from matter_step s where s.matter_id = which order by s.id desc limit 1
	)
	select who, 'concerned', l.id from latest l join matter m on m.id = which cross join concerned_in(m) who
		where l.by_id = viewer() and (l.to_state <> 'released' or l.from_state <> 'reported')
			and m.kind in ('report', 'first_story') and m.story_id is not null
	union all
	select distinct r.reporter_id, 'reporter', l.id from latest l join report r on r.matter_id = which
		where l.by_id = viewer() and l.to_state in ('released', 'removed') and r.reporter_id is not null
$$;

-- Those whose words they are ask another to look again, once. Gives the matter, or null. A letter's own
-- way to ask for another look is `appeal_letter`, for whoever sent it.
create function appeal_matter(which uuid, said text) returns boolean language plpgsql
	security definer set search_path = lamplight, pg_temp as $$
declare m matter;
begin
	select * into m from matter where id = which for update;
	if m.id is null or m.story_id is null or viewer() is null or viewer() not in (select concerned_in(m)) then
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
-- The picture as it was asked for. Small first: of several, the smallest there is, and never a larger
-- one in its place.
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
		order by (i.size = wanted) desc, case when wanted = 'small' then i.width else -i.width end
		limit 1
	) p on true
	where m.id = which and may_take(m)
$$;

-- An account that ends watches over nothing any more.
create function end_moderating() returns trigger language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	update moderator set ended_at = now() where member_id = new.id and ended_at is null;
	return null;
end $$;
-- Whoever is a moderator no longer has nothing before them.
create function put_back_matters() returns trigger language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	update matter_taking set ended_at = clock_timestamp(), ended_as = 'put_back'
		where member_id = new.member_id and ended_at is null;
	return null;
end $$;

reset role;
revoke create on schema lamplight from lamplight_facts;

create trigger tell_the_next after update of ended_at on matter_taking for each row
	when (old.ended_at is null and new.ended_as in ('put_back', 'passed_on', 'knows_family'))
	execute function tell_the_next();
create trigger log_decision after insert or update on moderator for each row execute function log_decision();
create trigger log_decision after insert or update on moderator_support
	for each row execute function log_decision();
create trigger log_decision after insert or update on takedown for each row execute function log_decision();
create trigger end_moderating after update of ended_at on member
	for each row when (new.ended_at is not null) execute function end_moderating();
create trigger put_back_matters after update of ended_at on moderator
	for each row when (new.ended_at is not null) execute function put_back_matters();

create policy hosts on moderator for select to lamplight_web using (member_id = viewer() or is_host());
create policy hosts_name on moderator for insert to lamplight_web
	with check (is_host() and granted_by = viewer() and ended_at is null);
create policy hosts_end on moderator for update to lamplight_web
	using (is_host()) with check (ended_at is not null and ended_by = viewer());
grant select, insert (member_id, granted_by), update (ended_at, ended_by) on moderator to lamplight_web;
create policy keepers on takedown for select to lamplight_web using (keeps_story(story_id) or is_host());
grant select on takedown to lamplight_web;

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

call not_for_pages(
	'concerned_in', 'is_barred', 'holder_of', 'may_take', 'move_of', 'leave_words', 'open_matter',
	'in_hand', 'jobs_tell_of_danger', 'next_to_tell', 'tell_the_next', 'end_moderating',
	'put_back_matters'
);
call grant_functions();
