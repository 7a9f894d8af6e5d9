-- A letter home: asked for, confirmed by a link, stopped by a link. Seen by that member alone.
set search_path = lamplight;

create table digest (
	member_id uuid primary key references auth."user" ("id") on delete cascade,
	every text not null check (every in ('week', 'month')),
	asked_at timestamptz not null default now(),
	-- By which the letters' links name it; a new one with every asking.
	key uuid not null unique default gen_random_uuid(),
	confirmed_at timestamptz,
	stopped_at timestamptz,
	-- Stories that were agreed to until then have been told of.
	told_until timestamptz not null default now()
);

call wall_in('digest');
grant select, insert, update, delete on digest to lamplight_facts, lamplight_worker;
create policy own on digest for select to lamplight_web using (member_id = viewer());
grant select on digest to lamplight_web;

grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

-- The viewer asks for it; nothing comes before the link is opened. Gives the key of that link, or null
-- where it was confirmed already and only comes at other times from now on.
create function ask_for_digest(how_often text) returns uuid language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
declare made uuid;
begin
	if viewer() is null then
		raise exception 'nobody is signed in' using errcode = 'insufficient_privilege';
	end if;
	update digest set every = how_often
		where member_id = viewer() and confirmed_at is not null and stopped_at is null;
	if found then
		return null;
	end if;
	delete from digest where member_id = viewer();
	insert into digest (member_id, every) values (viewer(), how_often) returning key into made;
	return made;
end $$;
-- By whoever has the link, signed in or not. True as well where it was done before.
create function confirm_digest(which uuid) returns boolean language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	update digest set confirmed_at = coalesce(confirmed_at, now()) where key = which and stopped_at is null;
	return found;
end $$;
create function stop_digest(which uuid) returns boolean language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	update digest set stopped_at = coalesce(stopped_at, now()) where key = which;
	return found;
end $$;

reset role;
revoke create on schema lamplight from lamplight_facts;

call grant_functions();
