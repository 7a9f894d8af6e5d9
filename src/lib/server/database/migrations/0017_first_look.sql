-- The first story of a new keeper waits until somebody has looked at it.
set search_path = lamplight;
-- Two of the functions below ask one that a later file makes; a test reads every body once all are there.
set local check_function_bodies = off;

grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

-- Has something of theirs gone out to peers or anyone before, looked at or while nobody looked? What
-- they wrote, or keep with others and agreed to. `besides`: the sharing that is judged just now. What went out
-- before this place came back from a backup may have been taken down since, and counts for nothing.
create function has_gone_out(who uuid, only_written boolean, besides uuid) returns boolean
	language sql stable security definer set search_path = lamplight, pg_temp as $$
	select exists (
		select from share s join story o on o.id = s.story_id
		where s.id <> besides and (s.to_peers or s.to_anyone) and s.agreed_at > last_return()
			and (
				o.writer_id = who
				or (not only_written and who = any (s.agreed_by)
					and s.box_id in (select k.box_id from keeper k where k.member_id = who))
			)
			and (
				not exists (
					select from matter m
					where m.kind = 'first_story' and m.story_id = o.id and m.opened_at > last_return()
				)
				or exists (
					select from matter m
					where m.kind = 'first_story' and m.story_id = o.id and m.state = 'released'
						and m.closed_at > last_return()
				)
			)
	)
$$;

-- The first story of a new keeper. New is its writer, or everybody who keeps it, whoever wrote it. While
-- nobody is there who could look, nobody has to wait; and what was let out once is not looked at again.
-- But a look from before this place came back does not count; and a moderator of then does, so that nothing
-- goes out unseen while they are not named again.
create function looks_first(at_story uuid, besides uuid) returns boolean language sql stable
	security definer set search_path = lamplight, pg_temp as $$
	select coalesce((select value <> 'false' from site_setting where key = 'first_look'), true)
		and exists (
			select from moderator o
			where (o.ended_at is null or o.ended_at = last_return())
				and not is_suspended(o.member_id) and o.member_id <> st.writer_id
				and not exists (
					select from keeper k where k.box_id = st.box_id and k.member_id = o.member_id
						and k.left_at is null and k.died_at is null
				)
		)
		and not exists (
			select from matter m
			where m.kind = 'first_story' and m.story_id = st.id and m.state = 'released'
				and m.closed_at > last_return()
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
-- The matter is opened once, and by itself: asked for within a query it would be opened for each of its
-- rows, and for none where there is none.
create function look_first() returns trigger language plpgsql security definer
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

reset role;
revoke create on schema lamplight from lamplight_facts;

create trigger look_first after insert on share for each row
	when (new.ended_at is null and (new.to_peers or new.to_anyone)) execute function look_first();
-- At the end of the transaction: what was agreed may have taken the place of what was.
create constraint trigger end_first_look after update on share deferrable initially deferred
	for each row when (old.ended_at is null and new.ended_at is not null) execute function end_first_look();

call not_for_pages('has_gone_out', 'looks_first', 'look_first', 'end_first_look');
call grant_functions();
