-- One trip a page: checks the session, sets the viewer, and tells what reaches that viewer together
-- with the facts that R1 judges it by. The rule has the last word; these functions deny by themselves.
-- Films, recordings and papers stand in a version as photographs do: frozen with their words, covered until
-- a reader asks to see them, and their bytes are looked up by one function, which decides by itself.
-- As json and not jsonb: it is only passed on, and jsonb takes twice as long to build.
set search_path = lamplight;

grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

-- How each photograph of a version stands now: its shape, what plays of a film, a recording and a
-- photograph that goes out moving, the pages of a paper, who still holds it (what a keeper put away is
-- told to that keeper alone), and since when this visit has it uncovered. Melts into the queries that
-- join it (no search path of its own, one row); called by itself it tells what row-level security lets
-- the caller see. `agreed`: those that are out with what was agreed then, and for its keepers all; null: all.
create function photograph_facts(of_version uuid, who uuid, visit text, agreed timestamptz)
	returns table (facts json) language sql stable as $$
	select coalesce((
		select json_agg(json_build_object(
			'id', k.id, 'kind', k.kind, 'scope', k.scope, 'putInBy', k.put_in_by, 'putInAt', k.put_in_at,
			'caption', vk.caption, 'alt', vk.alt, 'coverWords', vk.cover_words, 'covered', vk.covered,
			'said', vk.said, 'moving', vk.moving,
			'width', k.width, 'height', k.height, 'ready', k.pictures_made_at is not null,
			'widths', (
				select json_object_agg(i.size, i.width) from lamplight.picture i where i.keepsake_id = k.id
			),
			'play', case when k.kind in ('film', 'recording') or vk.moving then (
				select json_build_object('seconds', y.seconds, 'width', y.width, 'height', y.height)
				from lamplight.playable_of(k.id) y
			) end,
			'pages', case when k.kind = 'paper' then lamplight.pages_of(k.id) end,
			'pageCount', k.page_count,
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

-- A shared story and its facts, for whoever it reaches and for its keepers; else null: what goes out with
-- it, as it stands now, and of what is shown of what was lived, whether others here have been through it
-- (the same for every reader). What is for anyone is seen by the rows at hand; only for the rest must
-- more be asked (`reaches_viewer`).
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
		'findable', s.findable, 'answers', s.answers, 'lived', s.lived, 'subjects', s.subjects,
		'others', case when s.lived <> '{}' then (
			select json_agg(json_build_object('fact', o.fact, 'word', o.word) order by o.fact)
			from shown_in(s.lived) l join others_here o on o.fact = l.fact
		) end,
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

-- The stories a viewer may come upon, newest agreement first, with the facts they are judged by: those
-- that may be found and reach them as any peer, and what was shared with them as family. None with a
-- subject they leave out; `device` says what, where nobody is signed in. A page goes on after the story at
-- which the last one ended. The scope is that of `meets_viewer` and `reaches_viewer`, asked of many at
-- once; a test holds them together.
create function story_list(before timestamptz, after uuid, most integer, device text[]) returns json
	language plpgsql stable security definer set search_path = lamplight, pg_temp as $$
declare
	who uuid := viewer();
	peer boolean := who is not null and viewer_is_peer();
	family uuid[] := case when who is null then '{}' else array(select guest_boxes()) end;
	barred uuid[] := case when who is null then '{}' else array(select blocked_boxes()) end;
	avoided uuid[] := case when who is null then '{}' else array(select avoided_boxes()) end;
	out_of text[] := case when who is null then device else viewer_leaves_out() end;
	told json;
	boxes uuid[];
	stories uuid[];
begin
	select array_agg(s.box_id), array_agg(s.story_id), json_agg(json_build_object(
		'storyId', s.story_id, 'boxId', s.box_id, 'shareId', s.id, 'versionId', v.id,
		'ownWords', v.own_words and st.writer_id = any (s.agreed_by), 'writerId', st.writer_id, 'scope', st.scope,
		'title', v.title, 'opening', left(v.body, 400), 'byline', v.byline,
		'toFamily', s.to_family, 'toPeers', s.to_peers, 'toAnyone', s.to_anyone,
		'findable', s.findable, 'answers', s.answers, 'lived', s.lived, 'subjects', s.subjects,
		'agreedBy', s.agreed_by, 'agreedAt', s.agreed_at
	) order by s.agreed_at desc, s.story_id)
	into boxes, stories, told
	from (
		select * from (
			(select * from share
				where to_anyone and findable and ended_at is null
					and box_id <> all (avoided)
					and (box_id <> all (barred) or not blocks_viewer(share))
					and not (subjects && out_of)
					and agreed_at <= before and (agreed_at < before or story_id > after)
					and not exists (select from takedown t where t.story_id = share.story_id and t.lifted_at is null)
					and exists (select from story st where st.id = share.story_id and st.let_go_at is null)
				order by agreed_at desc, story_id limit most)
			union
			(select * from share
				where peer and to_peers and findable and ended_at is null
					and box_id <> all (avoided)
					and (box_id <> all (barred) or not blocks_viewer(share))
					and not (subjects && out_of)
					and agreed_at <= before and (agreed_at < before or story_id > after)
					and not exists (select from takedown t where t.story_id = share.story_id and t.lifted_at is null)
					and exists (select from story st where st.id = share.story_id and st.let_go_at is null)
				order by agreed_at desc, story_id limit most)
			union
			(select * from share
				where to_family and ended_at is null and box_id = any (family)
					and (box_id <> all (barred) or not blocks_viewer(share))
					and not (subjects && out_of)
					and agreed_at <= before and (agreed_at < before or story_id > after)
					and not exists (select from takedown t where t.story_id = share.story_id and t.lifted_at is null
						and t.reason <> 'first_look')
					and exists (select from story st where st.id = share.story_id and st.let_go_at is null)
				order by agreed_at desc, story_id limit most)
		) reached
		order by agreed_at desc, story_id limit most
	) s
	join story_version v on v.id = s.version_id
	join story st on st.id = s.story_id;
	return json_build_object(
		'stories', coalesce(told, '[]'),
		'judging', judging_facts(boxes, stories, who),
		'reader', json_build_object('leavesOut', out_of, 'avoids', coalesce((
			select json_agg(json_build_object('boxId', k.box_id, 'memberId', b.member_id, 'at', b.blocked_at))
			from block b join keeper k on k.member_id = b.member_id
			where b.blocker_id = who and b.lifted_at is null and k.box_id = any (boxes)
		), '[]'))
	);
end $$;

-- A peer, a guest or anyone asks to see one photograph: remembered for this visit and this version.
create function show_photograph(visit text, of_version uuid, which uuid) returns boolean
	language plpgsql security definer set search_path = lamplight, pg_temp as $$
begin
	insert into shown (visit_hash, version_id, keepsake_id)
		select visit, vk.version_id, vk.keepsake_id
		from version_keepsake vk
		where vk.version_id = of_version and vk.keepsake_id = which and keepsake_reaches_viewer(of_version, which)
		on conflict (visit_hash, version_id, keepsake_id) do update set shown_at = now();
	return found;
end $$;

-- This visit lays a cover again over what it had uncovered.
create function cover_photograph(visit text, of_version uuid, which uuid) returns void language sql
	security definer set search_path = lamplight, pg_temp as $$
	delete from shown where visit_hash = visit and version_id = of_version and keepsake_id = which
$$;

-- Where one part of a keepsake lies as it stands in a version: `small`, `medium`, `large`, `play`,
-- `page-1` and so on. What the version does not have is no part of it. Those who call it decide for whom.
create function part_placed(of_version uuid, which uuid, part text)
	returns table (box_id uuid, original text, sha256 text, media_type text)
	language sql stable security definer set search_path = lamplight, pg_temp as $$
	select k.box_id, made.original, made.sha256, made.media_type
	from version_keepsake vk
	join keepsake k on k.id = vk.keepsake_id
	cross join lateral (
		select k.sha256::text as original, i.sha256::text, i.media_type
		from picture i where i.keepsake_id = k.id and i.size = part
		union all
		select k.sha256::text, g.sha256::text, g.media_type
		from page g where g.keepsake_id = k.id and part = 'page-' || g.number
		union all
		select o.sha256::text, y.sha256::text, y.media_type
		from playable_of(k.id) y join keepsake o on o.id = y.keepsake_id
		where part = 'play' and (k.kind in ('film', 'recording') or vk.moving)
	) made
	where vk.version_id = of_version and vk.keepsake_id = which
$$;

-- Where a part of a shared keepsake lies, if this visit may have it now; else no row.
create function shared_part(visit text, of_story uuid, which uuid, part text)
	returns table (box_id uuid, original text, sha256 text, media_type text)
	language sql stable security definer set search_path = lamplight, pg_temp as $$
	select placed.*
	from share s
	join version_keepsake vk on vk.version_id = s.version_id and vk.keepsake_id = which
	join keepsake k on k.id = vk.keepsake_id and is_out_with(s.agreed_at, k.released_at, k.held_again_at)
	cross join lateral part_placed(s.version_id, which, part) placed
	where s.story_id = of_story and s.ended_at is null and reaches_viewer(s)
		and (
			not vk.covered
			or exists (
				select from shown sh
				where sh.visit_hash = visit and sh.version_id = s.version_id
					and sh.keepsake_id = which and sh.shown_at > now() - interval '12 hours'
			)
		)
$$;

reset role;
revoke create on schema lamplight from lamplight_facts;

create function story_page(session_token text, visit text, of_story uuid) returns json
	language plpgsql as $$
declare me jsonb := lamplight.enter(session_token);
begin
	return json_build_object('viewer', me, 'told', lamplight.story_facts(of_story, visit),
		'answering', case when me is not null then lamplight.own_answering(of_story) end);
end $$;
create function stories_page(
	session_token text, before timestamptz, after uuid, most integer, device text[] default '{}'
) returns json language plpgsql as $$
declare me jsonb := lamplight.enter(session_token);
begin
	return json_build_object('viewer', me, 'told', lamplight.story_list(before, after, most, device));
end $$;
-- The bytes of a shared keepsake: where they lie, beside the facts by which the rule decides.
create function part_page(session_token text, visit text, of_story uuid, which uuid, part text)
	returns json language plpgsql as $$
declare me jsonb := lamplight.enter(session_token);
begin
	return json_build_object('viewer', me, 'told', lamplight.story_facts(of_story, visit), 'part', (
		select json_build_object('boxId', p.box_id, 'original', p.original, 'sha256', p.sha256,
			'mediaType', p.media_type)
		from lamplight.shared_part(visit, of_story, which, part) p
	));
end $$;

call not_for_pages('part_placed');
call grant_functions();
