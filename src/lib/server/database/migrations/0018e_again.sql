-- Whose first story it is, when nobody of those who keep it is known; nothing let out unseen; and the
-- next is told at once when whoever had somebody's danger before them has it no longer. Whoever is
-- suspended may ask another person to look again, once.
set search_path = lamplight;

-- A suspended member says why they think it is wrong. `answered_at`: it was looked at, and stays.
create table suspension_appeal (
	suspension_id uuid primary key references suspension (id) on delete cascade,
	words text not null default '' check (length(words) <= 1000),
	asked_at timestamptz not null default now(),
	answered_at timestamptz,
	answered_by uuid references member (id)
);
call wall_in('suspension_appeal');
grant select, insert, update, delete on suspension_appeal to lamplight_facts;
grant select on suspension_appeal to lamplight_worker;

grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

-- Has something of theirs gone out to peers or anyone before, looked at or while nobody looked? What
-- they wrote, or keep with others and agreed to. `besides`: the sharing that is judged just now.
create function has_gone_out(who uuid, only_written boolean, besides uuid) returns boolean language sql
	stable security definer set search_path = lamplight, pg_temp as $$
	select exists (
		select from share s join story o on o.id = s.story_id
		where s.id <> besides and (s.to_peers or s.to_anyone)
			and (
				o.writer_id = who
				or (not only_written and who = any (s.agreed_by)
					and s.box_id in (select k.box_id from keeper k where k.member_id = who))
			)
			and (
				not exists (select from matter m where m.kind = 'first_story' and m.story_id = o.id)
				or exists (
					select from matter m
					where m.kind = 'first_story' and m.story_id = o.id and m.state = 'released'
				)
			)
	)
$$;
-- New is its writer, or everybody who keeps it, whoever wrote it. While nobody is there who could look,
-- nobody has to wait; and what was let out once is not looked at again.
create or replace function looks_first(at_story uuid, besides uuid) returns boolean language sql stable
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
			select from matter m
			where m.kind = 'first_story' and m.story_id = st.id and m.state = 'released'
		)
		and (
			not has_gone_out(st.writer_id, true, besides)
			or not exists (
				select from keeper k
				where k.box_id = st.box_id and k.left_at is null and k.died_at is null
					and has_gone_out(k.member_id, false, besides)
			)
		)
	from story st where st.id = at_story
$$;
create or replace function look_first() returns trigger language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
declare
	opened uuid;
	m matter;
begin
	if not looks_first(new.story_id, new.id) then
		return null;
	end if;
	opened := open_matter('first_story', 'first_story', new.story_id);
	select * into m from matter where id = opened;
	-- Another version than lay before somebody: nobody lets out what they have not seen.
	update matter_taking set ended_at = clock_timestamp(), ended_as = 'put_back'
		where matter_id = opened and ended_at is null;
	-- What was not let out before, and is mended, waits by this look alone.
	update takedown t set lifted_at = clock_timestamp() from matter o
		where o.id = t.matter_id and o.kind = 'first_story' and o.id <> opened
			and t.story_id = new.story_id and t.lifted_at is null;
	insert into takedown (story_id, reason, matter_id)
		select new.story_id, 'first_look', opened
		where not exists (select from takedown t where t.matter_id = opened and t.lifted_at is null);
	if found then
		perform leave_words(m, 'waits_look');
	end if;
	return null;
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
create or replace function own_standing() returns jsonb language sql stable security definer
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

-- Small first: of several, the smallest there is, and never a larger one in its place.
create or replace function matter_picture(which uuid, of_keepsake uuid, wanted text)
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

reset role;
revoke create on schema lamplight from lamplight_facts;

create trigger tell_the_next after update of ended_at on matter_taking for each row
	when (old.ended_at is null and new.ended_as in ('put_back', 'passed_on', 'knows_family'))
	execute function tell_the_next();

comment on function has_gone_out(uuid, boolean, uuid) is 'not for pages';
comment on function tell_the_next() is 'not for pages';
call grant_functions();
