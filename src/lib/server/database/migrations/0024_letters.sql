-- R4: "I am with you", and letters. What is sent waits until it has been screened and, as each keeper
-- chose, read first by somebody; `src/lib/rules/answers.ts` decides, and the functions below deny again.
set search_path = lamplight;

-- What somebody lets those they write to know of them, beside their words.
create table letter_face (
	member_id uuid primary key references auth."user" ("id") on delete cascade,
	weeks smallint check (weeks between 1 and 45),
	year smallint check (year between 1900 and 2200)
);
create table with_you (
	id uuid primary key default gen_random_uuid(),
	story_id uuid not null references story (id) on delete cascade,
	member_id uuid not null references member (id),
	-- As they allowed when they said it.
	weeks smallint,
	year smallint,
	said_at timestamptz not null default now(),
	taken_back_at timestamptz
);
create unique index with_you_standing on with_you (story_id, member_id) where taken_back_at is null;
create index on with_you (member_id);

-- How letters reach somebody; without a row, as `letter_way_of` says.
create table letter_way (
	member_id uuid primary key references auth."user" ("id") on delete cascade,
	way text not null check (way in ('moderator', 'trusted', 'straight')),
	chosen_at timestamptz not null default now()
);
-- Whom somebody asked to read their letters first. It holds from that person's yes on.
create table letter_trust (
	id uuid primary key default gen_random_uuid(),
	member_id uuid not null references member (id),
	reader_id uuid not null references member (id),
	asked_at timestamptz not null default now(),
	agreed_at timestamptz,
	ended_at timestamptz,
	check (member_id <> reader_id)
);
create unique index letter_trust_standing on letter_trust (member_id) where ended_at is null;
create index on letter_trust (reader_id) where ended_at is null;

create table letter (
	id uuid primary key default gen_random_uuid(),
	-- The letter that a correspondence began with; its own where it is the first.
	root_id uuid not null references letter (id) on delete cascade,
	story_id uuid references story (id) on delete set null,
	box_id uuid not null references box (id),
	from_id uuid not null references member (id),
	-- Null: the keepers of the story, each by themselves.
	to_id uuid references member (id),
	weeks smallint,
	year smallint,
	body text not null check (length(body) between 1 and 20000),
	subjects text[] not null default '{}',
	sent_at timestamptz not null default clock_timestamp(),
	screened_at timestamptz,
	screen text check (screen in ('pass', 'hold')),
	concern text check (concern in ('cruelty', 'danger')),
	-- What a moderator decided about it.
	verdict text check (verdict in ('passed_on', 'not_passed_on', 'abuse')),
	verdict_at timestamptz,
	-- What the screen made of it, for whoever has it before them: how sure it was, and which sentence it
	-- was. Places in the letter and no words of it: they go with it.
	screen_score real check (screen_score between 0 and 1),
	screen_from integer check (screen_from >= 0),
	screen_to integer,
	check ((screen is null) = (screened_at is null)),
	check ((verdict is null) = (verdict_at is null)),
	check (screen_to > screen_from)
);
create index on letter (root_id);
create index on letter (from_id);
create index on letter (story_id);
create index on letter (box_id);

create table letter_draft (
	id uuid primary key default gen_random_uuid(),
	member_id uuid not null references member (id),
	story_id uuid references story (id) on delete cascade,
	root_id uuid references letter (id) on delete cascade,
	to_id uuid references member (id),
	body text not null default '' check (length(body) <= 20000),
	saved_at timestamptz not null default now(),
	revision integer not null default 0,
	-- Which open page saved it last, and how many changes that page had counted by then; as for stories.
	page text not null default '' check (length(page) <= 64),
	step integer not null default 0,
	-- What a save found already changed: kept beside the draft.
	beside boolean not null default false,
	check ((story_id is null) <> (root_id is null))
);
-- One draft for each, beside what was kept of it.
create unique index letter_draft_one on letter_draft (member_id, story_id, root_id, to_id)
	nulls not distinct where not beside;
