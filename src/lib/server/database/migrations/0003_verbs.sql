-- Verbs that reach beyond the viewer's own rows. Each looks at the facts by itself; none trusts
-- what a page believes. All belong to lamplight_facts, with a fixed search path.
set search_path = lamplight;
set role lamplight_facts;

-- Checks the session, makes its member the viewer of this transaction, and says who that is.
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
	return who_am_i();
end $$;

create function who_am_i() returns jsonb language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select jsonb_build_object(
		'id', m.id,
		'name', m.name,
		'host', exists (select from host h where h.member_id = m.id),
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

create function tell(who uuid, what text, in_box uuid, of_story uuid, about uuid) returns void
	language sql security definer set search_path = lamplight, pg_temp as $$
	insert into notice (member_id, kind, box_id, story_id, about_id)
	select who, what, in_box, of_story, about
	where exists (select from keeper k where k.member_id = who and k.box_id = in_box) and in_box in (select kept_boxes())
$$;

create function begin_box(new_id uuid) returns void language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	if viewer() is null then
		raise exception 'nobody is signed in' using errcode = 'insufficient_privilege';
	end if;
	insert into box (id, created_by) values (new_id, viewer());
	insert into keeper (box_id, member_id) values (new_id, viewer());
end $$;

-- Every consent, withdrawal, joining and leaving first locks the box's row. Gives the moment at which
-- the lock was had: `now()` stands still from the beginning of a transaction that may have waited.
create function lock_box(which uuid) returns timestamptz language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	perform from box where id = which for update;
	return clock_timestamp();
end $$;

-- A keepsake of the box is held by every present keeper; one put in as "mine" by its giver.
create function hold_for_keepers() returns trigger language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	insert into hold (keepsake_id, member_id)
		select new.id, k.member_id from keeper k
		where k.box_id = new.box_id and k.left_at is null and k.died_at is null
			and (new.scope = 'box' or k.member_id = new.put_in_by)
		on conflict do nothing;
	return new;
end $$;

-- Removes the viewer's own hold. When nobody holds it any more it leaves every shared version at
-- once and waits 30 days (R3). Says whether that happened.
create function let_go(which uuid) returns boolean language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
declare
	b uuid;
	lonely boolean;
begin
	if not may_hold(which) then
		raise exception 'not found' using errcode = 'no_data_found';
	end if;
	select box_id into b from keepsake where id = which;
	perform lock_box(b);
	update hold set let_go_at = now() where keepsake_id = which and member_id = viewer() and let_go_at is null;
	lonely := not exists (
		select from hold h join keeper k on k.member_id = h.member_id and k.box_id = b
		where h.keepsake_id = which and h.let_go_at is null and k.left_at is null and k.died_at is null
	);
	if lonely then
		update keepsake set released_at = now() where id = which and released_at is null;
	end if;
	return lonely;
end $$;
create function take_back(which uuid) returns boolean language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
declare
	done integer;
	moment timestamptz;
begin
	if not may_hold(which) then
		return false;
	end if;
	select lock_box(box_id) into moment from keepsake where id = which;
	update hold set let_go_at = null where keepsake_id = which and member_id = viewer() and let_go_at is not null
		and exists (select from keepsake k where k.id = which
			and (k.released_at is null or k.released_at > now() - interval '30 days'));
	get diagnostics done = row_count;
	if done > 0 then
		update keepsake set released_at = null, held_again_at = moment where id = which and released_at is not null;
	end if;
	return done > 0;
end $$;

-- What the page behind an invitation may say before it is taken up.
create function invitation_face(hashed text) returns jsonb language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select jsonb_build_object('kind', i.kind, 'name', i.name, 'email', i.email,
		'invitedBy', (select m.name from member m where m.id = i.invited_by))
	from invitation i
	where i.token_hash = hashed and i.used_at is null and i.withdrawn_at is null and i.expires_at > now()
$$;

-- Single use. The viewer becomes what they were invited to be; says which box, or null.
create function accept_invitation(hashed text) returns jsonb language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
declare i invitation;
begin
	if viewer() is null then
		return null;
	end if;
	select * into i from invitation where token_hash = hashed;
	if i.id is null then
		return null;
	end if;
	if i.box_id is not null then
		perform lock_box(i.box_id);
	end if;
	update invitation set used_at = now(), used_by = viewer()
		where id = i.id and used_at is null and withdrawn_at is null and expires_at > now();
	if not found then
		return null;
	end if;
	if i.kind = 'host' then
		insert into host (member_id) values (viewer()) on conflict do nothing;
	elsif i.kind = 'guest' then
		insert into guest (box_id, member_id, name, invited_by)
			values (i.box_id, viewer(), i.name, i.invited_by) on conflict do nothing;
	else
		insert into keeper (box_id, member_id, invited_by, joined_at)
			values (i.box_id, viewer(), i.invited_by, clock_timestamp()) on conflict do nothing;
		insert into hold (keepsake_id, member_id)
			select k.id, viewer() from keepsake k where k.box_id = i.box_id and k.scope = 'box'
			on conflict do nothing;
		update delegation set ended_at = clock_timestamp() where box_id = i.box_id and ended_at is null;
	end if;
	return jsonb_build_object('kind', i.kind, 'boxId', i.box_id);
end $$;

-- What was agreed with the viewer in this box goes back to keepers only (R2), and so do the
-- invitations that nobody has taken up yet. What they asked, what was left to them or by them, and
-- what was on its way from them ends.
create function withdraw_from(which uuid, moment timestamptz) returns void language sql security definer
	set search_path = lamplight, pg_temp as $$
	update share set ended_at = moment, ended_by = viewer()
		where box_id = which and ended_at is null and viewer() = any (agreed_by);
	update invitation set withdrawn_at = moment
		where box_id = which and used_at is null and withdrawn_at is null and keeps(which);
	update delegation set ended_at = moment
		where box_id = which and ended_at is null and viewer() in (giver_id, named_id);
	update proposal set closed_at = moment, closed_as = 'taken_back'
		where box_id = which and closed_at is null and proposed_by = viewer();
	delete from upload where box_id = which and member_id = viewer() and finished_at is null;
$$;

-- Leaving. What only they still held begins its wait; a box that nobody keeps any more waits as a whole.
create function leave_box(which uuid) returns void language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
declare moment timestamptz;
begin
	if not keeps(which) then
		raise exception 'not found' using errcode = 'no_data_found';
	end if;
	moment := lock_box(which);
	perform withdraw_from(which, moment);
	update keeper set left_at = moment
		where box_id = which and member_id = viewer() and left_at is null;
	if is_unkept(which) then
		insert into box_ending (box_id, left_by, unkept_since) values (which, viewer(), moment);
		return;
	end if;
	update keepsake k set released_at = moment
		where k.box_id = which and k.scope = 'box' and k.released_at is null and not exists (
			select from hold h join keeper p on p.member_id = h.member_id and p.box_id = which
			where h.keepsake_id = k.id and h.let_go_at is null and p.left_at is null and p.died_at is null
		) and exists (select from keeper p where p.box_id = which and p.left_at is null and p.died_at is null);
end $$;

-- Just keep these safe: a box with no keeper yet, and a key that this device holds.
create function make_deposit(new_id uuid, new_box uuid, address text, device text) returns void
	language plpgsql security definer set search_path = lamplight, pg_temp as $$
begin
	insert into box (id) values (new_box);
	insert into deposit (id, box_id, email, device_hash, expires_at)
		values (new_id, new_box, lower(address), device, now() + interval '1 year');
end $$;
-- What is on its way from this device may still arrive after the letter's link was opened.
create function enter_deposit(device text) returns uuid language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
declare d uuid;
begin
	select id into d from deposit
		where device_hash = device and expires_at > now() and made_at > now() - interval '24 hours';
	perform set_config('lamplight.deposit', coalesce(d::text, ''), true);
	return d;
end $$;
-- Whoever has shown that the address is theirs becomes keeper of what was left for it.
create function claim_deposits() returns setof uuid language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
declare d deposit;
begin
	for d in
		select dep.* from deposit dep
		join auth."user" u on lower(u."email") = dep.email and u."emailVerified"
		where u."id" = viewer() and dep.claimed_at is null for update of dep
	loop
		perform lock_box(d.box_id);
		update deposit set claimed_at = now(), claimed_by = viewer() where id = d.id;
		insert into keeper (box_id, member_id) values (d.box_id, viewer()) on conflict do nothing;
		update keepsake set put_in_by = viewer() where box_id = d.box_id and put_in_by is null;
		insert into hold (keepsake_id, member_id)
			select id, viewer() from keepsake where box_id = d.box_id on conflict do nothing;
		return next d.box_id;
	end loop;
end $$;

-- How many things a box has or awaits, those of every keeper: only whether there is room is told.
create function things_in(which uuid) returns integer language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select (
		(select count(*) from keepsake k where k.box_id = which)
		+ (select count(*) from upload u where u.box_id = which and u.finished_at is null)
	)::integer
	where keeps(which) or exists (select from deposit d where d.id = deposit_in_hand() and d.box_id = which)
$$;

-- An upload has arrived whole and its original is durable: the keepsake it becomes. Twice is once.
create function finish_upload(which text, hash text, new_id uuid, made_kind text) returns uuid
	language plpgsql security definer set search_path = lamplight, pg_temp as $$
declare
	u upload;
	giver uuid;
begin
	select * into u from upload where id = which for update;
	if u.id is null
		or not (u.member_id is not distinct from viewer() and u.member_id is not null and keeps(u.box_id)
			or u.deposit_id is not distinct from deposit_in_hand() and u.deposit_id is not null) then
		raise exception 'not found' using errcode = 'no_data_found';
	end if;
	if u.finished_at is not null then
		return u.keepsake_id;
	end if;
	perform lock_box(u.box_id);
	giver := coalesce(u.member_id, (select d.claimed_by from deposit d where d.id = u.deposit_id));
	insert into original (box_id, sha256, bytes) values (u.box_id, hash, u.bytes) on conflict do nothing;
	select coalesce(k.part_of, k.id) into u.keepsake_id from keepsake k
		where k.box_id = u.box_id and k.sha256 = hash and k.released_at is null
			and k.scope = u.scope and (u.scope = 'box' or k.put_in_by = u.member_id);
	if u.keepsake_id is null then
		insert into keepsake (id, box_id, put_in_by, scope, kind, sha256, file_name, media_type, bytes)
			values (new_id, u.box_id, giver, u.scope, made_kind, hash, u.file_name, u.media_type, u.bytes);
		u.keepsake_id := new_id;
	end if;
	if u.member_id is not null then
		update hold set let_go_at = null, opened_at = case when u.kept_covered then opened_at else coalesce(opened_at, now()) end
			where keepsake_id = u.keepsake_id and member_id = u.member_id;
	end if;
	update upload set finished_at = now(), keepsake_id = u.keepsake_id where id = which;
	return u.keepsake_id;
end $$;

-- A peer, a guest or anyone asks to see one photograph: remembered for this visit and this version.
create function show_photograph(visit text, of_version uuid, which uuid) returns boolean
	language plpgsql security definer set search_path = lamplight, pg_temp as $$
begin
	insert into shown (visit_hash, version_id, keepsake_id)
		select visit, vk.version_id, vk.keepsake_id
		from version_keepsake vk
		where vk.version_id = of_version and vk.keepsake_id = which and keepsake_reaches_viewer(of_version, which)
		on conflict (visit_hash, version_id, keepsake_id) do update set shown_at = now();
	return found;
end $$;
-- Where the bytes of a shared photograph lie, if this visit may have them now; else no row.
create function shared_picture(visit text, of_story uuid, which uuid, wanted_size text)
	returns table (box_id uuid, original text, sha256 text, media_type text, bytes integer)
	language sql stable security definer set search_path = lamplight, pg_temp as $$
	select k.box_id, k.sha256::text, p.sha256::text, p.media_type, p.bytes
	from share s
	join version_keepsake vk on vk.version_id = s.version_id and vk.keepsake_id = which
	join keepsake k on k.id = vk.keepsake_id and is_out_with(s.agreed_at, k.released_at, k.held_again_at)
	join picture p on p.keepsake_id = k.id and p.size = wanted_size
	where s.story_id = of_story and s.ended_at is null and reaches_viewer(s)
		and (
			not vk.covered
			or exists (
				select from shown sh
				where sh.visit_hash = visit and sh.version_id = s.version_id
					and sh.keepsake_id = which and sh.shown_at > now() - interval '12 hours'
			)
		)
$$;

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

create trigger hold_for_keepers after insert on keepsake for each row execute function hold_for_keepers();

-- An account is a member from its first moment.
create function lamplight.member_of_account() returns trigger language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	insert into member (id, name) values (new."id", left(coalesce(new."name", ''), 80)) on conflict do nothing;
	return new;
end $$;
alter function member_of_account() owner to lamplight_facts;
create trigger member_of_account after insert on auth."user" for each row execute function lamplight.member_of_account();

revoke create on schema lamplight from lamplight_facts;
