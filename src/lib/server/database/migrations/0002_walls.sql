-- The second wall. Row-level security denies again what a rule would deny, so that a forgotten
-- check shows nothing. The roles are made by the migrator, which knows their passwords:
--   lamplight_web     pages and forms; sees what the viewer of the transaction may see
--   lamplight_auth    accounts and sessions
--   lamplight_worker  jobs
--   lamplight_facts   owns the functions below; signs in nowhere, sees every row it must judge by
set search_path = lamplight;
-- The functions below ask some that later files make; a test reads every body once all are there.
set local check_function_bodies = off;

grant usage on schema lamplight to lamplight_web, lamplight_worker, lamplight_facts, lamplight_auth;
grant usage on schema auth to lamplight_auth, lamplight_facts, lamplight_worker;
grant select, insert, update, delete on all tables in schema auth to lamplight_auth;
grant select on auth."user", auth."session" to lamplight_facts, lamplight_worker;
grant delete on auth."user", auth."session" to lamplight_facts;
grant select, delete on auth."verification" to lamplight_facts;

-- Walls tables in: nobody sees a row of them but the worker, what the functions below judge by, and
-- whom a policy names. Every migration that makes tables calls it, and says what each role may do.
create procedure wall_in(variadic tables text[]) language plpgsql as $$
declare t text;
begin
	foreach t in array tables loop
		execute format('alter table lamplight.%I enable row level security', t);
		execute format('alter table lamplight.%I force row level security', t);
		execute format('create policy facts on lamplight.%I to lamplight_facts using (true) with check (true)', t);
		execute format('create policy worker on lamplight.%I to lamplight_worker using (true) with check (true)', t);
	end loop;
end $$;
do $$
declare so_far text[] := array(select tablename::text from pg_tables where schemaname = 'lamplight');
begin
	call wall_in(variadic so_far);
end $$;
grant select, insert, update, delete on all tables in schema lamplight to lamplight_facts, lamplight_worker;

-- Who may call what. Functions judge by what they are handed, so the pages get those alone that look
-- at the viewer by themselves; what those ask among themselves is marked as not for pages. Every
-- migration that makes a function ends with `call lamplight.grant_functions()`; a test looks at all.
create procedure grant_functions() language plpgsql set search_path = lamplight, pg_temp as $$
declare f record;
begin
	revoke execute on all routines in schema lamplight from public;
	grant execute on all routines in schema lamplight to lamplight_web, lamplight_worker, lamplight_facts;
	for f in
		select p.oid::regprocedure as which from pg_proc p
		where p.pronamespace = 'lamplight'::regnamespace
			and obj_description(p.oid, 'pg_proc') = 'not for pages'
	loop
		execute format('revoke execute on routine %s from lamplight_web', f.which);
	end loop;
end $$;
-- Marks functions, by their names, as none that a page may call.
create procedure not_for_pages(variadic names text[]) language plpgsql set search_path = lamplight, pg_temp as $$
declare
	n text;
	f record;
begin
	foreach n in array names loop
		for f in
			select p.oid::regprocedure as which from pg_proc p
			where p.pronamespace = 'lamplight'::regnamespace and p.proname = n
		loop
			execute format('comment on routine %s is %L', f.which, 'not for pages');
		end loop;
		if not found then
			raise exception 'There is no function %.', n;
		end if;
	end loop;
end $$;

grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

-- Who looks. Transaction-local; nobody unless the transaction says so.
create function viewer() returns uuid language sql stable parallel safe as
	$$ select nullif(current_setting('lamplight.viewer', true), '')::uuid $$;
create function deposit_in_hand() returns uuid language sql stable parallel safe as
	$$ select nullif(current_setting('lamplight.deposit', true), '')::uuid $$;

create function is_host() returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as
	$$ select exists (select from host where member_id = viewer()) $$;
create function is_suspended(who uuid) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as
	$$ select exists (select from suspension where member_id = who and lifted_at is null) $$;
create function viewer_is_peer() returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as
	$$ select exists (select from peer_welcome where member_id = viewer()) and not is_suspended(viewer()) $$;

