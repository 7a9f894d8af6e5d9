-- Welcome among those who have been through it, in three ways, as the host sets it.
set search_path = lamplight;

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

call wall_in('peer_invitation');
grant select, insert, update, delete on peer_invitation to lamplight_facts;
grant select on peer_invitation to lamplight_worker;

grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;
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

create function may_welcome(who uuid) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select not is_suspended(who) and (
		exists (select from host where member_id = who)
		or exists (select from moderator where member_id = who and ended_at is null)
	)
$$;
-- An invitation stands as long as whoever handed it out may welcome people.
create function peer_invitation_stands(hashed text) returns boolean language sql stable
	security definer set search_path = lamplight, pg_temp as $$
	select exists (
		select from peer_invitation
		where token_hash = hashed and used_at is null and withdrawn_at is null and expires_at > now()
			and may_welcome(invited_by)
	)
$$;
create function accept_peer_invitation(hashed text) returns boolean language plpgsql
	security definer set search_path = lamplight, pg_temp as $$
declare inviter uuid;
begin
	if viewer() is null or is_suspended(viewer()) then
		return false;
	end if;
	update peer_invitation set used_at = now(), used_by = viewer()
		where token_hash = hashed and used_at is null and withdrawn_at is null and expires_at > now()
			and may_welcome(invited_by)
		returning invited_by into inviter;
	if inviter is null then
		return false;
	end if;
	delete from peer_request where member_id = viewer();
	insert into peer_welcome (member_id, welcomed_by) values (viewer(), inviter) on conflict do nothing;
	return true;
end $$;

reset role;
revoke create on schema lamplight from lamplight_facts;

create policy makers on peer_invitation for select to lamplight_web
	using ((is_host() or is_moderator()) and invited_by = viewer());
grant select (id, invited_at, expires_at, used_at, withdrawn_at, invited_by)
	on peer_invitation to lamplight_web;

call not_for_pages('may_welcome');
call grant_functions();
