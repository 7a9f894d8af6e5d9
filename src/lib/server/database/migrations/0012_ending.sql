-- Ends: a box that nobody keeps any more, and an account that is closed. Each waits, can be taken back
-- meanwhile, and is then really deleted. What one person does takes nothing from the others (R3).
set search_path = lamplight;

-- Since when nobody keeps a box, and whose leaving made it so: they may come back while it waits.
create table box_ending (
	box_id uuid primary key references box (id) on delete cascade,
	left_by uuid not null references member (id),
	unkept_since timestamptz not null
);
create index on box_ending (unkept_since);
-- An account that is being closed. Signing in again takes it back until it ends.
create table closing (
	member_id uuid primary key references member (id),
	asked_at timestamptz not null,
	ends_at timestamptz not null,
	taken_back_at timestamptz,
	ended_at timestamptz
);
create index on closing (ends_at) where taken_back_at is null and ended_at is null;

call wall_in('box_ending', 'closing');
grant select, insert, update, delete on box_ending, closing to lamplight_facts, lamplight_worker;
create policy own on closing for select to lamplight_web using (member_id = viewer());
grant select on closing to lamplight_web;

grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

-- Everybody who kept it has left it. Where one of them died it is nobody's to end.
create function is_unkept(which uuid) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select exists (select from keeper where box_id = which)
		and not exists (select from keeper where box_id = which and (left_at is null or died_at <= left_at))
$$;

-- The boxes that the viewer was the last to leave, and until when they can come back to them.
create function boxes_left() returns table (id uuid, name text, until timestamptz) language sql stable
	security definer set search_path = lamplight, pg_temp as $$
	select b.id, b.name, e.unkept_since + interval '30 days'
	from box_ending e join box b on b.id = e.box_id
	where e.left_by = viewer() and e.unkept_since > now() - interval '30 days'
	order by e.unkept_since
$$;
-- The last to leave keeps it again, as they did before: nobody else has been there since.
create function keep_again(which uuid) returns boolean language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	perform lock_box(which);
	delete from box_ending
		where box_id = which and left_by = viewer() and unkept_since > now() - interval '30 days';
	if not found then
		return false;
	end if;
	update keeper set left_at = null where id = (
		select k.id from keeper k
		where k.box_id = which and k.member_id = viewer() and k.died_at is null
		order by k.left_at desc limit 1
	);
	return true;
end $$;

-- Closing an account: every way in ends now, and so does what was agreed with them, in every box. They
-- stay a keeper until the account ends, so that nothing is shared meanwhile without their yes. Takes a
-- session that is an hour old at the most; says when the account ends.
create function close_account(session_token text) returns timestamptz language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
declare
	who uuid;
	b uuid;
	moment timestamptz;
	until timestamptz := now() + interval '30 days';
begin
	select s."userId" into who from auth."session" s join member m on m.id = s."userId" and m.ended_at is null
		where s."token" = session_token and s."expiresAt" > now() and s."createdAt" > now() - interval '1 hour';
	if who is null then
		raise exception 'not signed in just now' using errcode = 'insufficient_privilege';
	end if;
	perform set_config('lamplight.viewer', who::text, true);
	for b in select box_id from kept_boxes() box_id order by box_id loop
		moment := lock_box(b);
		insert into notice (member_id, kind, box_id, story_id, about_id)
			select k.member_id, 'brought_back', b, s.story_id, who
			from share s join keeper k on k.box_id = b
			where s.box_id = b and s.ended_at is null and who = any (s.agreed_by)
				and k.member_id <> who and k.left_at is null and k.died_at is null;
		perform withdraw_from(b, moment);
		insert into consent (proposal_id, member_id, answer, given_at)
			select p.id, who, 'not_yet', moment from proposal p cross join lateral last_word(who, p) word
			where p.box_id = b and p.closed_at is null and word.answer = 'yes';
	end loop;
	delete from peer_request where member_id = who;
	insert into closing (member_id, asked_at, ends_at) values (who, now(), until)
		on conflict (member_id) do update set asked_at = now(), ends_at = until, taken_back_at = null;
	delete from auth."session" where "userId" = who;
	return until;
end $$;

-- Signing in again takes it back, but for somebody who was asked to leave.
create function take_back_closing() returns trigger language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	update closing set taken_back_at = now()
		where member_id = new."userId" and taken_back_at is null and ended_at is null
			and not exists (select from removal r where r.member_id = new."userId" and r.lifted_at is null);
	return new;
end $$;

-- The account has waited its time: leaves every box, and nothing of the person stays but a number under
-- what the others keep. What nobody else could ever see has waited since they asked. Twice is once.
create function end_account(who uuid, at timestamptz) returns boolean language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
declare
	c closing;
	address text;
	b uuid;
