-- A box: begun, kept with others, left. What a keeper does with a keepsake takes nothing from the others.
set search_path = lamplight;

grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

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

create function tell(who uuid, what text, in_box uuid, of_story uuid, about uuid) returns void
	language sql security definer set search_path = lamplight, pg_temp as $$
	insert into notice (member_id, kind, box_id, story_id, about_id)
	select who, what, in_box, of_story, about
	where exists (select from keeper k where k.member_id = who and k.box_id = in_box) and in_box in (select kept_boxes())
$$;

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

reset role;
revoke create on schema lamplight from lamplight_facts;

create trigger hold_for_keepers after insert on keepsake for each row execute function hold_for_keepers();

call not_for_pages('hold_for_keepers', 'withdraw_from');
call grant_functions();
