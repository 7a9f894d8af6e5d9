-- Films, recordings, papers and photographs that move, in stories that are shared. Each stands in a
-- version as a photograph does: frozen with its words, covered until a reader asks to see it, and its
-- bytes are looked up by one function, which decides by itself.
set search_path = lamplight;

-- What is said or written in it, as the version has it.
alter table version_keepsake add said text not null default '' check (length(said) <= 20000);
-- A photograph goes out with its moving moment, and the sound of it, only where that was chosen.
alter table version_keepsake add moving boolean not null default false;

grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

-- What is played of a keepsake: its own, or that of the film beside a photograph.
create function playable_of(which uuid) returns setof playable language sql stable as $$
	select p.* from lamplight.playable p join lamplight.keepsake k on k.id = p.keepsake_id
	where k.id = which or k.part_of = which
	order by k.part_of nulls first
	limit 1
$$;
-- The pages of a paper that are made, each with its shape.
create function pages_of(which uuid) returns json language sql stable as $$
	select coalesce(
		json_agg(json_build_object('number', g.number, 'width', g.width, 'height', g.height) order by g.number),
		'[]'
	)
	from lamplight.page g where g.keepsake_id = which
$$;

-- As before; and what plays of a film, a recording and a photograph that goes out moving, and the pages of a paper.
create or replace function photograph_facts(of_version uuid, who uuid, visit text, agreed timestamptz)
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
drop function shared_picture(text, uuid, uuid, text);

-- A part of a keepsake in a version that keepers are asked about, for the keeper who is asked: also
-- of one that its giver had kept to themselves until they proposed it.
create function proposed_part(of_proposal uuid, which uuid, part text)
	returns table (box_id uuid, original text, sha256 text, media_type text)
	language sql stable security definer set search_path = lamplight, pg_temp as $$
	select placed.*
	from proposal p
	join keepsake k on k.id = which and k.released_at is null
	cross join lateral part_placed(p.version_id, which, part) placed
	where p.id = of_proposal and p.closed_at is null and p.box_id in (select kept_boxes())
		and keeps_version(p.version_id)
$$;
drop function proposed_picture(uuid, uuid, text);

reset role;
revoke create on schema lamplight from lamplight_facts;

-- The bytes of a shared keepsake: where they lie, beside the facts by which the rule decides.
drop function photograph_page(text, text, uuid, uuid, text);
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

comment on function part_placed(uuid, uuid, text) is 'not for pages';
call grant_functions();
