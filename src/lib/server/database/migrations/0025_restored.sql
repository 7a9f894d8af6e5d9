-- What a backup does not know: what was brought back, ended or taken down after it was taken. So this
-- place comes back with nothing shared, and nobody in it but those who keep, host, or have an account
-- (docs/decisions/2026-11-25-restored-with-nothing-shared.md).
set search_path = lamplight;

-- Each time this place was brought back from a backup. `as_it_was`: the host said that nothing was
-- missing from it.
create table restored (
	id uuid primary key default gen_random_uuid(),
	taken_at timestamptz not null,
	back_at timestamptz not null unique,
	as_it_was boolean not null
);
call wall_in('restored');
grant select, insert on restored to lamplight_facts;
grant select on restored to lamplight_worker;
create policy everybody on restored for select to lamplight_web using (true);
grant select on restored to lamplight_web;

grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

-- Since when nothing that was decided before is relied on; -infinity: always was.
create function last_return() returns timestamptz language sql stable security definer
	set search_path = lamplight, pg_temp as
	$$ select coalesce(max(back_at) filter (where not as_it_was), '-infinity') from restored $$;

-- The letters that had not arrived: somebody may have kept them back, blocked or ended them since. They
-- wait for a moderator, whatever way they were on.
create function hold_letters() returns void language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
declare l record;
begin
	for l in
		select distinct d.letter_id as id from letter_delivery d
		where d.stage in ('screening', 'moderator', 'trusted', 'due')
	loop
		update letter set screen = 'hold', screened_at = coalesce(screened_at, clock_timestamp()),
				verdict = null, verdict_at = null
			where id = l.id;
		update letter_delivery set stage = 'moderator', reader_id = null
			where letter_id = l.id and stage in ('trusted', 'due');
		perform route_letter(l.id);
	end loop;
	update letter_trust set ended_at = clock_timestamp() where ended_at is null;
	delete from letter_way;
	delete from letter_named;
end $$;

-- What waited to be deleted waits its whole time again: somebody may have taken it back since.
create function wait_again(moment timestamptz) returns void language sql security definer
	set search_path = lamplight, pg_temp as $$
	update keepsake set released_at = moment where released_at is not null;
	update story set let_go_at = moment where let_go_at is not null;
	update box_ending set unkept_since = moment;
	update closing set ends_at = greatest(ends_at, moment + interval '30 days')
		where taken_back_at is null and ended_at is null;
	update deposit set expires_at = greatest(expires_at, moment + interval '30 days')
		where claimed_at is null;
$$;

-- Tells every keeper, and of each story that was shared then those who may know of it.
create function tell_of_return(moment timestamptz) returns void language sql security definer
	set search_path = lamplight, pg_temp as $$
	insert into notice (member_id, kind, box_id, told_at)
		select k.member_id, 'came_back', k.box_id, moment from keeper k
		where k.left_at is null and k.died_at is null;
	insert into notice (member_id, kind, box_id, story_id, told_at)
		select k.member_id, 'was_shared', s.box_id, s.story_id, moment - interval '1 millisecond'
		from share s
		join story st on st.id = s.story_id and st.let_go_at is null
		join keeper k on k.box_id = s.box_id and k.left_at is null and k.died_at is null
		where s.ended_at is null and (st.scope = 'box' or st.writer_id = k.member_id);
$$;

-- Called once, by the owner of the database, right after a backup was loaded. Ends whatever lets
-- anything out or anybody in; what stands in the way of somebody stays: blocks, take-downs, suspensions.
create function come_back(taken timestamptz, unchanged boolean) returns void language plpgsql
	security definer set search_path = lamplight, pg_temp as $$
declare moment timestamptz := clock_timestamp();
begin
	if session_user in ('lamplight_web', 'lamplight_auth', 'lamplight_worker') then
		raise exception 'this is done by a restore' using errcode = 'insufficient_privilege';
	end if;
	insert into restored (taken_at, back_at, as_it_was) values (taken, moment, unchanged);
	perform append_log('place_restored', jsonb_build_object(
		'taken_at', floor(extract(epoch from taken))::bigint, 'as_it_was', unchanged));
	if unchanged then
		return;
	end if;
	perform tell_of_return(moment);
	perform hold_letters();
	update share set ended_at = moment where ended_at is null;
	update proposal set closed_at = moment, closed_as = 'taken_back' where closed_at is null;
	update delegation set ended_at = moment where ended_at is null;
	update guest set withdrawn_at = moment where withdrawn_at is null;
	update invitation set withdrawn_at = moment where used_at is null and withdrawn_at is null;
	update peer_invitation set withdrawn_at = moment where used_at is null and withdrawn_at is null;
	update digest set stopped_at = moment where stopped_at is null;
	delete from day_calendar;
	-- Whoever was welcome asks again, so that one press is enough. Somebody has to be there who can.
	insert into peer_request (member_id)
		select w.member_id from peer_welcome w join member m on m.id = w.member_id and m.ended_at is null
		where w.member_id not in (select h.member_id from host h)
		on conflict do nothing;
	delete from peer_welcome where member_id not in (select h.member_id from host h);
	update moderator set ended_at = moment
		where ended_at is null and member_id not in (select h.member_id from host h);
	-- What somebody put away since is not known: all of it waits until they choose to look.
	update hold set opened_at = null where opened_at is not null;
	perform wait_again(moment);
end $$;

-- The family who were guests until this place came back and are not again, for those who keep the box:
-- by the name and address they were invited with, so that one press invites them anew.
create function guests_before(in_box uuid) returns table (name text, email text) language sql stable
	security definer set search_path = lamplight, pg_temp as $$
	select g.name, used.email from guest g
	join member m on m.id = g.member_id and m.ended_at is null
	join lateral (
		select i.email from invitation i
		where i.box_id = in_box and i.kind = 'guest' and i.used_by = g.member_id and i.email is not null
		order by i.used_at desc limit 1
	) used on true
	where g.box_id = in_box and in_box in (select kept_boxes()) and g.withdrawn_at = last_return()
		and g.member_id not in (
			select o.member_id from guest o where o.box_id = in_box and o.withdrawn_at is null
		)
		and not exists (
			select from invitation i
			where i.box_id = in_box and lower(i.email) = lower(used.email)
				and i.invited_at > last_return() and i.used_at is null and i.withdrawn_at is null
		)
		and not exists (
			select from block b
			where b.blocker_id = viewer() and b.member_id = g.member_id and b.lifted_at is null
		)
	order by g.joined_at
$$;

reset role;
revoke create on schema lamplight from lamplight_facts;

comment on function last_return() is 'not for pages';
comment on function hold_letters() is 'not for pages';
comment on function wait_again(timestamptz) is 'not for pages';
comment on function tell_of_return(timestamptz) is 'not for pages';
comment on function come_back(timestamptz, boolean) is 'not for pages';
call grant_functions();
