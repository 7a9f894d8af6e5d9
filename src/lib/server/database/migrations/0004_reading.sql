-- One trip a page: checks the session, sets the viewer, and tells what reaches that viewer together
-- with the facts that R1 judges it by. The rule has the last word; these functions deny by themselves.
-- As json and not jsonb: it is only passed on, and jsonb takes twice as long to build.
set search_path = lamplight;
grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

-- The next two melt into the queries that join them (no search path of their own, one row each);
-- called by themselves they tell what row-level security lets the caller see.

-- What R1 asks about the box and the story behind a share.
create function judging_facts(of_story uuid, of_box uuid, who uuid) returns table (facts json)
	language sql stable as $$
	select json_build_object(
		'takedowns', coalesce((
			select json_agg(json_build_object('reason', t.reason, 'at', t.taken_down_at, 'liftedAt', t.lifted_at))
			from lamplight.takedown t where t.story_id = of_story
		), '[]'),
		'keepers', coalesce((
			select json_agg(json_build_object('memberId', k.member_id, 'joinedAt', k.joined_at,
				'leftAt', k.left_at, 'diedAt', k.died_at))
			from lamplight.keeper k where k.box_id = of_box
		), '[]'),
		'guests', case when who is null then '[]' else coalesce((
			select json_agg(json_build_object('memberId', g.member_id, 'joinedAt', g.joined_at,
				'withdrawnAt', g.withdrawn_at))
			from lamplight.guest g where g.box_id = of_box and g.member_id = who
		), '[]') end,
		'blocks', case when who is null then '[]' else coalesce((
			select json_agg(json_build_object('keeperId', b.blocker_id, 'memberId', b.member_id,
				'at', b.blocked_at, 'endedAt', b.lifted_at))
			from lamplight.block b
			where b.member_id = who
				and exists (select from lamplight.keeper k where k.member_id = b.blocker_id and k.box_id = of_box)
		), '[]') end
	)
$$;

-- How each photograph of a version stands now: its shape, who still holds it (what a keeper put away
-- is told to that keeper alone), and since when this visit has it uncovered.
create function photograph_facts(of_version uuid, who uuid, visit text) returns table (facts json)
	language sql stable as $$
	select coalesce((
		select json_agg(json_build_object(
			'id', k.id, 'kind', k.kind, 'scope', k.scope, 'putInBy', k.put_in_by, 'putInAt', k.put_in_at,
			'caption', vk.caption, 'alt', vk.alt, 'coverWords', vk.cover_words, 'covered', vk.covered,
			'width', k.width, 'height', k.height, 'ready', k.pictures_made_at is not null,
			'widths', (
				select json_object_agg(i.size, i.width) from lamplight.picture i where i.keepsake_id = k.id
			),
			'released', k.released_at is not null, 'releasedAt', k.released_at,
			'holds', coalesce((
				select json_agg(json_build_object('memberId', h.member_id, 'heldSince', h.held_since,
					'openedAt', case when h.member_id = who then h.opened_at end,
					'putAwayAt', case when h.member_id = who then h.put_away_at end,
					'letGoAt', h.let_go_at))
				from lamplight.hold h
				where h.keepsake_id = k.id and (h.let_go_at is not null or h.member_id = who)
			), '[]'),
			'shownAt', (
				select sh.shown_at from lamplight.shown sh
				where sh.visit_hash = visit and sh.version_id = of_version and sh.keepsake_id = vk.keepsake_id
			)
		) order by vk.position)
		from lamplight.version_keepsake vk join lamplight.keepsake k on k.id = vk.keepsake_id
		where vk.version_id = of_version
	), '[]')
$$;

-- The photographs of a version, shared or not, for whoever it reaches and for its keepers.
create function version_pictures(of_version uuid, visit text) returns jsonb language plpgsql stable
	security definer set search_path = lamplight, pg_temp as $$
begin
	if not (version_reaches_viewer(of_version) or keeps_version(of_version)) then
		return '[]';
	end if;
	return (select p.facts::jsonb from photograph_facts(of_version, viewer(), visit) p);
end $$;

-- A shared story and its facts, for whoever it reaches and for its keepers; else null.
create function story_facts(of_story uuid, visit text) returns json language plpgsql stable
	security definer set search_path = lamplight, pg_temp as $$
declare
	s share;
	who uuid := viewer();
begin
	select * into s from share where story_id = of_story and ended_at is null;
	if s.id is null or not (reaches_viewer(s) or keeps_version(s.version_id)) then
		return null;
	end if;
	return (
		select json_build_object(
			'storyId', s.story_id, 'boxId', s.box_id, 'shareId', s.id, 'versionId', v.id,
			'ownWords', v.own_words and st.writer_id = any (s.agreed_by), 'writerId', st.writer_id, 'scope', st.scope,
			'title', v.title, 'body', v.body, 'byline', v.byline,
			'toFamily', s.to_family, 'toPeers', s.to_peers, 'toAnyone', s.to_anyone,
			'agreedBy', s.agreed_by, 'agreedAt', s.agreed_at,
			'judging', j.facts, 'photographs', p.facts
		)
		from story_version v
		join story st on st.id = v.story_id
		cross join lateral judging_facts(s.story_id, s.box_id, who) j
		cross join lateral photograph_facts(v.id, who, visit) p
		where v.id = s.version_id
	);
