-- People who watch over it (R7): who they are, what lies before them, what they did with it, and a
-- log that nobody can change unseen.
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
	check ((ended_at is null) = (ended_as is null))
);
create unique index matter_taken on matter_taking (matter_id) where ended_at is null;
create index on matter_taking (member_id);
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

-- The log: who, when, what, by ids and codes and never by names or words. Every entry carries the hash
-- of the one before, so that none can be changed, removed or put in between without its showing.
create function is_ids_and_codes(about jsonb) returns boolean language sql immutable as $$
	select jsonb_typeof(about) = 'object' and not exists (
		select from jsonb_each(about) as part (name, value)
		where not (
			name ~ '^[a-z_]{1,40}$' and case jsonb_typeof(value)
				when 'string' then value #>> '{}' ~ '^([a-z][a-z0-9_]{0,39}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$'
				when 'number' then true
				when 'boolean' then true
				when 'null' then true
				else false
			end
		)
	)
$$;
create table log_entry (
	number bigint primary key check (number > 0),
	at timestamptz not null,
	-- Null: the site by itself. Not a reference: what the log says stays as it was said.
	actor_id uuid,
	act text not null check (act ~ '^[a-z_]{1,40}$'),
	about jsonb not null check (is_ids_and_codes(about)),
	before sha256 not null,
	hash sha256 not null unique
);
-- What a transaction has to say, until it commits: only then does it take its place in the chain, so
-- that nobody waits for another with the chain in hand.
create table log_waiting (
	id bigint generated always as identity primary key,
	at timestamptz not null default now(),
	actor_id uuid,
	act text not null check (act ~ '^[a-z_]{1,40}$'),
	about jsonb not null check (is_ids_and_codes(about))
);

call wall_in('moderator', 'matter', 'matter_step', 'matter_taking', 'report', 'log_entry', 'log_waiting');
grant select, insert, update, delete on moderator, matter, matter_step, matter_taking, report
	to lamplight_facts;
grant select on moderator, matter, matter_step, matter_taking, report to lamplight_worker;
-- Nobody who signs in may add, change or remove an entry; the functions below only add.
grant select, insert on log_entry to lamplight_facts;
grant select, insert, delete on log_waiting to lamplight_facts;
grant select on log_entry to lamplight_worker;

grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

create function is_moderator() returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select exists (select from moderator where member_id = viewer() and ended_at is null)
		and not is_suspended(viewer())
$$;

-- Adds to the log, in the viewer's name; where there is none, in the site's own.
create function append_log(act text, about jsonb) returns void language sql security definer
	set search_path = lamplight, pg_temp as $$
	insert into log_waiting (actor_id, act, about) values (viewer(), act, about)
$$;
-- What is hashed: the same text, whoever works it out again.
create function log_text(number bigint, at timestamptz, actor uuid, act text, about jsonb, before text)
	returns text language sql immutable set search_path = lamplight, pg_temp as $$
	select concat_ws(E'\n', before, number,
		to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), coalesce(actor::text, ''), act, about::text)
$$;
create function seal_log() returns trigger language plpgsql security definer
	set search_path = lamplight, jobs, pg_temp as $$
declare
	last log_entry;
	before text;
begin
	perform pg_advisory_xact_lock(7205120);
	select * into last from log_entry order by number desc limit 1;
	before := coalesce(last.hash, repeat('0', 64));
	insert into log_entry (number, at, actor_id, act, about, before, hash)
		values (
			coalesce(last.number, 0) + 1, new.at, new.actor_id, new.act, new.about, before,
			encode(sha256(convert_to(
				log_text(coalesce(last.number, 0) + 1, new.at, new.actor_id, new.act, new.about, before), 'UTF8'
			)), 'hex')
		);
	delete from log_waiting where id = new.id;
	-- The head is written down outside the database as well, so that the database alone cannot lie.
	perform jobs.enqueue('keep_log_head', '{}'::json, 'keep_log_head');
	return null;
end $$;

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
	return m.id;
end $$;

-- Whatever is decided about the site and its people is logged where it is written, so that no way of
-- writing it can forget to.
create function log_decision() returns trigger language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	case tg_table_name
		when 'site_setting' then
			if tg_op = 'INSERT' or new.value is distinct from old.value then
				perform append_log('setting_changed', jsonb_build_object('setting', new.key));
			end if;
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
				perform append_log('member_suspended', jsonb_build_object('member', new.member_id));
			elsif old.lifted_at is null and new.lifted_at is not null then
				perform append_log('suspension_lifted', jsonb_build_object('member', new.member_id));
			end if;
		when 'takedown' then
			if tg_op = 'INSERT' then
				perform append_log('story_taken_down', jsonb_build_object('story', new.story_id));
			elsif old.lifted_at is null and new.lifted_at is not null then
				perform append_log('takedown_lifted', jsonb_build_object('story', new.story_id));
			end if;
	end case;
	return null;
end $$;

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

create or replace function who_am_i() returns jsonb language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select jsonb_build_object(
		'id', m.id,
		'name', m.name,
		'host', exists (select from host h where h.member_id = m.id),
		'moderator', is_moderator(),
		'peer', exists (select from peer_welcome w where w.member_id = m.id),
		'suspended', is_suspended(m.id),
		'guest', exists (select from guest g where g.member_id = m.id and g.withdrawn_at is null),
		'boxes', coalesce((
			select jsonb_agg(jsonb_build_object('id', b.id, 'name', b.name) order by k.joined_at)
			from keeper k join box b on b.id = k.box_id
			where k.member_id = m.id and k.left_at is null and k.died_at is null
		), '[]')
	)
	from member m where m.id = viewer()
$$;

reset role;
revoke create on schema lamplight from lamplight_facts;

create constraint trigger seal_log after insert on log_waiting deferrable initially deferred
	for each row execute function seal_log();
create trigger log_decision after insert or update on site_setting for each row execute function log_decision();
create trigger log_decision after insert or delete on host for each row execute function log_decision();
create trigger log_decision after insert or delete on peer_welcome for each row execute function log_decision();
create trigger log_decision after insert or update on moderator for each row execute function log_decision();
create trigger log_decision after insert or update on suspension for each row execute function log_decision();
create trigger log_decision after insert or update on takedown for each row execute function log_decision();
create trigger end_moderating after update of ended_at on member
	for each row when (new.ended_at is not null) execute function end_moderating();
create trigger put_back_matters after update of ended_at on moderator
	for each row when (new.ended_at is not null) execute function put_back_matters();

create policy hosts on log_entry for select to lamplight_web using (is_host());
grant select on log_entry to lamplight_web;
create policy hosts on moderator for select to lamplight_web using (member_id = viewer() or is_host());
create policy hosts_name on moderator for insert to lamplight_web
	with check (is_host() and granted_by = viewer() and ended_at is null);
create policy hosts_end on moderator for update to lamplight_web
	using (is_host()) with check (ended_at is not null and ended_by = viewer());
grant select, insert (member_id, granted_by), update (ended_at, ended_by) on moderator to lamplight_web;

comment on function append_log(text, jsonb) is 'not for pages';
comment on function log_text(bigint, timestamptz, uuid, text, jsonb, text) is 'not for pages';
comment on function seal_log() is 'not for pages';
comment on function open_matter(text, text, uuid, uuid, uuid, uuid, jsonb) is 'not for pages';
comment on function log_decision() is 'not for pages';
comment on function end_moderating() is 'not for pages';
comment on function put_back_matters() is 'not for pages';
call grant_functions();
