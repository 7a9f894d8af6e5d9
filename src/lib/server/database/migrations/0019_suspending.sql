-- Suspending somebody, asking them to leave, and asking for another look at that.
set search_path = lamplight;

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

-- A suspended member says why they think it is wrong. `answered_at`: it was looked at, and stays.
create table suspension_appeal (
	suspension_id uuid primary key references suspension (id) on delete cascade,
	words text not null default '' check (length(words) <= 1000),
	asked_at timestamptz not null default now(),
	answered_at timestamptz,
	answered_by uuid references member (id)
);

call wall_in('removal', 'suspension_appeal');
grant select, insert, update, delete on removal, suspension_appeal to lamplight_facts;
grant select on removal, suspension_appeal to lamplight_worker;

grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

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
-- What a member is told of their own standing.
create function own_standing() returns jsonb language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select jsonb_build_object('reason', s.reason, 'since', s.suspended_at, 'endsAt', (
			select c.ends_at from closing c join removal r on r.member_id = c.member_id and r.lifted_at is null
			where c.member_id = viewer() and c.taken_back_at is null and c.ended_at is null
		),
		'asked', a.suspension_id is not null, 'answered', a.answered_at is not null)
	from suspension s left join suspension_appeal a on a.suspension_id = s.id
	where s.member_id = viewer() and s.lifted_at is null
	order by s.suspended_at desc limit 1
$$;

create function appeal_suspension(said text) returns boolean language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
declare which uuid;
begin
	select s.id into which from suspension s where s.member_id = viewer() and s.lifted_at is null
		order by s.suspended_at desc limit 1;
	if which is null then
		raise exception 'not found' using errcode = 'no_data_found';
	end if;
	insert into suspension_appeal (suspension_id, words) values (which, said) on conflict do nothing;
	if found then
		perform append_log('suspension_appealed', jsonb_build_object('suspension', which));
	end if;
	return found;
end $$;
-- For hosts; where there are several, not for the one who decided it.
create function suspensions_appealed() returns table (suspension uuid, id uuid, name text, reason text, words text, asked_at timestamptz)
	language sql stable security definer set search_path = lamplight, pg_temp as $$
	select s.id, p.id, p.name, s.reason, a.words, a.asked_at
	from suspension_appeal a
	join suspension s on s.id = a.suspension_id and s.lifted_at is null
	join member p on p.id = s.member_id and p.ended_at is null
	where is_host() and a.answered_at is null and s.member_id <> viewer()
		and (
			s.suspended_by is distinct from viewer()
			or not exists (select from host h where h.member_id not in (viewer(), s.member_id))
		)
	order by a.asked_at
$$;
-- Those who may answer the viewer, who asks to have their suspension looked at again: hosts, and where
-- there are several, not the one who decided it. The same as in `suspensions_appealed`.
create function hosts_to_answer() returns setof uuid language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select h.member_id from suspension s cross join host h
	where s.member_id = viewer() and s.lifted_at is null and h.member_id <> viewer()
		and (
			s.suspended_by is distinct from h.member_id
			or not exists (select from host o where o.member_id not in (h.member_id, viewer()))
		)
$$;
create function keep_suspension(which uuid) returns uuid language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
declare who uuid := (select a.id from suspensions_appealed() a where a.suspension = which);
begin
	if who is null then
		raise exception 'not found' using errcode = 'no_data_found';
	end if;
	update suspension_appeal set answered_at = now(), answered_by = viewer() where suspension_id = which;
	perform append_log('suspension_kept', jsonb_build_object('suspension', which));
	return who;
end $$;
-- Somebody found by the address they gave, for a host: the address itself is told to nobody.
create function member_at(address text) returns table (id uuid, name text, suspended boolean, removed boolean)
	language sql stable security definer set search_path = lamplight, pg_temp as $$
	select p.id, p.name, is_suspended(p.id),
		exists (select from removal r where r.member_id = p.id and r.lifted_at is null)
	from auth."user" u join member p on p.id = u."id" and p.ended_at is null
	where is_host() and lower(u."email") = lower(address)
$$;

reset role;
revoke create on schema lamplight from lamplight_facts;

create trigger log_decision after insert or update on removal for each row execute function log_decision();

create policy hosts on removal for select to lamplight_web using (is_host());
grant select on removal to lamplight_web;

call grant_functions();
