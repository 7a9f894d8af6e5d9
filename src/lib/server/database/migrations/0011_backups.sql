-- Which backups were taken, and which of them were proven.
set search_path = lamplight;

create table backup (
	-- Its name in its place, which begins with the moment at which it was begun.
	id text primary key,
	place text not null,
	taken_at timestamptz not null default now(),
	encrypted boolean not null,
	rows bigint not null,
	files bigint not null,
	bytes bigint not null,
	-- Files that were already missing or changed in the store when it was taken.
	faults integer not null default 0,
	proven_at timestamptz
);
create index on backup (proven_at);
-- The hosts were told that what came in after this moment is in no proven backup.
create table backup_warning (
	since timestamptz primary key,
	told_at timestamptz not null default now()
);

call wall_in('backup', 'backup_warning');
grant select, insert, update, delete on backup, backup_warning to lamplight_facts, lamplight_worker;
create policy hosts on backup for select to lamplight_web using (is_host());
grant select on backup to lamplight_web;
