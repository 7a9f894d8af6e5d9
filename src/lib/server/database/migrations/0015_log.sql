-- The log: who, when, what, by ids and codes and never by names or words. Every entry carries the hash
-- of the one before, so that none can be changed, removed or put in between without its showing.
set search_path = lamplight;

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

call wall_in('log_entry', 'log_waiting');
-- Nobody who signs in may add, change or remove an entry; the functions below only add.
grant select, insert on log_entry to lamplight_facts;
grant select, insert, delete on log_waiting to lamplight_facts;
grant select on log_entry to lamplight_worker;

grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

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
-- A mail server and a help line are settings as well, though they have tables of their own. What they
-- are is not logged: an address of a server is a name, too.
create function log_own_setting() returns trigger language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	perform append_log('setting_changed', jsonb_build_object('setting', tg_table_name));
	return null;
end $$;

reset role;
revoke create on schema lamplight from lamplight_facts;

create constraint trigger seal_log after insert on log_waiting deferrable initially deferred
	for each row execute function seal_log();
create trigger log_decision after insert or update on site_setting for each row execute function log_decision();
create trigger log_decision after insert or delete on host for each row execute function log_decision();
create trigger log_decision after insert or delete on peer_welcome for each row execute function log_decision();
create trigger log_decision after insert or update on suspension for each row execute function log_decision();

create policy hosts on log_entry for select to lamplight_web using (is_host());
grant select on log_entry to lamplight_web;

call not_for_pages('append_log', 'log_text', 'seal_log', 'log_decision', 'log_own_setting');
call grant_functions();
