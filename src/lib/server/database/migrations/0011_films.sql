-- Films, recordings and papers: what they are, what is made of them to be played and read, and the
-- two halves of a photograph that moves.
set search_path = lamplight;

alter table keepsake drop constraint keepsake_kind_check;
alter table keepsake add constraint keepsake_kind_check
	check (kind in ('photograph', 'film', 'recording', 'paper', 'words', 'file'));
-- What is said in it, as the family writes it down.
alter table keepsake add said text not null default '' check (length(said) <= 20000);
-- How many pages a paper has, which may be more than are shown.
alter table keepsake add page_count integer;
-- What a phone writes into both halves of a photograph that moves.
alter table keepsake add twin_id text check (length(twin_id) <= 100);
-- The photograph has a film inside its own file.
alter table keepsake add moves boolean not null default false;
-- The film of such a photograph: kept, held, let go and deleted with it, and never shown by itself.
alter table keepsake add part_of uuid references keepsake (id) on delete cascade;
create index on keepsake (part_of) where part_of is not null;
create index on keepsake (box_id, twin_id) where twin_id is not null;
grant update (said) on keepsake to lamplight_web;

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

call wall_in('playable', 'page', 'making');
grant select, insert, update, delete on playable, page, making to lamplight_facts, lamplight_worker;
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

reset role;
revoke create on schema lamplight from lamplight_facts;

create trigger hold_parts after insert or update on hold for each row execute function hold_parts();
create trigger release_parts after update of released_at on keepsake
	for each row execute function release_parts();

comment on function hold_parts() is 'not for pages';
comment on function release_parts() is 'not for pages';
comment on function join_halves(uuid) is 'not for pages';
call grant_functions();