-- Three ways to be welcome among those who have been through it, as the host sets it.
create function peers_by() returns text language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select coalesce((select value #>> '{}' from site_setting where key = 'peers_by'), 'welcome')
$$;
create function keeps(which uuid) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as
	$$ select exists (
		select from keeper
		where box_id = which and member_id = viewer() and left_at is null and died_at is null
	) $$;
-- The boxes the viewer is a present keeper of: one look for a whole page.
create function kept_boxes() returns setof uuid language sql stable security definer
	set search_path = lamplight, pg_temp as
	$$ select box_id from keeper where member_id = viewer() and left_at is null and died_at is null $$;
create function guest_boxes() returns setof uuid language sql stable security definer
	set search_path = lamplight, pg_temp as
	$$ select g.box_id from guest g
		where g.member_id = viewer() and g.withdrawn_at is null and not is_suspended(viewer()) $$;
-- Keepers who blocked the viewer, by box: there the viewer is a stranger. The block of a keeper who has
-- left stands over what had been agreed `until` then; of one who is there or has died, over everything.
create function blocks_on_viewer() returns table (box_id uuid, until timestamptz) language sql stable
	security definer set search_path = lamplight, pg_temp as
	$$ select k.box_id, case when k.died_at <= k.left_at then null else k.left_at end
		from block b join keeper k on k.member_id = b.blocker_id
		where b.member_id = viewer() and b.lifted_at is null
			and (k.left_at is null or k.left_at > b.blocked_at)
			and (k.died_at is null or k.died_at > b.blocked_at) $$;
-- Boxes in which something may be kept from the viewer by a block: few, and mostly none.
create function blocked_boxes() returns setof uuid language sql stable security definer
	set search_path = lamplight, pg_temp as
	$$ select box_id from blocks_on_viewer() $$;
create function blocks_viewer(s share) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as
	$$ select exists (
		select from blocks_on_viewer() b
		where b.box_id = s.box_id and (b.until is null or s.agreed_at < b.until)
	) $$;
create function is_taken_down(which uuid) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as
	$$ select exists (select from takedown where story_id = which and lifted_at is null) $$;
-- Is it hidden from the family as well? Not where it only waits for its first look: that is for what
-- reaches strangers.
create function is_hidden_from_family(which uuid) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as
	$$ select exists (
		select from takedown where story_id = which and lifted_at is null and reason <> 'first_look'
	) $$;
create function reaches_viewer(s share) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as
	$$ select s.ended_at is null
		and (
			((s.to_anyone or (s.to_peers and viewer_is_peer() and not blocks_viewer(s)))
				and not is_taken_down(s.story_id))
			or (s.to_family and s.box_id in (select guest_boxes()) and not blocks_viewer(s)
				and not is_hidden_from_family(s.story_id))
		)
		and exists (select from story st where st.id = s.story_id and st.let_go_at is null) $$;
-- Is a keepsake of an agreed version out with it? Not once nobody holds it any more; and what was
-- taken back from nobody since the version was agreed to comes out again only by a new agreement.
create function is_out_with(agreed timestamptz, released timestamptz, held_again timestamptz) returns boolean
	language sql immutable parallel safe as
	$$ select released is null and (held_again is null or held_again < agreed) $$;
-- By its id: a page that could hand over a share of its own making could ask who blocked the viewer.
create function share_reaches_viewer(which uuid) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as
	$$ select exists (select from share s where s.id = which and reaches_viewer(s)) $$;
create function version_reaches_viewer(which uuid) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as
	$$ select exists (select from share s where s.version_id = which and reaches_viewer(s)) $$;
create function keepsake_reaches_viewer(of_version uuid, which uuid) returns boolean language sql stable
	security definer set search_path = lamplight, pg_temp as
	$$ select exists (
		select from share s join keepsake k on k.id = which
		where s.version_id = of_version and reaches_viewer(s)
			and is_out_with(s.agreed_at, k.released_at, k.held_again_at)
	) $$;
create function is_out(which uuid) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as
	$$ select exists (select from share where story_id = which and ended_at is null) $$;
create function story_reaches_viewer(which uuid) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as
	$$ select exists (select from share s where s.story_id = which and s.ended_at is null and reaches_viewer(s)) $$;
create function keeps_story(which uuid) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as
	$$ select exists (
		select from story s
		where s.id = which and s.box_id in (select kept_boxes())
			and (s.scope = 'box' or s.writer_id = viewer())
	) $$;
create function writes_story(which uuid) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as
	$$ select exists (
		select from story s where s.id = which and s.writer_id = viewer() and s.box_id in (select kept_boxes())
	) $$;
-- Seen from within (R1.1, R1.2): one's own, what belongs to the box, and what is out.
create function keeps_version(which uuid) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as
	$$ select exists (
		select from story_version v join story s on s.id = v.story_id
		where v.id = which and (
			(s.scope = 'mine' and s.writer_id = viewer())
			or (s.box_id in (select kept_boxes()) and (
				s.scope = 'box'
				or exists (select from share h where h.version_id = v.id and h.ended_at is null)
			))
		)
	) $$;
-- A version is filled by its writer, and frozen from the moment it is proposed.
create function freezes_version(which uuid) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as
	$$ select exists (select from story_version v where v.id = which and writes_story(v.story_id))
		and not exists (select from proposal p where p.version_id = which) $$;
create function may_hold(which uuid) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as
	$$ select exists (
		select from keepsake k
		where k.id = which and k.box_id in (select kept_boxes())
			and (k.scope = 'box' or k.put_in_by = viewer())
	) $$;
create function shares_a_box(who uuid) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as
	$$ select exists (select from keeper where member_id = who and box_id in (select kept_boxes())
			union all
			select from guest where member_id = who and box_id in (select kept_boxes())
			union all
			select from keeper where member_id = who and box_id in (select guest_boxes())) $$;

reset role;
revoke create on schema lamplight from lamplight_facts;

-- member and site
create policy own on member for select to lamplight_web
	using (id = viewer() or shares_a_box(id) or is_host());
create policy own_name on member for update to lamplight_web using (id = viewer()) with check (id = viewer());
grant select, update (name) on member to lamplight_web;
create policy seen on host for select to lamplight_web using (member_id = viewer() or is_host());
grant select on host to lamplight_web;
create policy read on site_setting for select to lamplight_web using (true);
create policy hosts_add on site_setting for insert to lamplight_web with check (is_host());
create policy hosts_change on site_setting for update to lamplight_web using (is_host()) with check (is_host());
grant select, insert, update on site_setting to lamplight_web;
create policy own on peer_request for select to lamplight_web using (member_id = viewer() or is_host());
grant select, insert on peer_request to lamplight_web;
-- Asking to be welcomed is for where somebody welcomes; a host's other two ways need no asking.
create policy ask on peer_request for insert to lamplight_web
	with check (member_id = viewer() and peers_by() = 'welcome');
-- Welcomed by the verbs of 0018_welcoming alone, so that each way looks at what the host set.
create policy own on peer_welcome for select to lamplight_web using (member_id = viewer() or is_host());
create policy hosts_end on peer_welcome for delete to lamplight_web using (is_host());
grant select, delete on peer_welcome to lamplight_web;
create policy hosts on suspension for select to lamplight_web using (is_host());
grant select on suspension to lamplight_web;

-- a box and its keepers
create policy keepers on box for select to lamplight_web using (id in (select kept_boxes()));
create policy keepers_change on box for update to lamplight_web
	using (id in (select kept_boxes())) with check (id in (select kept_boxes()));
grant select, update (name, born_on, died_on, due_on, weeks, days_past_weeks, happened) on box to lamplight_web;
create policy keepers on keeper for select to lamplight_web using (box_id in (select kept_boxes()));
grant select on keeper to lamplight_web;
create policy own on block for select to lamplight_web using (blocker_id = viewer());
create policy own_add on block for insert to lamplight_web with check (blocker_id = viewer());
create policy own_lift on block for update to lamplight_web using (blocker_id = viewer()) with check (blocker_id = viewer());
grant select, insert, update (lifted_at) on block to lamplight_web;

-- keepsakes
create policy keepers on original for select to lamplight_web using (box_id in (select kept_boxes()));
grant select on original to lamplight_web;
create policy keepers on keepsake for select to lamplight_web
	using (box_id in (select kept_boxes()) and (scope = 'box' or put_in_by = viewer()));
create policy keepers_add on keepsake for insert to lamplight_web
	with check (put_in_by = viewer() and box_id in (select kept_boxes()));
create policy keepers_change on keepsake for update to lamplight_web
	using (box_id in (select kept_boxes()) and (scope = 'box' or put_in_by = viewer()))
	with check (box_id in (select kept_boxes()) and (scope = 'box' or put_in_by = viewer()));
grant select, insert, update (caption, alt, cover_words, happened_on, words, said) on keepsake to lamplight_web;
create policy keepers on picture for select to lamplight_web using (may_hold(keepsake_id));
grant select on picture to lamplight_web;
create policy own on hold for select to lamplight_web using (member_id = viewer());
create policy own_add on hold for insert to lamplight_web
	with check (member_id = viewer() and may_hold(keepsake_id));
create policy own_change on hold for update to lamplight_web
	using (member_id = viewer() and may_hold(keepsake_id)) with check (member_id = viewer());
grant select, insert, update (opened_at, put_away_at) on hold to lamplight_web;
create policy own on upload to lamplight_web
	using (
		(member_id = viewer() and box_id in (select kept_boxes()))
		or deposit_id = deposit_in_hand()
	)
	with check (
		(member_id = viewer() and box_id in (select kept_boxes()) and deposit_id is null)
		or (deposit_id = deposit_in_hand() and member_id is null)
	);
grant select, insert, delete, update (sha256) on upload to lamplight_web;
create policy in_hand on deposit for select to lamplight_web using (id = deposit_in_hand());
grant select (id, box_id, made_at, expires_at) on deposit to lamplight_web;

-- stories: a draft is its writer's alone
create policy writer on story for select to lamplight_web
	using (
		(box_id in (select kept_boxes()) and (scope = 'box' or writer_id = viewer() or is_out(id)))
		or story_reaches_viewer(id)
	);
create policy writer_add on story for insert to lamplight_web
	with check (writer_id = viewer() and box_id in (select kept_boxes()) and scope = 'mine');
create policy writer_change on story for update to lamplight_web
	using (writer_id = viewer() and box_id in (select kept_boxes()))
	with check (writer_id = viewer() and box_id in (select kept_boxes()));
grant select, insert, update (scope, let_go_at) on story to lamplight_web;
create policy writer on draft to lamplight_web
	using (writes_story(story_id)) with check (writes_story(story_id));
grant select, insert, update on draft to lamplight_web;
create policy writer on draft_copy to lamplight_web
	using (writes_story(story_id)) with check (writes_story(story_id));
grant select, insert, update, delete on draft_copy to lamplight_web;
create policy reached on story_version for select to lamplight_web
	using (version_reaches_viewer(id) or keeps_version(id));
create policy writer_add on story_version for insert to lamplight_web with check (writes_story(story_id));
grant select, insert on story_version to lamplight_web;
create policy reached on version_keepsake for select to lamplight_web
	using (keeps_version(version_id) or keepsake_reaches_viewer(version_id, keepsake_id));
create policy writer_add on version_keepsake for insert to lamplight_web
	with check (freezes_version(version_id) and may_hold(keepsake_id));
grant select, insert on version_keepsake to lamplight_web;

-- consent: nothing is opened by an insert; enact() below looks at every answer first
create policy keepers on proposal for select to lamplight_web using (box_id in (select kept_boxes()));
create policy keepers_add on proposal for insert to lamplight_web
	with check (proposed_by = viewer() and box_id in (select kept_boxes()) and closed_at is null);
-- Only enact() closes one as agreed.
create policy keepers_close on proposal for update to lamplight_web
	using (box_id in (select kept_boxes()) and closed_at is null)
	with check (box_id in (select kept_boxes()) and closed_as <> 'agreed');
grant select, insert, update (closed_at, closed_as) on proposal to lamplight_web;
create policy keepers on consent for select to lamplight_web
	using (exists (select from proposal p where p.id = proposal_id and p.box_id in (select kept_boxes())));
create policy own_add on consent for insert to lamplight_web
	with check (
		member_id = viewer()
		and exists (select from proposal p where p.id = proposal_id and p.box_id in (select kept_boxes()))
	);
grant select, insert on consent to lamplight_web;
create policy keepers on delegation for select to lamplight_web using (box_id in (select kept_boxes()));
create policy own_add on delegation for insert to lamplight_web
	with check (giver_id = viewer() and box_id in (select kept_boxes()));
create policy own_end on delegation for update to lamplight_web
	using (giver_id = viewer()) with check (giver_id = viewer() and ended_at is not null);
grant select, insert, update (ended_at) on delegation to lamplight_web;
create policy reached on share for select to lamplight_web
	using (box_id in (select kept_boxes()) or share_reaches_viewer(id));
create policy keepers_end on share for update to lamplight_web
	using (box_id in (select kept_boxes()))
	with check (box_id in (select kept_boxes()) and ended_at is not null and ended_by = viewer());
grant select, update (ended_at, ended_by) on share to lamplight_web;
create policy keepers on invitation for select to lamplight_web using (box_id in (select kept_boxes()));
create policy keepers_withdraw on invitation for update to lamplight_web
	using (box_id in (select kept_boxes())) with check (withdrawn_at is not null);
grant select, update (withdrawn_at) on invitation to lamplight_web;
create policy keepers on guest for select to lamplight_web
	using (box_id in (select kept_boxes()) or member_id = viewer());
create policy keepers_withdraw on guest for update to lamplight_web
	using (box_id in (select kept_boxes())) with check (withdrawn_at is not null and withdrawn_by = viewer());
grant select, update (withdrawn_at, withdrawn_by) on guest to lamplight_web;
create policy own on notice for select to lamplight_web using (member_id = viewer());
create policy own_seen on notice for update to lamplight_web using (member_id = viewer()) with check (member_id = viewer());
grant select, update (seen_at) on notice to lamplight_web;

call not_for_pages(
	'grant_functions', 'wall_in', 'not_for_pages', 'is_suspended', 'blocks_on_viewer', 'blocked_boxes',
	'blocks_viewer', 'is_taken_down', 'is_hidden_from_family', 'reaches_viewer'
);
call grant_functions();
