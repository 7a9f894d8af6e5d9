-- What is found is what may be met (R6); and what a story means, so that others near to it are found.
set search_path = lamplight;
drop function found_page(text, text[], text[], text, text[], integer[], uuid, integer);
drop function judging_found(uuid[]);
grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

create or replace function found_by_viewer(s share) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as
	$$ select meets_viewer(s) $$;

-- What R1 and R6 ask about stories that were found; of no others.
create function judging_found(which uuid[]) returns json language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select json_build_object(
		'judging', judging_facts(array_agg(s.box_id), array_agg(s.story_id), viewer()),
		'reader', json_build_object('leavesOut', viewer_leaves_out(), 'avoids', coalesce((
			select json_agg(json_build_object('memberId', b.member_id, 'at', b.blocked_at))
			from block b join keeper k on k.member_id = b.member_id
			where b.blocker_id = viewer() and b.lifted_at is null and k.box_id = any (array_agg(s.box_id))
		), '[]'))
	)
	from share s where s.story_id = any (which) and s.ended_at is null and found_by_viewer(s)
$$;

-- Some passages of a story, from all of its length, for whoever it reaches.
create function story_signatures(of_story uuid, most integer) returns text[] language sql stable
	security definer set search_path = lamplight, pg_temp as $$
	select coalesce(array_agg(m.signature order by m.number), '{}') from (
		select distinct on (part) n.signature, n.number from (
			select pm.signature::text as signature, p.number, ntile(most) over (order by p.number) as part
			from passage p join passage_meaning pm on pm.passage_id = p.id
			where p.story_id = of_story and (version_reaches_viewer(p.version_id) or keeps_version(p.version_id))
		) n
		order by part, n.number
	) m
$$;

reset role;
revoke create on schema lamplight from lamplight_facts;

create function story_meaning(session_token text, of_story uuid, most integer) returns text[]
	language plpgsql as $$
begin
	perform lamplight.enter(session_token);
	return lamplight.story_signatures(of_story, most);
end $$;
-- A page of what was found, in one trip. Only the finding looks past the walls. `device`: what a reader
-- who is not signed in leaves out.
create function found_page(
	session_token text, words text[], kin text[], whole text, signatures text[], places integer[],
	besides uuid, most integer, device text[]
) returns json language plpgsql as $$
declare
	me jsonb := lamplight.enter(session_token);
	found uuid[];
	passages bigint[];
	asked tsquery;
begin
	perform set_config('lamplight.left_out', device::text, true);
	select array_agg(f.story_id order by f.score desc), array_agg(f.passage_id order by f.score desc)
		into found, passages
		from lamplight.found_stories(words, kin, whole, signatures, places, besides, most) f;
	asked := (
		select string_agg(quote_literal(l), ' | ')
		from unnest(tsvector_to_array(to_tsvector('english', array_to_string(words || kin, ' ')))) l
	)::tsquery;
	return json_build_object('viewer', me, 'told', json_build_object(
		'stories', coalesce((
			select json_agg(json_build_object(
				'storyId', s.story_id, 'boxId', s.box_id, 'shareId', s.id, 'versionId', v.id,
				'ownWords', v.own_words and st.writer_id = any (s.agreed_by), 'writerId', st.writer_id,
				'scope', st.scope, 'title', v.title, 'byline', v.byline,
				'toFamily', s.to_family, 'toPeers', s.to_peers, 'toAnyone', s.to_anyone,
				'findable', s.findable, 'answers', s.answers, 'lived', s.lived, 'subjects', s.subjects,
				'agreedBy', s.agreed_by, 'agreedAt', s.agreed_at, 'passage', (
					select p.text from lamplight.passage p
					where p.story_id = s.story_id and p.version_id = s.version_id
					order by (p.id = f.passage_id) desc nulls last,
						ts_rank(to_tsvector('english', p.text), asked) desc, p.number
					limit 1
				)
			) order by f.n)
			from unnest(found, passages) with ordinality as f (story_id, passage_id, n)
			join lamplight.share s on s.story_id = f.story_id and s.ended_at is null
			join lamplight.story_version v on v.id = s.version_id
			join lamplight.story st on st.id = s.story_id
		), '[]'),
		'by', lamplight.judging_found(found)
	));
end $$;

comment on function found_by_viewer(share) is 'not for pages';
call grant_functions();
