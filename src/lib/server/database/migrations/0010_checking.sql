-- Every original is read again, every night: what was found, for the host; when, for those who keep it.
set search_path = lamplight;

create table file_check (
	id uuid primary key default gen_random_uuid(),
	kind text not null check (kind in ('nightly', 'asked')),
	begun_at timestamptz not null default now(),
	ended_at timestamptz,
	-- Where it goes on after a pause or a crash: what is next, and what was the last one seen.
	phase text not null default 'originals' check (phase in ('originals', 'pictures', 'orphans', 'copy_orphans', 'done')),
	at_id uuid,
	at_key text,
	files integer not null default 0,
	bytes bigint not null default 0,
	copied integer not null default 0,
	remade integer not null default 0,
	copy_away boolean not null default false
);
create unique index file_check_under_way on file_check (kind) where ended_at is null;
create table file_finding (
	id uuid primary key default gen_random_uuid(),
	check_id uuid not null references file_check (id),
	place text not null check (place in ('store', 'copy')),
	address text not null,
	what text not null check (what in ('missing', 'changed', 'orphan')),
	box_id uuid references box (id) on delete cascade,
	sha256 sha256 not null,
	keepsake_id uuid references keepsake (id) on delete set null,
	found_at timestamptz not null default now(),
	-- Mended, found whole again, or gone together with what it was about.
	mended_at timestamptz,
	told_at timestamptz
);
create unique index file_finding_open on file_finding (place, address) where mended_at is null;
create index on file_finding (check_id);
create table box_check (
	box_id uuid primary key references box (id) on delete cascade,
	checked_at timestamptz not null
);

call wall_in('file_check', 'file_finding', 'box_check');
grant select on file_check, file_finding, box_check to lamplight_facts;
grant select, insert, update, delete on file_check, file_finding, box_check to lamplight_worker;
create policy hosts on file_check for select to lamplight_web using (is_host());
grant select on file_check to lamplight_web;
create policy hosts on file_finding for select to lamplight_web using (is_host());
grant select on file_finding to lamplight_web;

grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

-- When the originals of a box were last read, and whether one that this keeper has is damaged: what
-- another keeper put in for themselves alone is not told.
create function box_keeping(which uuid) returns jsonb language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select jsonb_build_object('checkedAt', c.checked_at, 'damaged', exists (
		select from file_finding f
		join keepsake k on k.box_id = f.box_id and k.sha256 = f.sha256
		where f.box_id = which and f.place = 'store' and f.what <> 'orphan' and f.mended_at is null
			and (k.scope = 'box' or k.put_in_by = viewer())
	))
	from box_check c
	where c.box_id = which and keeps(which)
$$;

reset role;
revoke create on schema lamplight from lamplight_facts;

call grant_functions();
