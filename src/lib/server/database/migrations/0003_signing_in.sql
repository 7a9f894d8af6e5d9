-- Who is there: the session, the account as a member, and how often somebody may try. Each function looks
-- at the facts by itself; none trusts what a page believes. All belong to lamplight_facts, with a fixed
-- search path.
set search_path = lamplight;
-- The functions below ask some that later files make; a test reads every body once all are there.
set local check_function_bodies = off;

grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

-- Checks the session, makes its member the viewer of this transaction, and says who that is, and until
-- when they stopped for today: that closes stories on every device.
create function enter(session_token text) returns jsonb language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
declare who uuid;
begin
	-- Most readers are strangers; a look for nobody costs them a quarter of their page.
	if session_token is not null then
		select s."userId" into who from auth."session" s
			join member m on m.id = s."userId" and m.ended_at is null
			where s."token" = session_token and s."expiresAt" > now();
	end if;
	perform set_config('lamplight.viewer', coalesce(who::text, ''), true);
	if who is null then
		return null;
	end if;
	return who_am_i() || jsonb_build_object('stoppedUntil', (
		select max(s.until) from stop s where s.member_id = who and s.opened_at is null
	));
end $$;

create function who_am_i() returns jsonb language sql stable security definer
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

-- Makes a member the viewer for work that carries its actor (a job), not a session.
create function act_as(who uuid) returns jsonb language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	perform set_config('lamplight.viewer', who::text, true);
	return who_am_i();
end $$;

-- At most `most` times within `window_seconds` for a key. False: too often.
create function allow(what text, most integer, window_seconds integer) returns boolean
	language plpgsql security definer set search_path = lamplight, pg_temp as $$
begin
	perform pg_advisory_xact_lock(hashtextextended(what, 7));
	if (select count(*) from attempt where key = what and at > now() - make_interval(secs => window_seconds)) >= most then
		return false;
	end if;
	insert into attempt (key) values (what);
	return true;
end $$;

-- An account is a member from its first moment.
create function member_of_account() returns trigger language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	insert into member (id, name) values (new."id", left(coalesce(new."name", ''), 80)) on conflict do nothing;
	return new;
end $$;

create function make_host_invitation(new_id uuid, hashed text) returns boolean language plpgsql
	security definer set search_path = lamplight, pg_temp as $$
begin
	if exists (select from host) then
		return false;
	end if;
	update invitation set withdrawn_at = now() where kind = 'host' and used_at is null and withdrawn_at is null;
	insert into invitation (id, kind, token_hash, expires_at) values (new_id, 'host', hashed, now() + interval '30 days');
	return true;
end $$;

reset role;
revoke create on schema lamplight from lamplight_facts;

create trigger member_of_account after insert on auth."user" for each row execute function member_of_account();

call not_for_pages('act_as', 'member_of_account', 'make_host_invitation');
call grant_functions();