end $$;

-- Stories that reach the viewer, newest agreement first, each with the facts it is judged by. A page
-- goes on after the story at which the last one ended. The scope is that of `reaches_viewer`, asked
-- of many at once; a test holds the two together.
create function story_list(before timestamptz, after uuid, most integer) returns json language plpgsql
	stable security definer set search_path = lamplight, pg_temp as $$
declare
	who uuid := viewer();
	peer boolean := who is not null and viewer_is_peer();
	family uuid[] := case when who is null then '{}' else array(select guest_boxes()) end;
	barred uuid[] := case when who is null then '{}' else array(select blocked_boxes()) end;
begin
	return coalesce((
		select json_agg(json_build_object(
			'storyId', s.story_id, 'boxId', s.box_id, 'shareId', s.id, 'versionId', v.id,
			'ownWords', v.own_words and st.writer_id = any (s.agreed_by), 'writerId', st.writer_id, 'scope', st.scope,
			'title', v.title, 'opening', left(v.body, 400), 'byline', v.byline,
			'toFamily', s.to_family, 'toPeers', s.to_peers, 'toAnyone', s.to_anyone,
			'agreedBy', s.agreed_by, 'agreedAt', s.agreed_at, 'judging', j.facts
		) order by s.agreed_at desc, s.story_id)
		from (
			select * from (
				(select * from share s
					where to_anyone and ended_at is null
						and agreed_at <= before and (agreed_at < before or story_id > after)
						and not exists (select from takedown t where t.story_id = s.story_id and t.lifted_at is null)
						and exists (select from story st where st.id = s.story_id and st.let_go_at is null)
					order by agreed_at desc, story_id limit most)
				union
				(select * from share s
					where peer and to_peers and ended_at is null and (box_id <> all (barred) or not blocks_viewer(s))
						and agreed_at <= before and (agreed_at < before or story_id > after)
						and not exists (select from takedown t where t.story_id = s.story_id and t.lifted_at is null)
						and exists (select from story st where st.id = s.story_id and st.let_go_at is null)
					order by agreed_at desc, story_id limit most)
				union
				(select * from share s
					where to_family and ended_at is null and box_id = any (family) and (box_id <> all (barred) or not blocks_viewer(s))
						and agreed_at <= before and (agreed_at < before or story_id > after)
						and not exists (select from takedown t where t.story_id = s.story_id and t.lifted_at is null)
						and exists (select from story st where st.id = s.story_id and st.let_go_at is null)
					order by agreed_at desc, story_id limit most)
			) reached
			order by agreed_at desc, story_id limit most
		) s
		join story_version v on v.id = s.version_id
		join story st on st.id = s.story_id
		cross join lateral judging_facts(s.story_id, s.box_id, who) j
	), '[]');
end $$;

-- This visit lays a cover again over what it had uncovered.
create function cover_photograph(visit text, of_version uuid, which uuid) returns void language sql
	security definer set search_path = lamplight, pg_temp as $$
	delete from shown where visit_hash = visit and version_id = of_version and keepsake_id = which
$$;
reset role;
revoke create on schema lamplight from lamplight_facts;

create function story_page(session_token text, visit text, of_story uuid) returns json
	language plpgsql set search_path = lamplight, pg_temp as $$
declare me jsonb := enter(session_token);
begin
	return json_build_object('viewer', me, 'story', story_facts(of_story, visit));
end $$;
create function stories_page(session_token text, before timestamptz, after uuid, most integer) returns json
	language plpgsql set search_path = lamplight, pg_temp as $$
declare me jsonb := enter(session_token);
begin
	return json_build_object('viewer', me, 'stories', story_list(before, after, most));
end $$;
-- The bytes of a shared photograph: where they lie, beside the facts by which the rule decides.
create function photograph_page(session_token text, visit text, of_story uuid, which uuid, wanted_size text)
	returns json language plpgsql set search_path = lamplight, pg_temp as $$
declare me jsonb := enter(session_token);
begin
	return json_build_object('viewer', me, 'story', story_facts(of_story, visit), 'picture', (
		select json_build_object('boxId', p.box_id, 'original', p.original, 'sha256', p.sha256,
			'mediaType', p.media_type)
		from shared_picture(visit, of_story, which, wanted_size) p
	));
end $$;

revoke execute on all functions in schema lamplight from public;
grant execute on all functions in schema lamplight to lamplight_web, lamplight_worker, lamplight_facts;
revoke execute on function act_as(uuid), make_host_invitation(uuid, text) from lamplight_web;
