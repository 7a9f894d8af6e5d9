-- R5: each member's own days and hours, the day they stopped for, and what comes ahead of a day. Seen by
-- that member alone; they go with the account.
set search_path = lamplight;

create table day_setting (
	member_id uuid primary key references auth."user" ("id") on delete cascade,
	-- An IANA time zone; null: the site's.
	zone text check (length(zone) between 1 and 64),
	quiet_from time(0),
	quiet_to time(0),
	check ((quiet_from is null) = (quiet_to is null))
);
-- What is wished for a date of a memory box, where it is not silence.
create table day_wish (
	member_id uuid not null references auth."user" ("id") on delete cascade,
	box_id uuid not null references box (id) on delete cascade,
	what text not null check (what in ('born', 'died', 'due')),
	wish text not null check (wish in ('silence', 'word', 'nothing')),
	primary key (member_id, box_id, what)
);
create index on day_wish (box_id);
-- A day of the member's own: with its year, or of every year (ISO 8601, or --02-29 without a year).
create table named_day (
	id uuid primary key default gen_random_uuid(),
	member_id uuid not null references auth."user" ("id") on delete cascade,
	name text not null check (length(name) between 1 and 80),
	on_date text not null check (on_date ~ '^(\d{4}|-)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$'),
	yearly boolean not null,
	wish text not null check (wish in ('silence', 'word', 'nothing')),
	named_at timestamptz not null default now(),
	check (yearly or on_date !~ '^-')
);
create index on named_day (member_id);
-- Stop for today: until their tomorrow, or until they open it again.
create table stop (
	id uuid primary key default gen_random_uuid(),
	member_id uuid not null references auth."user" ("id") on delete cascade,
	stopped_at timestamptz not null,
	until timestamptz not null,
	opened_at timestamptz
);
create index on stop (member_id, until) where opened_at is null;

-- The secret address under which a member's days stand in a calendar of theirs; a new row is a new
-- address.
create table day_calendar (
	member_id uuid primary key references auth."user" ("id") on delete cascade,
	id uuid not null unique default gen_random_uuid(),
	made_at timestamptz not null default now()
);
-- The words of tender days that were sent, so that each goes once.
create table day_word (
	member_id uuid not null references auth."user" ("id") on delete cascade,
	on_day date not null,
	sent_at timestamptz not null default now(),
	primary key (member_id, on_day)
);

call wall_in('day_setting', 'day_wish', 'named_day', 'stop', 'day_calendar', 'day_word');
grant select, insert, update, delete on day_setting, day_wish, named_day, stop, day_calendar, day_word
	to lamplight_facts, lamplight_worker;
create policy own on day_setting to lamplight_web
	using (member_id = viewer()) with check (member_id = viewer());
grant select, insert, update on day_setting to lamplight_web;
create policy own on day_wish to lamplight_web using (member_id = viewer())
	with check (member_id = viewer() and box_id in (select kept_boxes()));
grant select, insert, update on day_wish to lamplight_web;
create policy own on named_day to lamplight_web
	using (member_id = viewer()) with check (member_id = viewer());
grant select, insert, update, delete on named_day to lamplight_web;
create policy own on stop to lamplight_web using (member_id = viewer()) with check (member_id = viewer());
grant select, insert, update (opened_at) on stop to lamplight_web;
create policy own on day_calendar to lamplight_web
	using (member_id = viewer()) with check (member_id = viewer());
grant select, insert, delete on day_calendar to lamplight_web;
