-- The look at a first story is for what reaches strangers: the family who were invited need not wait for
-- it.
set search_path = lamplight;
grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

-- Is it hidden from the family as well? Not where it only waits for that look.
create function is_hidden_from_family(which uuid) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as
	$$ select exists (
		select from takedown where story_id = which and lifted_at is null and reason <> 'first_look'
	) $$;
-- As before, but for the family, who need not wait for the first look.
create or replace function reaches_viewer(s share) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as
	$$ select s.ended_at is null
		and (
			((s.to_anyone or (s.to_peers and viewer_is_peer() and not blocks_viewer(s)))
				and not is_taken_down(s.story_id))
			or (s.to_family and s.box_id in (select guest_boxes()) and not blocks_viewer(s)
				and not is_hidden_from_family(s.story_id))
		)
		and exists (select from story st where st.id = s.story_id and st.let_go_at is null) $$;

-- As before, but for the last of the three.
create or replace function story_list(before timestamptz, after uuid, most integer, device text[]) returns json
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

reset role;
revoke create on schema lamplight from lamplight_facts;
comment on function is_hidden_from_family(uuid) is 'not for pages';
call grant_functions();
