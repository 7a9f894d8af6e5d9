-- Putting a copy back: an archive on its way, and what a copy remembers of people who are nobody here.
set search_path = lamplight;

-- When a file was changed last, as the device said that gave it.
alter table upload add modified_at timestamptz;
alter table keepsake add modified_at timestamptz;
-- Somebody whom a copy names, and who has no account here: they put in and wrote what they did, and
-- keep nothing any more.
alter table member add only_named_at timestamptz;

-- A copy that somebody puts back, from its first byte until it is a memory box or was refused.
create table put_back (
	id text primary key,
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

grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

-- What a device said of a file stays with the keepsake that it became.
create function keep_modified_at() returns trigger language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	update keepsake k set modified_at = new.modified_at
		where (k.id = new.keepsake_id or k.part_of = new.keepsake_id)
			and k.sha256 = new.sha256 and k.modified_at is null;
	return new;
end $$;

reset role;
revoke create on schema lamplight from lamplight_facts;

create trigger keep_modified_at after update of finished_at on upload for each row
	when (new.finished_at is not null and new.modified_at is not null)
	execute function keep_modified_at();

comment on function keep_modified_at() is 'not for pages';
call grant_functions();
