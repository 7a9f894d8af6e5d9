-- One trip a page: checks the session, sets the viewer, and tells what reaches that viewer together
-- with the facts that R1 judges it by. The rule has the last word; these functions deny by themselves.
-- As json and not jsonb: it is only passed on, and jsonb takes twice as long to build.
set search_path = lamplight;
grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

-- How each photograph of a version stands now: its shape, who still holds it (what a keeper put away
-- is told to that keeper alone), and since when this visit has it uncovered. Melts into the queries
-- that join it (no search path of its own, one row); called by itself it tells what row-level
-- security lets the caller see. `agreed`: those that are out with what was agreed then, and for its
-- keepers all; null: all.
create function photograph_facts(of_version uuid, who uuid, visit text, agreed timestamptz) returns table (facts json)
	language sql stable as $$
	select coalesce((
		select json_agg(json_build_object(
			'id', k.id, 'kind', k.kind, 'scope', k.scope, 'putInBy', k.put_in_by, 'putInAt', k.put_in_at,
			'caption', vk.caption, 'alt', vk.alt, 'coverWords', vk.cover_words, 'covered', vk.covered,
			'width', k.width, 'height', k.height, 'ready', k.pictures_made_at is not null,
			'widths', (
				select json_object_agg(i.size, i.width) from lamplight.picture i where i.keepsake_id = k.id
			),
			'released', k.released_at is not null, 'releasedAt', k.released_at, 'heldAgainAt', k.held_again_at,
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
		where vk.version_id = of_version and (
			agreed is null
			or lamplight.is_out_with(agreed, k.released_at, k.held_again_at)
			or (who is not null and lamplight.keeps_version(of_version))
		)
	), '[]')
$$;

-- The photographs of a version, shared or not, for whoever it reaches and for its keepers.
create function version_pictures(of_version uuid, visit text) returns jsonb language plpgsql stable
	security definer set search_path = lamplight, pg_temp as $$
begin
	if not (version_reaches_viewer(of_version) or keeps_version(of_version)) then
		return '[]';
	end if;
	return (select p.facts::jsonb from photograph_facts(of_version, viewer(), visit, (
		select s.agreed_at from share s where s.version_id = of_version and s.ended_at is null and reaches_viewer(s)
	)) p);
end $$;

-- What R1 asks about these boxes and stories, and about the viewer in any box: where they are a
-- guest, and whose keepers blocked them. Those who call it know what they may tell.
create function judging_facts(boxes uuid[], stories uuid[], who uuid) returns json language plpgsql stable
	set search_path = lamplight, pg_temp as $$
declare
	guests json := '[]';
	blocks json := '[]';
begin
	if who is not null then
		select json_agg(json_build_object('boxId', g.box_id, 'memberId', g.member_id,
			'joinedAt', g.joined_at, 'withdrawnAt', g.withdrawn_at))
		into guests from guest g where g.member_id = who and g.box_id = any (boxes);
		select json_agg(json_build_object('boxId', k.box_id, 'keeperId', b.blocker_id, 'memberId', b.member_id,
			'at', b.blocked_at, 'endedAt', b.lifted_at))
		into blocks from block b join keeper k on k.member_id = b.blocker_id
		where b.member_id = who and k.box_id = any (boxes);
	end if;
	return json_build_object(
		'keepers', coalesce((
			select json_agg(json_build_object('boxId', k.box_id, 'memberId', k.member_id,
				'joinedAt', k.joined_at, 'leftAt', k.left_at, 'diedAt', k.died_at))
			from keeper k where k.box_id = any (boxes)
		), '[]'),
		'takedowns', coalesce((
			select json_agg(json_build_object('storyId', t.story_id, 'reason', t.reason,
				'at', t.taken_down_at, 'liftedAt', t.lifted_at))
			from takedown t where t.story_id = any (stories)
		), '[]'),
		'guests', coalesce(guests, '[]'),
		'blocks', coalesce(blocks, '[]')
	);
end $$;

-- A shared story and its facts, for whoever it reaches and for its keepers; else null. What is for
-- anyone is seen by the rows at hand; only for the rest must more be asked (`reaches_viewer`).
create function story_facts(of_story uuid, visit text) returns json language plpgsql stable
	security definer set search_path = lamplight, pg_temp as $$
declare
	who uuid := viewer();
	told json;
	in_box uuid;
begin
	select s.box_id, json_build_object(
		'storyId', s.story_id, 'boxId', s.box_id, 'shareId', s.id, 'versionId', v.id,
		'ownWords', v.own_words and st.writer_id = any (s.agreed_by), 'writerId', st.writer_id, 'scope', st.scope,
		'title', v.title, 'body', v.body, 'byline', v.byline,
		'toFamily', s.to_family, 'toPeers', s.to_peers, 'toAnyone', s.to_anyone,
		'agreedBy', s.agreed_by, 'agreedAt', s.agreed_at, 'photographs', p.facts
	)
	into in_box, told
	from share s
	join story st on st.id = s.story_id
	join story_version v on v.id = s.version_id
	cross join lateral photograph_facts(s.version_id, who, visit, s.agreed_at) p
	where s.story_id = of_story and s.ended_at is null
		and case
			when s.to_anyone and st.let_go_at is null
				and not exists (select from takedown t where t.story_id = s.story_id and t.lifted_at is null)
				then true
			-- Asked of nobody else, so that for a stranger hidden takes no longer than missing.
			when who is not null then reaches_viewer(s) or keeps_version(s.version_id)
			else false
		end;
	if told is null then
		return null;
	end if;
	return json_build_object('story', told, 'judging', judging_facts(array[in_box], array[of_story], who));
end $$;

-- Stories that reach the viewer, newest agreement first, with the facts they are judged by. A page
-- goes on after the story at which the last one ended. The scope is that of `reaches_viewer`, asked
-- of many at once; a test holds the two together.
create function story_list(before timestamptz, after uuid, most integer) returns json language plpgsql
	stable security definer set search_path = lamplight, pg_temp as $$
declare
	who uuid := viewer();
	peer boolean := who is not null and viewer_is_peer();
	family uuid[] := case when who is null then '{}' else array(select guest_boxes()) end;
	barred uuid[] := case when who is null then '{}' else array(select blocked_boxes()) end;
	told json;
	boxes uuid[];
	stories uuid[];
begin
	select array_agg(s.box_id), array_agg(s.story_id), json_agg(json_build_object(
		'storyId', s.story_id, 'boxId', s.box_id, 'shareId', s.id, 'versionId', v.id,
		'ownWords', v.own_words and st.writer_id = any (s.agreed_by), 'writerId', st.writer_id, 'scope', st.scope,
		'title', v.title, 'opening', left(v.body, 400), 'byline', v.byline,
		'toFamily', s.to_family, 'toPeers', s.to_peers, 'toAnyone', s.to_anyone,
		'agreedBy', s.agreed_by, 'agreedAt', s.agreed_at
	) order by s.agreed_at desc, s.story_id)
	into boxes, stories, told
	from (
		select * from (
			(select * from share
				where to_anyone and ended_at is null
					and agreed_at <= before and (agreed_at < before or story_id > after)
					and not exists (select from takedown t where t.story_id = share.story_id and t.lifted_at is null)
					and exists (select from story st where st.id = share.story_id and st.let_go_at is null)
				order by agreed_at desc, story_id limit most)
			union
			(select * from share
				where peer and to_peers and ended_at is null 
					and (box_id <> all (barred) or not blocks_viewer(share))
					and agreed_at <= before and (agreed_at < before or story_id > after)
					and not exists (select from takedown t where t.story_id = share.story_id and t.lifted_at is null)
					and exists (select from story st where st.id = share.story_id and st.let_go_at is null)
				order by agreed_at desc, story_id limit most)
			union
			(select * from share
				where to_family and ended_at is null and box_id = any (family) 
					and (box_id <> all (barred) or not blocks_viewer(share))
					and agreed_at <= before and (agreed_at < before or story_id > after)
					and not exists (select from takedown t where t.story_id = share.story_id and t.lifted_at is null)
					and exists (select from story st where st.id = share.story_id and st.let_go_at is null)
				order by agreed_at desc, story_id limit most)
		) reached
		order by agreed_at desc, story_id limit most
	) s
	join story_version v on v.id = s.version_id
	join story st on st.id = s.story_id;
	return json_build_object('stories', coalesce(told, '[]'), 'judging', judging_facts(boxes, stories, who));
end $$;

-- This visit lays a cover again over what it had uncovered.
create function cover_photograph(visit text, of_version uuid, which uuid) returns void language sql
	security definer set search_path = lamplight, pg_temp as $$
	delete from shown where visit_hash = visit and version_id = of_version and keepsake_id = which
$$;
reset role;
revoke create on schema lamplight from lamplight_facts;

create function story_page(session_token text, visit text, of_story uuid) returns json
	language plpgsql as $$
declare me jsonb := lamplight.enter(session_token);
begin
	return json_build_object('viewer', me, 'told', lamplight.story_facts(of_story, visit));
end $$;
create function stories_page(session_token text, before timestamptz, after uuid, most integer) returns json
	language plpgsql as $$
declare me jsonb := lamplight.enter(session_token);
begin
	return json_build_object('viewer', me, 'told', lamplight.story_list(before, after, most));
end $$;
-- The bytes of a shared photograph: where they lie, beside the facts by which the rule decides.
create function photograph_page(session_token text, visit text, of_story uuid, which uuid, wanted_size text)
	returns json language plpgsql as $$
declare me jsonb := lamplight.enter(session_token);
begin
	return json_build_object('viewer', me, 'told', lamplight.story_facts(of_story, visit), 'picture', (
		select json_build_object('boxId', p.box_id, 'original', p.original, 'sha256', p.sha256,
			'mediaType', p.media_type)
		from lamplight.shared_picture(visit, of_story, which, wanted_size) p
	));
end $$;

