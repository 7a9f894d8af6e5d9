-- Help lines as the host keeps them: added, corrected or checked again. One of these stands in the place
-- of the line that came with Lamplight under the same name. Anybody reads them.
set search_path = lamplight;

create table help_line (
	id text primary key check (id ~ '^[a-z0-9-]{1,60}$'),
	country text not null check (country ~ '^[A-Z]{2}$'),
	name text not null check (length(name) between 1 and 100),
	crisis boolean not null,
	for_whom text not null check (length(for_whom) <= 300),
	channels jsonb not null,
	hours jsonb not null,
	zone text not null check (length(zone) <= 64),
	source text not null check (length(source) <= 500),
	read text not null check (length(read) <= 500),
	checked_on date not null,
	changed_at timestamptz not null default now(),
	changed_by uuid references member (id),
	removed_at timestamptz
);
-- The hosts were told that nobody had checked this line for long, since that day.
create table help_warning (
	line_id text not null,
	checked_on date not null,
	told_at timestamptz not null default now(),
	primary key (line_id, checked_on)
);

call wall_in('help_line', 'help_warning');
grant select, insert, update, delete on help_line, help_warning to lamplight_facts, lamplight_worker;
create policy read on help_line for select to lamplight_web using (true);
create policy hosts_add on help_line for insert to lamplight_web
	with check (is_host() and changed_by = viewer());
create policy hosts_change on help_line for update to lamplight_web
	using (is_host()) with check (is_host() and changed_by = viewer());
grant select, insert, update on help_line to lamplight_web;
create trigger log_own_setting after insert or update or delete on help_line
	for each row execute function log_own_setting();
