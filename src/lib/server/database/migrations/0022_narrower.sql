-- What could still be learned or done past a narrowing: each function as before, and narrower.
set search_path = lamplight;

-- Both become names of files: none leads elsewhere, whoever wrote the row.
alter table put_back add check (id ~ '^[A-Za-z0-9-]{1,64}$');
alter table upload add check (id ~ '^[A-Za-z0-9-]{1,64}$');

grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

-- An invitation stands as long as whoever handed it out may welcome people.
create function may_welcome(who uuid) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select not is_suspended(who) and (
		exists (select from host where member_id = who)
		or exists (select from moderator where member_id = who and ended_at is null)
	)
$$;
create or replace function peer_invitation_stands(hashed text) returns boolean language sql stable
	security definer set search_path = lamplight, pg_temp as $$
	select exists (
		select from peer_invitation
		where token_hash = hashed and used_at is null and withdrawn_at is null and expires_at > now()
			and may_welcome(invited_by)
	)
$$;
create or replace function accept_peer_invitation(hashed text) returns boolean language plpgsql
	security definer set search_path = lamplight, pg_temp as $$
declare inviter uuid;
begin
	if viewer() is null or is_suspended(viewer()) then
		return false;
	end if;
	update peer_invitation set used_at = now(), used_by = viewer()
		where token_hash = hashed and used_at is null and withdrawn_at is null and expires_at > now()
			and may_welcome(invited_by)
		returning invited_by into inviter;
	if inviter is null then
		return false;
	end if;
	delete from peer_request where member_id = viewer();
	insert into peer_welcome (member_id, welcomed_by) values (viewer(), inviter) on conflict do nothing;
	return true;
end $$;

-- What somebody tells of a letter is between them and who looks at it: neither whoever wrote it nor the
-- other keepers learn that it was told of.
create or replace function to_be_told(which uuid) returns table (member uuid, "as" text, step bigint)
	language sql stable security definer set search_path = lamplight, pg_temp as $$
	with latest as (
		select s.* from matter_step s where s.matter_id = which order by s.id desc limit 1
	)
	select who, 'concerned', l.id from latest l join matter m on m.id = which cross join concerned_in(m) who
		where l.by_id = viewer() and (l.to_state <> 'released' or l.from_state <> 'reported')
			and m.kind in ('report', 'first_story') and m.story_id is not null
	union all
	select distinct r.reporter_id, 'reporter', l.id from latest l join report r on r.matter_id = which
		where l.by_id = viewer() and l.to_state in ('released', 'removed') and r.reporter_id is not null
$$;
-- A letter's own way to ask for another look is `appeal_letter`, for whoever sent it.
create or replace function appeal_matter(which uuid, said text) returns boolean language plpgsql
	security definer set search_path = lamplight, pg_temp as $$
declare m matter;
begin
	select * into m from matter where id = which for update;
	if m.id is null or m.story_id is null or viewer() is null or viewer() not in (select concerned_in(m)) then
		raise exception 'not found' using errcode = 'no_data_found';
	end if;
	if m.state <> 'removed' or m.kind = 'danger'
		or exists (select from matter_step s where s.matter_id = which and s.from_state = 'appealed')
		or (select s.verb from matter_step s where s.matter_id = which order by s.id desc limit 1) = 'abuse' then
		return false;
	end if;
	update matter set state = 'appealed', closed_at = null where id = which;
	insert into matter_step (matter_id, verb, from_state, to_state, by_id, words)
		values (which, 'appeal', 'removed', 'appealed', viewer(), said);
	perform append_log('matter_appealed', jsonb_build_object('matter', which));
	return true;
end $$;

-- The title of the story a correspondence began at, for those whom the story still reaches.
create or replace function letter_about(root uuid) returns text language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select v.title from letter l
	join share s on s.story_id = l.story_id and s.ended_at is null
	join story_version v on v.id = s.version_id
	where l.id = root and (takes_part(root, viewer()) or reads_letter(root))
		and (reaches_viewer(s) or s.box_id in (select kept_boxes()))