create index on letter_draft (root_id);
create table letter_delivery (
	letter_id uuid not null references letter (id) on delete cascade,
	member_id uuid not null references member (id),
	stage text not null default 'screening' check (stage in (
		'screening', 'moderator', 'trusted', 'not_wanted', 'kept_back', 'withheld', 'due', 'delivered'
	)),
	-- Who reads it first, while they do.
	reader_id uuid references member (id),
	stage_at timestamptz not null default clock_timestamp(),
	delivered_at timestamptz,
	-- For the one who reads first: which copy it is, without saying for whom.
	id uuid not null default gen_random_uuid() unique,
	primary key (letter_id, member_id),
	check ((stage = 'delivered') = (delivered_at is not null)),
	check (stage <> 'trusted' or reader_id is not null)
);
create index on letter_delivery (member_id);
create index on letter_delivery (reader_id) where stage = 'trusted';
-- Somebody ends a correspondence: no reason is asked.
create table letter_end (
	root_id uuid not null references letter (id) on delete cascade,
	by_id uuid not null references member (id),
	ended_at timestamptz not null default now(),
	primary key (root_id, by_id)
);
-- Somebody would be known by name to the other of a correspondence. It holds once both have said so.
create table letter_named (
	root_id uuid not null references letter (id) on delete cascade,
	by_id uuid not null references member (id),
	to_id uuid not null references member (id),
	said_at timestamptz not null default now(),
	primary key (root_id, by_id, to_id)
);
-- A held letter as the screen saw it, where the host lets the screen learn: numbers, never words, and
-- gone with the letter.
create table letter_seen (
	letter_id uuid primary key references letter (id) on delete cascade,
	meaning text not null,
	vectors bytea not null,
	signs bytea not null
);

call wall_in('letter_face', 'with_you', 'letter_way', 'letter_trust', 'letter_draft', 'letter',
	'letter_delivery', 'letter_end', 'letter_named', 'letter_seen');
grant select, insert, update, delete on letter_face, with_you, letter_way, letter_trust, letter_draft,
	letter, letter_delivery, letter_end, letter_named, letter_seen to lamplight_facts, lamplight_worker;

grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

-- May the viewer answer this story so ('with_you' or 'letter')? What they may see, as its keepers agreed
-- and have not taken back. Nobody answers their own. Whoever is blocked or suspended is told the same as
-- a reader who is not: what they send does not arrive.
create function may_answer(of_story uuid, what text) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select viewer() is not null and exists (
		select from share s
		where s.story_id = of_story and s.ended_at is null and reaches_viewer(s)
			and s.box_id not in (select kept_boxes())
			and (answers_of(s) = 'letters' or (what = 'with_you' and answers_of(s) = 'with_you'))
	)
$$;
-- Does nothing of this member arrive in this box? Suspended, gone, or blocked by one who keeps it.
create function is_apart(who uuid, in_box uuid) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select is_suspended(who)
		or exists (select from member m where m.id = who and m.ended_at is not null)
		or exists (
			select from block b join keeper k on k.member_id = b.blocker_id and k.box_id = in_box
			where b.member_id = who and b.lifted_at is null and k.left_at is null
				and (k.died_at is null or k.died_at > b.blocked_at)
		)
$$;
create function have_parted(one uuid, other uuid) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select exists (
		select from block b where b.lifted_at is null
			and ((b.blocker_id = one and b.member_id = other) or (b.blocker_id = other and b.member_id = one))
	)
$$;

-- How letters reach this member: as they chose; else read first by a moderator, or, where somebody
-- answers a letter of their own, straight in once screened.
create function letter_way_of(who uuid, wrote_first boolean) returns text language sql stable
	security definer set search_path = lamplight, pg_temp as $$
	select coalesce((select way from letter_way where member_id = who),
		case when wrote_first then 'straight' else 'moderator' end)
$$;
-- Who reads first for this member, and has said yes to that.
create function reader_of(who uuid) returns uuid language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select t.reader_id from letter_trust t
	join member m on m.id = t.reader_id and m.ended_at is null
	where t.member_id = who and t.agreed_at is not null and t.ended_at is null and not is_suspended(t.reader_id)
