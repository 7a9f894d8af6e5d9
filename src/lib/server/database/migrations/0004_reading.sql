-- One trip a page: checks the session, sets the viewer, reads under the viewer's own walls.
set search_path = lamplight;


grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;
-- The facts that R1 judges a shared story by, told only of a story that reaches the viewer at all.
create function judging_facts(s share) returns jsonb language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select jsonb_build_object(
		'writerId', st.writer_id,
		'scope', st.scope,
		'agreedBy', to_jsonb(s.agreed_by),
		'takedowns', coalesce((
			select jsonb_agg(jsonb_build_object('reason', t.reason, 'at', t.taken_down_at, 'liftedAt', t.lifted_at))
			from takedown t where t.story_id = s.story_id
		), '[]'),
		'keepers', (
			select jsonb_agg(jsonb_build_object('memberId', k.member_id, 'joinedAt', k.joined_at,
				'leftAt', k.left_at, 'diedAt', k.died_at))
			from keeper k where k.box_id = s.box_id
		),
		'guests', coalesce((
			select jsonb_agg(jsonb_build_object('memberId', g.member_id, 'joinedAt', g.joined_at,
				'withdrawnAt', g.withdrawn_at))
			from guest g where g.box_id = s.box_id and g.member_id = viewer()
		), '[]'),
		'blocks', coalesce((
			select jsonb_agg(jsonb_build_object('keeperId', b.blocker_id, 'memberId', b.member_id,
				'at', b.blocked_at, 'endedAt', b.lifted_at))
			from block b join keeper k on k.member_id = b.blocker_id and k.box_id = s.box_id
			where b.member_id = viewer()
		), '[]')
	)
	from story st
	where st.id = s.story_id and (reaches_viewer(s) or keeps_version(s.version_id))
$$;
-- How each photograph of a version stands now: its shape, whether it is still held, and since when
-- this visit has it uncovered.
create function version_pictures(of_version uuid, visit text) returns jsonb language sql stable
	security definer set search_path = lamplight, pg_temp as $$
	select coalesce(jsonb_agg(jsonb_build_object(
		'id', k.id, 'kind', k.kind, 'scope', k.scope, 'putInBy', k.put_in_by, 'putInAt', k.put_in_at,
		'caption', vk.caption, 'alt', vk.alt, 'coverWords', vk.cover_words, 'covered', vk.covered,
		'width', k.width, 'height', k.height, 'released', k.released_at is not null,
		'ready', k.pictures_made_at is not null,
		'shownAt', (select sh.shown_at from shown sh where sh.visit_hash = visit
			and sh.version_id = vk.version_id and sh.keepsake_id = vk.keepsake_id)
	) order by vk.position), '[]')
	from version_keepsake vk join keepsake k on k.id = vk.keepsake_id
	where vk.version_id = of_version and (version_reaches_viewer(of_version) or keeps_version(of_version))
$$;
reset role;
revoke create on schema lamplight from lamplight_facts;

create function story_facts(of_story uuid, visit text) returns jsonb language sql stable
	set search_path = lamplight, pg_temp as $$
	select jsonb_build_object(
		'storyId', s.story_id,
		'boxId', s.box_id,
		'shareId', s.id,
		'versionId', v.id,
		'ownWords', v.own_words,
		'title', v.title,
		'body', v.body,
		'byline', v.byline,
		'toFamily', s.to_family,
		'toPeers', s.to_peers,
		'toAnyone', s.to_anyone,
		'agreedAt', s.agreed_at,
		'judging', judging_facts(s),
		'keepsakes', version_pictures(v.id, visit)
	)
	from share s join story_version v on v.id = s.version_id
	where s.story_id = of_story and s.ended_at is null
$$;

create function story_page(session_token text, visit text, of_story uuid) returns jsonb
	language plpgsql set search_path = lamplight, pg_temp as $$
declare me jsonb;
begin
	me := enter(session_token);
	return jsonb_build_object('viewer', me, 'story', story_facts(of_story, visit));
end $$;

-- A page of stories the viewer may read, newest agreement first; `before` is where the last page ended.
create function story_list(before timestamptz, most integer) returns jsonb language plpgsql stable
	set search_path = lamplight, pg_temp as $$
declare found jsonb;
begin
	if viewer() is null then
		select jsonb_agg(x order by x."agreedAt" desc) into found from (
			select s.story_id as "storyId", v.title, left(v.body, 400) as opening, v.byline,
				s.agreed_at as "agreedAt", s.to_anyone as "toAnyone", s.to_peers as "toPeers", s.to_family as "toFamily"
			from share s join story_version v on v.id = s.version_id
			where s.ended_at is null and s.to_anyone and s.agreed_at < before
			order by s.agreed_at desc limit most
		) x;
	else
		select jsonb_agg(x order by x."agreedAt" desc) into found from (
			select s.story_id as "storyId", v.title, left(v.body, 400) as opening, v.byline,
				s.agreed_at as "agreedAt", s.to_anyone as "toAnyone", s.to_peers as "toPeers", s.to_family as "toFamily"
			from (
				(select * from share where ended_at is null and to_anyone and agreed_at < before
					order by agreed_at desc limit most)
				union
				(select * from share where ended_at is null and to_peers and agreed_at < before
					and (select viewer_is_peer()) order by agreed_at desc limit most)
				union
				(select * from share where ended_at is null and to_family and agreed_at < before
					and box_id in (select guest_boxes()) order by agreed_at desc limit most)
			) s join story_version v on v.id = s.version_id
			order by s.agreed_at desc limit most
		) x;
	end if;
	return coalesce(found, '[]');
end $$;

create function stories_page(session_token text, before timestamptz, most integer) returns jsonb
	language plpgsql set search_path = lamplight, pg_temp as $$
declare me jsonb;
begin
	me := enter(session_token);
	return jsonb_build_object('viewer', me, 'stories', story_list(before, most));
end $$;

revoke execute on all functions in schema lamplight from public;
grant execute on all functions in schema lamplight to lamplight_web, lamplight_worker, lamplight_facts;
revoke execute on function act_as(uuid), make_host_invitation(uuid, text) from lamplight_web;