$$;

-- A block ends reading first, either way: what lay before them goes on as if they had not been asked.
create function part_readers() returns trigger language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	update letter_trust set ended_at = now()
		where ended_at is null and (
			(member_id = new.blocker_id and reader_id = new.member_id)
			or (member_id = new.member_id and reader_id = new.blocker_id)
		);
	return null;
end $$;

-- Does a word stand in a story that the viewer may come upon? Of what stands in many stories it tells
-- nothing that it does.
create function meets_word(which text, in_stories double precision) returns boolean language sql stable
	security definer set search_path = lamplight, pg_temp as $$
	select in_stories > 100 or exists (
		select from story_words w join share s on s.story_id = w.story_id and s.ended_at is null
		where w.lexemes @@ quote_literal(which)::tsquery and found_by_viewer(s)
	)
$$;
-- As before; but a word that stands only where the viewer may not look is one that nobody wrote.
create or replace function asked_words(words text[], kin text[]) returns table (
	term integer, lexemes text[], stories double precision, weight double precision, most double precision
) language plpgsql stable security definer set search_path = lamplight, pg_temp as $$
#variable_conflict use_column
declare of_all double precision := coalesce((select w.stories from word w where w.lexeme = ''), 0);
begin
	return query
	with asked as materialized (
		select a.n::integer as n, a.word, a.kin, tsvector_to_array(to_tsvector('english', a.word)) as stems
		from unnest(asked_words.words, asked_words.kin) with ordinality as a (word, kin, n)
	),
	known as materialized (
		select a.n, w.lexeme, w.stories
		from asked a join word w on w.lexeme = any (a.stems || a.word)
		where a.stems <> '{}' and meets_word(w.lexeme, w.stories)
	),
	spelt as materialized (
		select a.n, l.lexeme, l.stories, l.like_it
		from asked a cross join lateral (
			select w.lexeme, w.stories, spelling(w.lexeme, a.stems[1]) as like_it
			from word w
			where spelt_like(w.lexeme, a.stems[1]) and left(w.lexeme, 1) = left(a.stems[1], 1)
				and meets_word(w.lexeme, w.stories)
			order by like_it desc, w.stories desc limit 3
		) l
		where length(a.stems[1]) >= 4 and not exists (select from known k where k.n = a.n) and l.like_it >= 0.4
	),
	near_it as materialized (
		select a.n, w.lexeme, w.stories
		from asked a
		cross join lateral (select distinct unnest(tsvector_to_array(to_tsvector('english', a.kin))) as lexeme) k
		join word w on w.lexeme = k.lexeme
		where a.kin <> '' and a.stems <> '{}' and w.lexeme <> all (a.stems)
	),
	best as (
		select a.n, rarity(coalesce((select max(k.stories) from known k where k.n = a.n), 0), of_all) as most
		from asked a where a.stems <> '{}'
		order by most desc, a.n limit 48
	)
	select b.n, array_agg(k.lexeme), max(k.stories)::double precision, rarity(max(k.stories), of_all), b.most
		from best b join known k on k.n = b.n group by b.n, b.most
	union all
	select b.n, array[s.lexeme], s.stories, rarity(s.stories, of_all) * s.like_it, b.most
		from best b join spelt s on s.n = b.n
	union all
	select b.n, array_agg(k.lexeme), least(sum(k.stories), of_all),
			0.6 * rarity(least(sum(k.stories), of_all), of_all), b.most
		from best b join near_it k on k.n = b.n group by b.n, b.most
	union all
	select b.n, '{}', 0, 0, b.most from best b;
end $$;

reset role;
revoke create on schema lamplight from lamplight_facts;

create trigger part_readers after insert on block for each row execute function part_readers();

comment on function may_welcome(uuid) is 'not for pages';
comment on function part_readers() is 'not for pages';
comment on function meets_word(text, double precision) is 'not for pages';
call grant_functions();