$$;
-- What the page of a story may promise: the ways by which a letter to it reaches its keepers.
create function ways_to(of_story uuid) returns setof text language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select distinct case
		when letter_way_of(k.member_id, false) = 'trusted' and reader_of(k.member_id) is null then 'moderator'
		else letter_way_of(k.member_id, false)
	end
	from share s join keeper k on k.box_id = s.box_id and k.left_at is null and k.died_at is null
	where s.story_id = of_story and s.ended_at is null and may_answer(of_story, 'letter')
$$;

-- For the page of a story, in the same trip: whether the viewer is with its keepers, and by which ways
-- a letter would reach them; null where they may not answer.
create function own_answering(of_story uuid) returns json language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select json_build_object(
		'with', exists (
			select from with_you w
			where w.story_id = of_story and w.member_id = viewer() and w.taken_back_at is null
		),
		'ways', array(select ways_to(of_story))
	)
	where may_answer(of_story, 'with_you')
$$;
create function say_with_you(of_story uuid) returns void language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	if not may_answer(of_story, 'with_you') then
		raise exception 'not found' using errcode = 'no_data_found';
	end if;
	insert into with_you (story_id, member_id, weeks, year)
		select of_story, viewer(), f.weeks, f.year
		from (select 1) one left join letter_face f on f.member_id = viewer()
		on conflict do nothing;
end $$;
create function take_back_with_you(of_story uuid) returns void language sql security definer
	set search_path = lamplight, pg_temp as $$
	update with_you set taken_back_at = now()
		where story_id = of_story and member_id = viewer() and taken_back_at is null
$$;
-- For those who keep the box: who is with them, as each sender allowed; never who, and never how many.
create function with_us(in_box uuid) returns table (story_id uuid, title text, weeks smallint, year smallint)
	language sql stable security definer set search_path = lamplight, pg_temp as $$
	select w.story_id, v.title, w.weeks, w.year
	from with_you w
	join share s on s.story_id = w.story_id and s.ended_at is null and s.box_id = in_box
	join story_version v on v.id = s.version_id
	where in_box in (select kept_boxes()) and w.taken_back_at is null and answers_of(s) <> 'none'
		and not is_apart(w.member_id, in_box)
	order by w.said_at desc
$$;

create function is_ended(root uuid, keeper uuid) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select exists (
		select from letter_end e join letter l on l.id = e.root_id
		where e.root_id = root and e.by_id in (keeper, l.from_id)
	)
$$;
-- Takes part in a correspondence: whoever began it, and each keeper it reached.
create function takes_part(root uuid, who uuid) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select exists (select from letter l where l.id = root and l.root_id = root and l.from_id = who)
		or exists (
			select from letter_delivery d where d.letter_id = root and d.member_id = who and d.stage = 'delivered'
		)
$$;
-- Whom the viewer may write to in a correspondence: whoever began it; or a keeper who wrote to them.
create function may_write_to(root uuid, whom uuid) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select case
		when (select from_id from letter where id = root) = viewer() then exists (
			select from letter l
			join letter_delivery d on d.letter_id = l.id and d.member_id = viewer() and d.stage = 'delivered'
			where l.root_id = root and l.from_id = whom
		) and not is_ended(root, whom)
		else takes_part(root, viewer()) and not is_ended(root, viewer())
			and (select from_id from letter where id = root) = whom
	end
$$;

-- Sends a letter: to the keepers of a story, or within a correspondence. All senders see the same. Which
-- of the drafts it was is known to whoever sends it.
create function send_letter(
	new_id uuid, of_story uuid, in_root uuid, to_member uuid, words text, about text[]
) returns void language plpgsql security definer set search_path = lamplight, jobs, pg_temp as $$
declare
	s share;
	r letter;
