-- What shows a keepsake is made by a process of its own, which can be lost while it is at work: by what
-- the machine did, or by what the file did to it. Each time is noted here, so that one is told from the
-- other (`src/lib/keepsakes/making/lost.server.ts`). Of use for hours only: backups leave it out.
set search_path = lamplight;

create table lost_making (
	id bigint generated always as identity primary key,
	keepsake_id uuid not null references keepsake (id) on delete cascade,
	at timestamptz not null,
	-- It fell by itself; else somebody ended it.
	crashed boolean not null
);
create index on lost_making (keepsake_id);
call wall_in('lost_making');
grant select, insert, delete on lost_making to lamplight_facts, lamplight_worker;
