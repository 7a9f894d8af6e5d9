-- Putting a copy back: an archive on its way, until it is a memory box.
set search_path = lamplight;

-- A copy that somebody puts back, from its first byte until it is a memory box or was refused.
create table put_back (
	-- Becomes the name of a file: none leads elsewhere, whoever wrote the row.
	id text primary key check (id ~ '^[A-Za-z0-9-]{1,64}$'),
	member_id uuid not null references member (id),
	-- The box it becomes, which is not there before everything of it is.
	box_id uuid not null unique default gen_random_uuid(),
	file_name text not null check (length(file_name) <= 255),
	bytes bigint not null check (bytes > 0),
	begun_at timestamptz not null default now(),
	-- It has arrived whole and is on the disk.
	arrived_at timestamptz,
	-- How much of its originals is kept, of how much.
	kept_bytes bigint not null default 0,
	all_bytes bigint,
	-- Tried again by itself, because of this.
	waits_for text check (waits_for in ('no_room', 'away')),
	-- Why it cannot become a box; the names are of files.
	refused text check (length(refused) <= 40),
	refused_names text[] not null default '{}',
	-- Whoever puts it back said that everything else shall be.
	rest_wanted_at timestamptz,
	left_out text[] not null default '{}',
	ended_at timestamptz
);
-- One at a time for each: an archive may be as large as a box.
create unique index put_back_open on put_back (member_id) where ended_at is null;

call wall_in('put_back');
grant select, insert, update, delete on put_back to lamplight_facts, lamplight_worker;
create policy own on put_back to lamplight_web using (member_id = viewer()) with check (member_id = viewer());
grant select, insert (id, member_id, file_name, bytes), update (arrived_at, rest_wanted_at, refused, refused_names, ended_at), delete
	on put_back to lamplight_web;