begin
	if in_root is null then
		if not may_answer(of_story, 'letter') then
			raise exception 'not found' using errcode = 'no_data_found';
		end if;
		select * into s from share where story_id = of_story and ended_at is null;
		insert into letter (id, root_id, story_id, box_id, from_id, weeks, year, body, subjects)
			select new_id, new_id, of_story, s.box_id, viewer(), f.weeks, f.year, words, about
			from (select 1) one left join letter_face f on f.member_id = viewer();
		insert into letter_delivery (letter_id, member_id)
			select new_id, k.member_id from keeper k
			where k.box_id = s.box_id and k.left_at is null and k.died_at is null;
	else
		if not may_write_to(in_root, to_member) then
			raise exception 'not found' using errcode = 'no_data_found';
		end if;
		select * into r from letter where id = in_root;
		insert into letter (id, root_id, story_id, box_id, from_id, to_id, weeks, year, body, subjects)
			select new_id, in_root, r.story_id, r.box_id, viewer(), to_member, f.weeks, f.year, words, about
			from (select 1) one left join letter_face f on f.member_id = viewer() and viewer() = r.from_id;
		insert into letter_delivery (letter_id, member_id) values (new_id, to_member);
	end if;
	perform jobs.enqueue('screen_letter', json_build_object('letter', new_id), 'screen:' || new_id);
end $$;

-- Where each copy of a letter goes next, from what is true now. Called whenever something of it changed.
create function route_letter(which uuid) returns void language plpgsql security definer
	set search_path = lamplight, jobs, pg_temp as $$
declare
	l letter;
	r letter;
	d letter_delivery;
	way text;
	first_reader uuid;
	comes_to text;
begin
	if session_user = 'lamplight_web' and pg_trigger_depth() = 0 then
		raise exception 'this is done by a job' using errcode = 'insufficient_privilege';
	end if;
	select * into l from letter where id = which for update;
	if l.id is null or l.screen is null then
		return;
	end if;
	select * into r from letter where id = l.root_id;
	for d in select * from letter_delivery where letter_id = which
		and stage in ('screening', 'moderator', 'trusted', 'kept_back', 'due') for update loop
		way := letter_way_of(d.member_id, d.member_id = r.from_id);
		first_reader := case when way = 'trusted' then reader_of(d.member_id) end;
		comes_to := case
			when not letter_may_reach(l, r, d.member_id) then 'withheld'
			when l.verdict in ('not_passed_on', 'abuse') then 'kept_back'
			when l.screen = 'hold' and l.verdict is null then 'moderator'
			when d.stage = 'due' then 'due'
			when first_reader is not null then 'trusted'
			when way = 'straight' or l.verdict = 'passed_on' then 'due'
			else 'moderator'
		end;
		update letter_delivery set stage = comes_to, reader_id = case when comes_to = 'trusted' then first_reader end,
				stage_at = case when stage = comes_to then stage_at else clock_timestamp() end
			where letter_id = which and member_id = d.member_id;
	end loop;
	if l.verdict is null and exists (select from letter_delivery where letter_id = which and stage = 'moderator') then
		perform open_matter('letter', coalesce(l.concern, 'read_first'), null, which, l.from_id, l.box_id);
		if l.concern = 'danger' then
			perform open_matter('danger', 'danger', null, which, l.from_id, null);
		end if;
	end if;
	if exists (select from letter_delivery where letter_id = which and stage = 'due') then
		perform jobs.enqueue('deliver_letter', json_build_object('letter', which), 'deliver:' || which);
	end if;
end $$;
-- What this member would see of a story now, by the very rule that the viewer is held to.
create function story_reaches(which uuid, who uuid) returns boolean language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
declare
	looking text := coalesce(current_setting('lamplight.viewer', true), '');
	reached boolean;
begin
	perform set_config('lamplight.viewer', who::text, true);
	reached := story_reaches_viewer(which);
	perform set_config('lamplight.viewer', looking, true);
	return reached;
