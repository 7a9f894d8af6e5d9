-- How the site's letters are sent, where its host said so on the screen, and what came back of a try.
set search_path = lamplight;

-- At most one row: the way that is used. The address of the server, with its password, is sealed with
-- the secret of the site: whoever reads the database, or a copy of it, has no use of it.
create table mail_way (
	only_one boolean primary key default true check (only_one),
	sealed text not null,
	sender text not null check (length(sender) <= 254),
	set_at timestamptz not null default now(),
	set_by uuid not null references member (id)
);
-- A letter that a host sent to themselves to see whether letters go out. `said`: the server's own words.
create table mail_try (
	id uuid primary key default gen_random_uuid(),
	tried_by uuid not null references member (id),
	tried_at timestamptz not null default now(),
	outcome text not null check (outcome in ('taken', 'refused', 'unreachable', 'folder')),
	said text not null check (length(said) <= 1000)
);
create index on mail_try (tried_at desc);

call wall_in('mail_way', 'mail_try');
grant select, insert, update, delete on mail_way, mail_try to lamplight_facts, lamplight_worker;
create policy hosts on mail_way for select to lamplight_web using (is_host());
create policy hosts_set on mail_way for insert to lamplight_web
	with check (is_host() and set_by = viewer());
create policy hosts_change on mail_way for update to lamplight_web
	using (is_host()) with check (is_host() and set_by = viewer());
create policy hosts_end on mail_way for delete to lamplight_web using (is_host());
grant select, insert, update, delete on mail_way to lamplight_web;
create policy hosts on mail_try for select to lamplight_web using (is_host());
create policy hosts_add on mail_try for insert to lamplight_web
	with check (is_host() and tried_by = viewer());
grant select, insert on mail_try to lamplight_web;

create trigger log_own_setting after insert or update or delete on mail_way
	for each row execute function log_own_setting();
