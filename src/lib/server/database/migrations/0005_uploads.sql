-- What comes into a box: by whoever keeps it, or left for an address before anybody keeps it.
set search_path = lamplight;

grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

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

-- What a device said of a file stays with the keepsake that it became.
create function keep_modified_at() returns trigger language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	update keepsake k set modified_at = new.modified_at
		where (k.id = new.keepsake_id or k.part_of = new.keepsake_id)
			and k.sha256 = new.sha256 and k.modified_at is null;
	return new;
end $$;

-- How much a box may hold, as the host set it; null: no limit. Each original counts once, and so does
-- each content that is on its way. Under the box's lock nothing passes it, however many come at once.
create function bytes_allowed() returns bigint language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select (value #>> '{}')::bigint from site_setting
	where key = 'box_bytes' and jsonb_typeof(value) = 'number'
$$;
create function bytes_in(which uuid, besides text) returns bigint language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select (
		coalesce((select sum(o.bytes) from original o where o.box_id = which), 0)
		+ coalesce((
			select sum(coming.bytes) from (
				select distinct on (coalesce(u.sha256, u.id)) u.bytes from upload u
				where u.box_id = which and u.finished_at is null and u.id is distinct from besides
					and not exists (select from original o where o.box_id = which and o.sha256 = u.sha256)
				order by coalesce(u.sha256, u.id), u.bytes desc
			) coming
		), 0)
	)::bigint
	where keeps(which) or exists (select from deposit d where d.id = deposit_in_hand() and d.box_id = which)
$$;
create function has_room(which uuid, coming bigint, hash text, besides text) returns boolean
	language plpgsql security definer set search_path = lamplight, pg_temp as $$
declare most bigint := bytes_allowed();
begin
	if most is null then
		return true;
	end if;
	perform lock_box(which);
	if exists (select from original where box_id = which and sha256 = hash) then
		return true;
	end if;
	return coalesce(bytes_in(which, besides) + coming <= most, true);
end $$;

reset role;
revoke create on schema lamplight from lamplight_facts;

create trigger keep_modified_at after update of finished_at on upload for each row
	when (new.finished_at is not null and new.modified_at is not null)
	execute function keep_modified_at();

call not_for_pages('keep_modified_at');
call grant_functions();