end $$;
-- Does this letter still have a way to this member at all? A first letter only while letters are allowed,
-- and while whoever wrote it may see the story.
create function letter_may_reach(l letter, r letter, who uuid) returns boolean language sql volatile
	security definer set search_path = lamplight, pg_temp as $$
	select case when l.id = r.id
		then not is_apart(l.from_id, l.box_id)
			and exists (
				select from share s where s.story_id = l.story_id and s.ended_at is null and answers_of(s) = 'letters'
			)
			and story_reaches(l.story_id, l.from_id)
			and exists (
				select from keeper k where k.box_id = l.box_id and k.member_id = who
					and k.left_at is null and k.died_at is null
			)
		else not is_suspended(l.from_id)
			and not is_ended(r.id, case when who = r.from_id then l.from_id else who end)
			and exists (select from member m where m.id = l.from_id and m.ended_at is null)
	end and not have_parted(l.from_id, who)
		and exists (select from member m where m.id = who and m.ended_at is null)
$$;
-- A moderator decided a letter's matter (R7): the letter goes where that leads.
create function follow_matter() returns trigger language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	update letter set verdict_at = clock_timestamp(), verdict = case
			when new.state = 'released' then 'passed_on'
			when (select s.verb from matter_step s where s.matter_id = new.id order by s.id desc limit 1) = 'abuse'
				then 'abuse'
			else 'not_passed_on'
		end
		where id = new.letter_id;
	perform route_letter(new.letter_id);
	return null;
end $$;
-- The person trusted to read first lets it through, or not: then it is as if it had not come.
create function pass_trusted(which uuid, for_member uuid, passes boolean) returns void language plpgsql
	security definer set search_path = lamplight, jobs, pg_temp as $$
begin
	update letter_delivery set stage = case when passes then 'due' else 'not_wanted' end, reader_id = null,
			stage_at = clock_timestamp()
		where letter_id = which and member_id = for_member and stage = 'trusted' and reader_id = viewer();
	if not found then
		raise exception 'not found' using errcode = 'no_data_found';
	end if;
	if passes then
		perform jobs.enqueue('deliver_letter', json_build_object('letter', which), 'deliver:' || which);
	end if;
end $$;

create function moderates_letter(which uuid) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select is_moderator() and exists (
		select from matter m join matter_taking t on t.matter_id = m.id
		where m.letter_id = which and m.closed_at is null and t.member_id = viewer() and t.ended_at is null
	)
$$;
-- Who may read a letter: whoever sent it; each to whom it was delivered; who reads it first for one of
-- them, while they do; and a moderator who has an open matter about it before them.
create function reads_letter(which uuid) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select exists (select from letter l where l.id = which and l.from_id = viewer())
		or exists (
			select from letter_delivery d where d.letter_id = which
				and ((d.member_id = viewer() and d.stage = 'delivered')
					or (d.reader_id = viewer() and d.stage = 'trusted' and not is_suspended(viewer())))
		)
		or moderates_letter(which)
$$;

-- To a moderator who has the letter before them; to whoever sent it or reads it, nothing.
create function letter_screened(which uuid) returns json language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select json_build_object('screen', l.screen, 'concern', l.concern, 'score', l.screen_score,
		'from', l.screen_from, 'to', l.screen_to)
	from letter l where l.id = which and l.screen is not null and moderates_letter(which)
$$;
-- What whoever sent it is told of it, and nothing else of how it fared.
create function letter_told(which uuid) returns text language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select case
		when l.verdict is null or l.verdict = 'passed_on' then 'sent'
		when exists (select from matter m where m.letter_id = which and m.kind = 'letter' and m.closed_at is null)
			then 'looked_at_again'
		when l.verdict = 'abuse' or exists (
			select from matter m join matter_step s on s.matter_id = m.id
			where m.letter_id = which and m.kind = 'letter' and s.verb = 'appeal'
		) then 'not_passed_on'
		else 'may_appeal'
	end
	from letter l where l.id = which and l.from_id = viewer()
$$;
create function appeal_letter(which uuid) returns void language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
declare m matter;
begin
	if letter_told(which) is distinct from 'may_appeal' then
		raise exception 'not found' using errcode = 'no_data_found';
	end if;
	select * into m from matter where letter_id = which and kind = 'letter' and state = 'removed'
		order by opened_at desc limit 1 for update;
	update matter set state = 'appealed', closed_at = null where id = m.id;
	insert into matter_step (matter_id, verb, from_state, to_state, by_id)
		values (m.id, 'appeal', 'removed', 'appealed', viewer());
	perform append_log('matter_appealed', jsonb_build_object('matter', m.id));