begin
	if session_user = 'lamplight_web' then
		raise exception 'this is done by a job' using errcode = 'insufficient_privilege';
	end if;
	select * into c from closing
		where member_id = who and taken_back_at is null and ended_at is null and ends_at <= at for update;
	if c.member_id is null then
		return false;
	end if;
	select "email" into address from auth."user" where "id" = who;
	perform set_config('lamplight.viewer', who::text, true);
	for b in select box_id from kept_boxes() box_id order by box_id loop
		perform leave_box(b);
		insert into notice (member_id, kind, box_id, about_id)
			select k.member_id, 'left', b, who from keeper k
			where k.box_id = b and k.left_at is null and k.died_at is null;
		update box_ending set unkept_since = greatest(c.asked_at, (
			select max(k.left_at) from keeper k where k.box_id = b and k.member_id <> who
		)) where box_id = b;
	end loop;
	update keepsake set released_at = c.asked_at
		where put_in_by = who and scope = 'mine' and released_at is null;
	update story set let_go_at = c.asked_at where writer_id = who and scope = 'mine' and let_go_at is null;
	delete from draft d using story s where s.id = d.story_id and s.writer_id = who and s.scope = 'box';
	delete from draft_copy d using story s where s.id = d.story_id and s.writer_id = who and s.scope = 'box';
	perform forget_person(who);
	delete from auth."verification" where position(address in "value") > 0;
	delete from auth."user" where "id" = who;
	update closing set ended_at = now() where member_id = who;
	return true;
end $$;

-- All that says who somebody is, or was about them alone.
create function forget_person(who uuid) returns void language sql security definer
	set search_path = lamplight, pg_temp as $$
	delete from guest where member_id = who;
	delete from block where who in (blocker_id, member_id);
	delete from notice where member_id = who;
	delete from peer_request where member_id = who;
	delete from peer_welcome where member_id = who;
	delete from suspension where member_id = who;
	delete from host where member_id = who;
	delete from upload where member_id = who;
	update invitation set name = '', email = null where used_by = who;
	update deposit set email = '' where claimed_by = who;
	update member set name = '', ended_at = now() where id = who and session_user <> 'lamplight_web';
$$;

-- A story's rows, all of them: `share` and `invitation` name others without going with them.
create function delete_story(which uuid) returns void language sql security definer
	set search_path = lamplight, pg_temp as $$
	delete from share where story_id = which and session_user <> 'lamplight_web';
	delete from story where id = which and session_user <> 'lamplight_web';
$$;

-- A box that nobody has kept for 30 days loses all its rows but those of originals, whose bytes go first,
-- and what somebody who left before keeps in it for themselves alone. False: it is kept again.
create function empty_box(which uuid, at timestamptz) returns boolean language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	if session_user = 'lamplight_web' then
		raise exception 'this is done by a job' using errcode = 'insufficient_privilege';
	end if;
	perform lock_box(which);
	if not is_unkept(which)
		or not exists (select from box_ending where box_id = which and unkept_since <= at - interval '30 days') then
		return false;
	end if;
	delete from upload where box_id = which;
	delete from keepsake k where k.box_id = which and not is_own_of_another(k.scope, k.put_in_by, which);
	perform delete_story(s.id) from story s
		where s.box_id = which and not is_own_of_another(s.scope, s.writer_id, which);
	return true;
end $$;
create function is_own_of_another(what text, who uuid, in_box uuid) returns boolean language sql stable
	security definer set search_path = lamplight, pg_temp as $$
	select what = 'mine' and exists (
		select from member m join box_ending e on e.box_id = in_box
		where m.id = who and m.ended_at is null and m.id <> e.left_by
	)
$$;
-- Then the box itself, with every row that names it. False: something is still in it.
create function delete_box(which uuid) returns boolean language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
declare t regclass;
begin
	if session_user = 'lamplight_web' then
		raise exception 'this is done by a job' using errcode = 'insufficient_privilege';
	end if;
	perform lock_box(which);
	if not is_unkept(which) or not exists (select from box_ending where box_id = which)
		or exists (select from original where box_id = which)
		or exists (select from keepsake where box_id = which)
		or exists (select from story where box_id = which) then
		return false;
	end if;
	delete from invitation where box_id = which;
	for t in select conrelid::regclass from pg_constraint
		where contype = 'f' and confrelid = 'box'::regclass and confdeltype = 'a'
			and conrelid not in ('original'::regclass, 'keepsake'::regclass, 'story'::regclass) loop
		execute format('delete from %s where box_id = $1', t) using which;
	end loop;
	delete from box where id = which;
	return true;
end $$;

reset role;
revoke create on schema lamplight from lamplight_facts;

create trigger take_back_closing after insert on auth."session"
	for each row execute function take_back_closing();

call not_for_pages('end_account', 'forget_person', 'delete_story', 'empty_box', 'delete_box');
call grant_functions();
