-- Hosts hear when somebody who is suspended asks for another look. And every setting is logged.
set search_path = lamplight;
grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

-- Those who may answer the viewer, who asks to have their suspension looked at again: hosts, and where
-- there are several, not the one who decided it. The same as in `suspensions_appealed`.
create function hosts_to_answer() returns setof uuid language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select h.member_id from suspension s cross join host h
	where s.member_id = viewer() and s.lifted_at is null and h.member_id <> viewer()
		and (
			s.suspended_by is distinct from h.member_id
			or not exists (select from host o where o.member_id not in (h.member_id, viewer()))
		)
$$;

-- A mail server and a help line are settings as well, though they have tables of their own. What they
-- are is not logged: an address of a server is a name, too.
create function log_own_setting() returns trigger language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	perform append_log('setting_changed', jsonb_build_object('setting', tg_table_name));
	return null;
end $$;

reset role;
revoke create on schema lamplight from lamplight_facts;
create trigger log_own_setting after insert or update or delete on mail_way
	for each row execute function log_own_setting();
create trigger log_own_setting after insert or update or delete on help_line
	for each row execute function log_own_setting();
-- Answered and invited by the verbs alone, which log it; nothing wrote these rows directly.
drop policy hosts_answer on peer_request;
revoke delete on peer_request from lamplight_web;
drop policy makers_withdraw on peer_invitation;
revoke update (withdrawn_at) on peer_invitation from lamplight_web;
comment on function log_own_setting() is 'not for pages';
call grant_functions();