end $$;

-- Ends a correspondence; says nothing of why.
create function end_letters(root uuid) returns void language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	if not takes_part(root, viewer()) then
		raise exception 'not found' using errcode = 'no_data_found';
	end if;
	insert into letter_end (root_id, by_id) values (root, viewer()) on conflict do nothing;
end $$;
create function letters_ended(root uuid, keeper uuid) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as
	$$ select takes_part(root, viewer()) and is_ended(root, keeper) $$;
-- Blocks whoever wrote this letter to the viewer. They are not told, and notice nothing.
create function block_writer(which uuid) returns void language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
declare who uuid;
begin
	select l.from_id into who from letter l
		join letter_delivery d on d.letter_id = l.id and d.member_id = viewer() and d.stage = 'delivered'
		where l.id = which;
	if who is null then
		raise exception 'not found' using errcode = 'no_data_found';
	end if;
	insert into block (blocker_id, member_id, for_letter)
		select viewer(), who, true where not exists (
			select from block b where b.blocker_id = viewer() and b.member_id = who and b.lifted_at is null
		);
end $$;
-- Lays a letter that was delivered to the viewer before the moderators.
create function report_letter(which uuid, why text, said text) returns void language plpgsql
	security definer set search_path = lamplight, pg_temp as $$
declare
	l letter;
	m uuid;
begin
	select l_.* into l from letter l_
		join letter_delivery d on d.letter_id = l_.id and d.member_id = viewer() and d.stage = 'delivered'
		where l_.id = which;
	if l.id is null then
		raise exception 'not found' using errcode = 'no_data_found';
	end if;
	m := open_matter(case why when 'danger' then 'danger' else 'report' end, why, null, which, l.from_id, l.box_id);
	insert into report (matter_id, reporter_id, concern, words) values (m, viewer(), why, said);
end $$;

-- By name, once both have said so.
create function say_name(root uuid, to_member uuid) returns void language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	if not may_write_to(root, to_member) then
		raise exception 'not found' using errcode = 'no_data_found';
	end if;
	insert into letter_named (root_id, by_id, to_id) values (root, viewer(), to_member) on conflict do nothing;
end $$;
create function take_back_name(root uuid, to_member uuid) returns void language sql security definer
	set search_path = lamplight, pg_temp as $$
	delete from letter_named where root_id = root and by_id = viewer() and to_id = to_member
$$;
create function name_in(root uuid, of_member uuid) returns text language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select m.name from member m
	where m.id = of_member and takes_part(root, viewer())
		and exists (select from letter_named n where n.root_id = root and n.by_id = viewer() and n.to_id = m.id)
		and exists (select from letter_named n where n.root_id = root and n.by_id = m.id and n.to_id = viewer())
$$;
-- The title of the story a correspondence began at, as it was agreed to, for those whom the story still
-- reaches; null where it is not out now.
create function letter_about(root uuid) returns text language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select v.title from letter l
	join share s on s.story_id = l.story_id and s.ended_at is null
	join story_version v on v.id = s.version_id
	where l.id = root and (takes_part(root, viewer()) or reads_letter(root))
		and (reaches_viewer(s) or s.box_id in (select kept_boxes()))
$$;

-- Asks somebody the viewer keeps a box with, or who is a guest of theirs, to read letters first.
create function ask_to_read(who uuid) returns void language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	if who = viewer() or not shares_a_box(who) then
		raise exception 'not found' using errcode = 'no_data_found';
	end if;
	update letter_trust set ended_at = now() where member_id = viewer() and ended_at is null and reader_id <> who;
	insert into letter_trust (member_id, reader_id) values (viewer(), who) on conflict do nothing;
