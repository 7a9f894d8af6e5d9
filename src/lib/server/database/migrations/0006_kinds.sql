-- Films, recordings and papers: what is made of them to be played and read, the two halves of a photograph
-- that moves, and trying again what could not be shown.
set search_path = lamplight;

-- What every browser plays, made of a film or a recording, or of the film inside a photograph.
create table playable (
	keepsake_id uuid primary key references keepsake (id) on delete cascade,
	sha256 sha256 not null,
	media_type text not null,
	bytes bigint not null,
	seconds real not null,
	width integer,
	height integer,
	made_at timestamptz not null
);
-- The pages of a paper as pictures, the first of them too.
create table page (
	keepsake_id uuid not null references keepsake (id) on delete cascade,
	number integer not null check (number > 0),
	sha256 sha256 not null,
	media_type text not null,
	bytes integer not null,
	width integer not null,
	height integer not null,
	primary key (keepsake_id, number)
);
-- How far a long work is. Not there: it has not begun, or it is over.
create table making (
	keepsake_id uuid primary key references keepsake (id) on delete cascade,
	part real not null check (part between 0 and 1),
	told_at timestamptz not null
);
-- What shows a keepsake is made by a process of its own, which can be lost while it is at work: by what
-- the machine did, or by what the file did to it. Each time is noted here, so that one is told from the
-- other (`src/lib/keepsakes/making/lost.server.ts`). Of use for hours only: backups leave it out.
create table lost_making (
	id bigint generated always as identity primary key,
	keepsake_id uuid not null references keepsake (id) on delete cascade,
	at timestamptz not null,
	-- It fell by itself; else somebody ended it.
	crashed boolean not null
);
create index on lost_making (keepsake_id);

call wall_in('playable', 'page', 'making', 'lost_making');
grant select, insert, update, delete on playable, page, making to lamplight_facts, lamplight_worker;
grant select, insert, delete on lost_making to lamplight_facts, lamplight_worker;
create policy keepers on playable for select to lamplight_web using (may_hold(keepsake_id));
create policy keepers on page for select to lamplight_web using (may_hold(keepsake_id));
create policy keepers on making for select to lamplight_web using (may_hold(keepsake_id));
grant select on playable, page, making to lamplight_web;

grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

-- Whatever is done with a hold on a photograph is done with its film.
create function hold_parts() returns trigger language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	insert into hold (keepsake_id, member_id, held_since, opened_at, put_away_at, let_go_at)
		select k.id, new.member_id, new.held_since, new.opened_at, new.put_away_at, new.let_go_at
		from keepsake k where k.part_of = new.keepsake_id
		on conflict (keepsake_id, member_id) do update
			set opened_at = excluded.opened_at, put_away_at = excluded.put_away_at,
				let_go_at = excluded.let_go_at;
	return new;
end $$;
create function release_parts() returns trigger language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	update keepsake set released_at = new.released_at
		where part_of = new.id and released_at is distinct from new.released_at;
	return new;
end $$;

-- Joins the two halves of a photograph that moves, whichever came first: those that one phone named
-- alike, that are for the same people, and that nobody has let go. Each half is joined once. Says
-- which photograph it became a part of, or got its film; null: the other half is not there (yet).
create function join_halves(which uuid) returns uuid language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
declare
	half keepsake;
	photo uuid;
	film uuid;
begin
	select * into half from keepsake where id = which;
	perform lock_box(half.box_id);
	select p.id, f.id into photo, film
		from keepsake p
		join keepsake f on f.box_id = p.box_id and f.twin_id = p.twin_id and f.kind = 'film'
			and f.scope = p.scope and (f.scope = 'box' or f.put_in_by is not distinct from p.put_in_by)
			and f.part_of is null and f.released_at is null
		where p.box_id = half.box_id and p.twin_id = half.twin_id and which in (p.id, f.id)
			and p.kind = 'photograph' and p.released_at is null
			and not exists (select from keepsake other where other.part_of = p.id)
			and not exists (
				select from hold h where h.keepsake_id in (p.id, f.id) and h.let_go_at is not null
			)
			-- What was shared stays as it was agreed to.
			and not exists (select from version_keepsake vk where vk.keepsake_id = f.id)
		order by f.put_in_at limit 1;
	if photo is null then
		return null;
	end if;
	update keepsake set part_of = photo where id = film;
	update keepsake p set
		caption = case p.caption when '' then f.caption else p.caption end,
		alt = case p.alt when '' then f.alt else p.alt end,
		cover_words = case p.cover_words when '' then f.cover_words else p.cover_words end,
		said = case p.said when '' then f.said else p.said end
		from keepsake f where p.id = photo and f.id = film;
	update upload set keepsake_id = photo where keepsake_id = film;
	-- Covered if either half was: nobody is shown what they had covered. The film follows.
	update hold p set
		opened_at = case when f.opened_at is null then null else p.opened_at end,
		put_away_at = coalesce(p.put_away_at, f.put_away_at)
		from hold f
		where p.keepsake_id = photo and f.keepsake_id = film and f.member_id = p.member_id;
	return photo;
end $$;

-- What is played of a keepsake: its own, or that of the film beside a photograph.
create function playable_of(which uuid) returns setof playable language sql stable as $$
	select p.* from lamplight.playable p join lamplight.keepsake k on k.id = p.keepsake_id
	where k.id = which or k.part_of = which
	order by k.part_of nulls first
	limit 1
$$;
-- The pages of a paper that are made, each with its shape.
create function pages_of(which uuid) returns json language sql stable as $$
	select coalesce(
		json_agg(json_build_object('number', g.number, 'width', g.width, 'height', g.height) order by g.number),
		'[]'
	)
	from lamplight.page g where g.keepsake_id = which
$$;

-- Forgets why a keepsake could not be shown, so that it is tried again; gives its kind, for the right
-- work. Null: it is not the viewer's, there is nothing to try again, or it was tried often enough today.
create function try_again(which uuid) returns text language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
declare of_kind text;
begin
	select k.kind into of_kind from keepsake k
		where k.id = which and k.released_at is null
			and k.cannot_show is not null and k.cannot_show not in ('not_here_yet', 'locked')
			and k.box_id in (select kept_boxes()) and (k.scope = 'box' or k.put_in_by = viewer());
	if of_kind is null or not allow('try_again:' || which, 5, 86400) then
		return null;
	end if;
	update keepsake set cannot_show = null where id = which;
	return of_kind;
end $$;

-- For a host: how many keepsakes cannot be shown, and the latest of them, by their ids alone.
create function not_shown() returns json language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select json_build_object(
		'count', count(*),
		'latest', coalesce(
			json_agg(json_build_object('id', id, 'kind', kind, 'why', cannot_show) order by place)
				filter (where place <= 100),
			'[]'
		)
	)
	from (
		select id, kind, cannot_show, row_number() over (order by put_in_at desc, id) as place
		from keepsake
		where cannot_show is not null and released_at is null
	) k
	where is_host()
$$;

reset role;
revoke create on schema lamplight from lamplight_facts;

create trigger hold_parts after insert or update on hold for each row execute function hold_parts();
create trigger release_parts after update of released_at on keepsake
	for each row execute function release_parts();

call not_for_pages('hold_parts', 'release_parts', 'join_halves');
call grant_functions();
