-- The secret address under which a member's days stand in a calendar of theirs (a new row is a new
-- address), and the words of tender days that were sent, so that each goes once.
set search_path = lamplight;

create table day_calendar (
	member_id uuid primary key references auth."user" ("id") on delete cascade,
	id uuid not null unique default gen_random_uuid(),
	made_at timestamptz not null default now()
);
create table day_word (
	member_id uuid not null references auth."user" ("id") on delete cascade,
	on_day date not null,
	sent_at timestamptz not null default now(),
	primary key (member_id, on_day)
);

call wall_in('day_calendar', 'day_word');
grant select, insert, update, delete on day_calendar, day_word to lamplight_facts, lamplight_worker;
create policy own on day_calendar to lamplight_web
	using (member_id = viewer()) with check (member_id = viewer());
grant select, insert, delete on day_calendar to lamplight_web;