end $$;
create function answer_trust(which uuid, agrees boolean) returns void language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
declare t letter_trust;
begin
	update letter_trust set agreed_at = case when agrees then coalesce(agreed_at, now()) end,
			ended_at = case when not agrees then now() end
		where id = which and reader_id = viewer() and ended_at is null
		returning * into t;
	if t.id is null then
		raise exception 'not found' using errcode = 'no_data_found';
	end if;
end $$;
-- Whoever reads first no longer does: what they had before them goes on as if they had not been asked.
create function end_trust() returns trigger language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	perform route_letter(d.letter_id) from letter_delivery d
		where d.member_id = new.member_id and d.reader_id = new.reader_id and d.stage = 'trusted';
	return null;
end $$;

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

-- An account that ends: what it wrote and had not arrived, who it was with, and what came to it.
create function forget_letters() returns trigger language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	delete from with_you where member_id = new.id;
	delete from letter_draft where new.id in (member_id, to_id);
	update letter_trust set ended_at = now() where new.id in (member_id, reader_id) and ended_at is null;
	delete from letter_named where new.id in (by_id, to_id);
	delete from letter_delivery where member_id = new.id;
	update letter set weeks = null, year = null where from_id = new.id;
	delete from letter l where l.from_id = new.id and not exists (
		select from letter o join letter_delivery d on d.letter_id = o.id and d.stage = 'delivered'
		where o.id = l.id or o.root_id = l.id
	);
	return null;
end $$;
-- A letter that is no more has nothing to look at.
create function end_letter_matters() returns trigger language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	update matter set state = 'clear', closed_at = now() where letter_id = old.id and closed_at is null;
	return null;
end $$;

reset role;
revoke create on schema lamplight from lamplight_facts;

create trigger follow_matter after update of state on matter for each row
	when (new.kind = 'letter' and new.letter_id is not null and new.state in ('released', 'removed')
		and old.state is distinct from new.state)
	execute function follow_matter();
create trigger end_trust after update of ended_at on letter_trust for each row
	when (new.ended_at is not null and old.ended_at is null) execute function end_trust();

create trigger part_readers after insert on block for each row execute function part_readers();
create trigger forget_letters after update of ended_at on member for each row
	when (new.ended_at is not null and old.ended_at is null) execute function forget_letters();
create trigger end_letter_matters after delete on letter for each row execute function end_letter_matters();

create policy own on letter_face to lamplight_web
	using (member_id = viewer()) with check (member_id = viewer());
grant select, insert, update on letter_face to lamplight_web;
create policy own on with_you for select to lamplight_web using (member_id = viewer());
grant select on with_you to lamplight_web;
create policy own on letter_way to lamplight_web
	using (member_id = viewer()) with check (member_id = viewer());
grant select, insert, update on letter_way to lamplight_web;
create policy own on letter_trust for select to lamplight_web using (viewer() in (member_id, reader_id));
create policy own_end on letter_trust for update to lamplight_web
	using (member_id = viewer()) with check (member_id = viewer() and ended_at is not null);
grant select, update (ended_at) on letter_trust to lamplight_web;
create policy own on letter_draft to lamplight_web
	using (member_id = viewer()) with check (member_id = viewer());
grant select, insert, update, delete on letter_draft to lamplight_web;
create policy readers on letter for select to lamplight_web using (reads_letter(id));
grant select (id, root_id, story_id, from_id, to_id, weeks, year, body, subjects, sent_at)
	on letter to lamplight_web;
create policy own on letter_delivery for select to lamplight_web
	using ((member_id = viewer() and stage = 'delivered') or (reader_id = viewer() and stage = 'trusted'));
grant select on letter_delivery to lamplight_web;
create policy own on letter_end for select to lamplight_web using (by_id = viewer());
grant select on letter_end to lamplight_web;
create policy own on letter_named for select to lamplight_web using (by_id = viewer());
grant select on letter_named to lamplight_web;

call not_for_pages(
	'is_apart', 'have_parted', 'letter_way_of', 'reader_of', 'is_ended', 'takes_part', 'route_letter',
	'story_reaches', 'letter_may_reach', 'follow_matter', 'end_trust', 'part_readers', 'forget_letters',
	'end_letter_matters'
);
call grant_functions();
