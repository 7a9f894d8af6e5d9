-- R2 once more, in SQL: the second wall of consent. `src/lib/rules/consent/` decides and has the last
-- word; these functions deny again, by the same names, and a test holds the two together.
set search_path = lamplight;
-- The functions below ask some that later files make; a test reads every body once all are there.
set local check_function_bodies = off;

grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

-- Does one version let out, beside its words, all that the other does?
create function lets_out_at_least(one uuid, other uuid) returns boolean language sql stable
	set search_path = lamplight, pg_temp as $$
	select one = other or exists (
		select from story_version w, story_version r
		where w.id = one and r.id = other
			and (w.findable or not r.findable)
			and array_position(array['none', 'with_you', 'letters'], w.answers)
				>= array_position(array['none', 'with_you', 'letters'], r.answers)
			and not exists (
				select from shown_in(r.lived) asked
				where not exists (
					select from shown_in(w.lived) given
					where given.fact = asked.fact and (asked.coarse or not given.coarse)
				)
			)
	)
$$;

-- Would granting `wish` grant at least what `refused` asked for? `anyone` includes everybody; what is
-- asked for is also what may be found, answered and known.
create function reaches(wish proposal, refused proposal) returns boolean language sql stable
	set search_path = lamplight, pg_temp as $$
	select wish.box_id = refused.box_id and wish.kind = refused.kind and case wish.kind
		when 'share' then wish.story_id = refused.story_id and (
			wish.to_anyone
			or (
				not refused.to_anyone
				and (wish.to_family or not refused.to_family)
				and (wish.to_peers or not refused.to_peers)
			)
		) and lets_out_at_least(wish.version_id, refused.version_id)
		else lower(wish.invitee_email) = lower(refused.invitee_email)
	end
$$;

-- Whose words alone these are, where one's own words need no other yes; else null. A lived fact is never
-- one's own alone.
create function only_writer(p proposal) returns uuid language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select s.writer_id
	from story_version v join story s on s.id = v.story_id
	join keeper k on k.box_id = p.box_id and k.member_id = s.writer_id
		and k.left_at is null and k.died_at is null
	where v.id = p.version_id and v.story_id = p.story_id and v.own_words and v.lived = '{}'
		and not exists (select from version_keepsake vk where vk.version_id = v.id)
$$;
create function needs_yes_of(p proposal) returns setof uuid language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select k.member_id from keeper k, only_writer(p) alone
	where k.box_id = p.box_id and k.left_at is null and k.died_at is null
		and (alone is null or k.member_id = alone)
$$;

-- Died while keeping it, and is not there by another stay.
create function has_died(who uuid, in_box uuid) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select coalesce(bool_or(k.died_at is not null and (k.left_at is null or k.died_at <= k.left_at)), false)
		and not coalesce(bool_or(k.left_at is null and k.died_at is null), false)
	from keeper k where k.member_id = who and k.box_id = in_box
$$;

-- Answers given in a stay that lasts, or that death ended. What was said before leaving went with it.
create function own_answers(who uuid, in_box uuid) returns setof consent language sql stable
	security definer set search_path = lamplight, pg_temp as $$
	select c.* from consent c join proposal p on p.id = c.proposal_id
	where p.box_id = in_box and c.member_id = who and exists (
		select from keeper k
		where k.box_id = in_box and k.member_id = who and k.joined_at <= c.given_at
			and (k.left_at is null or k.left_at > c.given_at)
			and (k.died_at is null or k.died_at > c.given_at)
			and (k.left_at is null or k.died_at <= k.left_at)
	)
$$;

-- Has this keeper said no to what is asked, and not reopened it since?
create function has_standing_no(who uuid, p proposal) returns boolean language sql stable
	security definer set search_path = lamplight, pg_temp as $$
	with said as (
		select a.id, a.answer, a.given_at, q as wish
		from own_answers(who, p.box_id) a join proposal q on q.id = a.proposal_id
	)
	select exists (
		select from said n
		where n.answer = 'no' and reaches(p, n.wish)
			and not exists (
				select from said l
				where l.answer <> 'no' and (l.given_at, l.id) > (n.given_at, n.id) and reaches(l.wish, n.wish)
			)
			and not exists (
				select from proposal l
				where l.box_id = p.box_id and l.proposed_by = who and l.proposed_at > n.given_at
					and reaches(l, n.wish)
			)
	)
$$;

-- A present keeper's own latest word on this very proposal; proposing is saying yes.
create function last_word(who uuid, p proposal, out answer text, out given_at timestamptz)
	language sql stable security definer set search_path = lamplight, pg_temp as $$
	select answer, given_at from (
		select a.answer, a.given_at, a.id from own_answers(who, p.box_id) a where a.proposal_id = p.id
		union all
		select 'yes', p.proposed_at, -1 from keeper k
		where p.proposed_by = who and k.box_id = p.box_id and k.member_id = who
			and k.joined_at <= p.proposed_at and k.left_at is null and k.died_at is null
	) word
	order by (id = -1), given_at desc, id desc limit 1
$$;

-- When what a yes rested on last changed since this was proposed: somebody who kept the box left or
-- died, or a photograph in it was taken back when nobody held it any more. A yes said before is asked anew.
create function last_change(p proposal) returns timestamptz language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select greatest(
		(
			select max(least(k.left_at, k.died_at)) from keeper k
			where k.box_id = p.box_id and least(k.left_at, k.died_at) >= p.proposed_at
		),
		(
			select max(k.held_again_at) from version_keepsake vk join keepsake k on k.id = vk.keepsake_id
			where vk.version_id = p.version_id and k.held_again_at >= p.proposed_at
		)
	)
$$;

-- "Decide for me": what this giver left to another in this box and this kind, while it holds. It ends
-- when either goes, and when a keeper joins.
create function left_to(giver uuid, in_box uuid, what text) returns setof delegation language sql stable
	security definer set search_path = lamplight, pg_temp as $$
	select d.* from delegation d
	join keeper g on g.box_id = d.box_id and g.member_id = d.giver_id and g.joined_at <= d.given_at
		and g.left_at is null and g.died_at is null
	join keeper n on n.box_id = d.box_id and n.member_id = d.named_id and n.joined_at <= d.given_at
		and n.left_at is null and n.died_at is null
	where d.box_id = in_box and d.kind = what and d.giver_id = giver and d.ended_at is null
		and not exists (
			select from keeper j
			where j.box_id = d.box_id and j.joined_at >= d.given_at
				and j.member_id not in (d.giver_id, d.named_id)
		)
$$;
-- Would it show something without a cover that is not so already for all whom it would reach?
create function takes_cover_off(p proposal) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select exists (
		select from version_keepsake vk join keepsake k on k.id = vk.keepsake_id
		where vk.version_id = p.version_id and not vk.covered and k.kind <> 'words'
			and not exists (
				select from share s
				join version_keepsake was on was.version_id = s.version_id and was.keepsake_id = k.id
				where s.story_id = p.story_id and s.ended_at is null and not was.covered
					and (k.held_again_at is null or k.held_again_at < s.agreed_at)
					and (
						s.to_anyone
						or (
							not p.to_anyone
							and (s.to_family or not p.to_family)
							and (s.to_peers or not p.to_peers)
						)
					)
			)
	)
$$;
-- What else a wish decides than to share: what it lets out that is not out already for all it reaches.
create function also_decides(p proposal) returns setof text language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	with stands as (
		select s.findable, s.answers, s.lived from share s
		where s.story_id = p.story_id and s.ended_at is null and (
			s.to_anyone
			or (
				not p.to_anyone
				and (s.to_family or not p.to_family)
				and (s.to_peers or not p.to_peers)
			)
		)
	)
	select 'uncover' where takes_cover_off(p)
	union all
	select 'findable' from story_version v
		where v.id = p.version_id and v.findable and not exists (select from stands where findable)
	union all
	select 'allow_letters' from story_version v
		where v.id = p.version_id and v.answers <> 'none' and not exists (
			select from stands where answers = 'letters' or answers = v.answers
		)
	union all
	select 'show_lived_fact' from story_version v
		where v.id = p.version_id and exists (
			select from shown_in(v.lived) asked
			where not exists (
				select from stands, shown_in(stands.lived) known
				where known.fact = asked.fact and (asked.coarse or not known.coarse)
			)
		)
$$;
-- The standing delegation under which another's yes counts for this giver, if any. It never chains,
-- counts for each thing the wish decides only where that was left to the same keeper too, and yields
-- to what the giver did.
create function decided_for(giver uuid, p proposal) returns setof delegation language sql stable
	security definer set search_path = lamplight, pg_temp as $$
	select d.* from left_to(giver, p.box_id, p.kind) d
	where not exists (
			select from also_decides(p) what
			where not exists (select from left_to(giver, p.box_id, what) u where u.named_id = d.named_id)
		)
		and not exists (
			select from share s
			where s.story_id = p.story_id and s.ended_by = giver and s.ended_at >= d.given_at
				and (
					p.to_anyone
					or (s.to_family and p.to_family) or (s.to_peers and p.to_peers)
				)
		)
$$;

create function says_yes(who uuid, p proposal) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	with word as (select * from last_word(who, p)),
	since as (select case when only_writer(p) is null then last_change(p) end as moment)
	select not has_standing_no(who, p) and case word.answer
		when 'yes' then since.moment is null or word.given_at > since.moment
		when 'no' then false
		else exists (
			select from decided_for(who, p) d, last_word(d.named_id, p) named
			where named.answer = 'yes'
				and (since.moment is null or named.given_at > since.moment)
				and (word.given_at is null or word.given_at < d.given_at)
		)
	end
	from word, since
$$;

-- May this wish be put at all? Its maker is still there or has died, and it is theirs to put.
create function is_theirs_to_propose(p proposal) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select exists (
		select from keeper k
		where k.box_id = p.box_id and k.member_id = p.proposed_by and k.joined_at <= p.proposed_at
			and (k.left_at is null or k.left_at > p.proposed_at)
			and (k.died_at is null or k.died_at > p.proposed_at)
			and (k.left_at is null or k.died_at <= k.left_at)
	) and (p.kind <> 'share' or exists (
		select from story_version v join story s on s.id = v.story_id
		where v.id = p.version_id and s.id = p.story_id and s.box_id = p.box_id
			and not exists (
				select from version_keepsake vk join keepsake k on k.id = vk.keepsake_id
				where vk.version_id = v.id and k.scope = 'mine' and k.put_in_by <> p.proposed_by
			)
			and (
				s.writer_id = p.proposed_by
				or (s.scope = 'box' and (not v.own_words or has_died(s.writer_id, p.box_id)))
			)
	))
$$;
-- A no that a keeper took to their death: it stands over all but a writer's own words.
create function refused_by_the_dead(p proposal) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select exists (
		select from keeper k
		where k.box_id = p.box_id and has_died(k.member_id, p.box_id) and has_standing_no(k.member_id, p)
	) and only_writer(p) is null
$$;

-- Does everyone who must agree stand behind this very proposal?
create function everyone_agrees(which uuid) returns boolean language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select exists (
		select from proposal p
		where p.id = which and is_theirs_to_propose(p)
			and exists (select from needs_yes_of(p))
			and not exists (select from needs_yes_of(p) who where not says_yes(who, p))
			and not refused_by_the_dead(p)
	)
$$;

-- The one reminder of a question, by whoever asked it: gives those who have not answered at all. None
-- after a no, and none where the same was asked before: that was the reminder.
create function remind_once(which uuid) returns setof uuid language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
declare
	p proposal;
	moment timestamptz;
begin
	select * into p from proposal where id = which;
	if p.id is null or p.proposed_by <> viewer() or p.box_id not in (select kept_boxes()) then
		raise exception 'not found' using errcode = 'no_data_found';
	end if;
	moment := lock_box(p.box_id);
	select * into p from proposal where id = which for update;
	if p.closed_at is not null or p.reminded_at is not null
		or exists (
			select from proposal q
			where q.box_id = p.box_id and q.id <> p.id and reaches(p, q) and reaches(q, p)
		)
		or exists (select from needs_yes_of(p) who where has_standing_no(who, p))
		or refused_by_the_dead(p) then
		raise exception 'no reminder but one' using errcode = 'insufficient_privilege';
	end if;
	update proposal set reminded_at = moment where id = which;
	return query
		select who from needs_yes_of(p) who
		where not says_yes(who, p) and (select w.answer from last_word(who, p) w) is null;
end $$;

-- Turns a proposal everyone agreed to into what it asked for. Raises where anyone has not agreed.
create function enact(which uuid, new_id uuid) returns void language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
declare
	p proposal;
	moment timestamptz;
begin
	select * into p from proposal where id = which;
	if p.id is null or p.box_id not in (select kept_boxes()) then
		raise exception 'not found' using errcode = 'no_data_found';
	end if;
	moment := lock_box(p.box_id);
	select * into p from proposal where id = which for update;
	if p.closed_at is not null or not everyone_agrees(which) then
		raise exception 'not everyone has agreed' using errcode = 'insufficient_privilege';
	end if;
	if p.kind = 'share' then
		update share set ended_at = moment, ended_by = p.proposed_by where story_id = p.story_id and ended_at is null;
		insert into share (id, story_id, box_id, version_id, proposal_id, to_family, to_peers, to_anyone, agreed_by, agreed_at)
			values (new_id, p.story_id, p.box_id, p.version_id, p.id, p.to_family, p.to_peers, p.to_anyone,
				array(select needs_yes_of(p)), moment);
	end if;
	update proposal set closed_at = moment, closed_as = 'agreed' where id = which;
end $$;

-- The letter goes out only for an invitation that everyone agreed to, and once.
create function open_invitation(which uuid, new_id uuid, hashed text, days integer) returns void
	language plpgsql security definer set search_path = lamplight, pg_temp as $$
begin
	insert into invitation (id, kind, box_id, proposal_id, token_hash, name, email, invited_by, expires_at)
		select new_id, case p.kind when 'invite_guest' then 'guest' else 'keeper' end,
			p.box_id, p.id, hashed, coalesce(p.invitee_name, ''), p.invitee_email, p.proposed_by,
			now() + make_interval(days => days)
		from proposal p
		where p.id = which and p.closed_as = 'agreed' and p.kind in ('invite_guest', 'invite_keeper')
			and p.box_id in (select kept_boxes())
			and not exists (select from invitation i where i.proposal_id = p.id);
	if not found then
		raise exception 'not everyone has agreed' using errcode = 'insufficient_privilege';
	end if;
end $$;

-- Narrowing takes one keeper: the same version, as it was agreed, for fewer audiences. Only narrows;
-- where no audience is left nothing is shared any more.
create function narrow_share(which uuid, new_id uuid, family boolean, peers boolean, anyone boolean)
	returns void language plpgsql security definer set search_path = lamplight, pg_temp as $$
declare
	s share;
	moment timestamptz;
begin
	select * into s from share where id = which;
	if s.id is null or s.box_id not in (select kept_boxes()) then
		raise exception 'not found' using errcode = 'no_data_found';
	end if;
	moment := lock_box(s.box_id);
	update share set ended_at = moment, ended_by = viewer() where id = which and ended_at is null
		returning * into s;
	if not found or (family and not s.to_family) or (peers and not s.to_peers) or (anyone and not s.to_anyone) then
		raise exception 'this would not narrow' using errcode = 'insufficient_privilege';
	end if;
	if family or peers or anyone then
		insert into share (id, story_id, box_id, version_id, proposal_id, to_family, to_peers, to_anyone, agreed_by, agreed_at)
			values (new_id, s.story_id, s.box_id, s.version_id, s.proposal_id, family, peers, anyone, s.agreed_by, s.agreed_at);
	end if;
end $$;

-- A version is frozen, but a cover may always be put back on, for all and at once.
create function cover_for_all(of_version uuid, which uuid) returns void language plpgsql
	security definer set search_path = lamplight, pg_temp as $$
declare in_box uuid;
begin
	select s.box_id into in_box from story_version v join story s on s.id = v.story_id
		where v.id = of_version and s.box_id in (select kept_boxes()) and keeps_version(of_version);
	if in_box is null then
		raise exception 'not found' using errcode = 'no_data_found';
	end if;
	perform lock_box(in_box);
	update version_keepsake set covered = true where version_id = of_version and keepsake_id = which;
	if not found then
		raise exception 'not found' using errcode = 'no_data_found';
	end if;
	delete from shown where version_id = of_version and keepsake_id = which;
	-- Whoever lays a cover back has spoken for themselves: nobody takes one off for them after that.
	update delegation set ended_at = clock_timestamp()
		where box_id = in_box and giver_id = viewer() and kind = 'uncover' and ended_at is null;
end $$;

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

reset role;
revoke create on schema lamplight from lamplight_facts;

create function audiences_of(family boolean, peers boolean, anyone boolean) returns jsonb
	language sql immutable as $$
	select to_jsonb(array_remove(array[
		case when family then 'family' end,
		case when peers then 'peers' end,
		case when anyone then 'anyone' end
	], null))
$$;
-- The facts that R2 is judged by, of one box, as far as its walls show them to this viewer.
create function consent_facts(in_box uuid) returns jsonb language sql stable
	set search_path = lamplight, pg_temp as $$
	select jsonb_build_object(
		'box', jsonb_build_object(
			'id', b.id,
			'takedowns', '[]'::jsonb,
			'matters', '[]'::jsonb,
			'keepers', (
				select jsonb_agg(jsonb_build_object('memberId', k.member_id, 'joinedAt', k.joined_at,
					'leftAt', k.left_at, 'diedAt', k.died_at) order by k.joined_at)
				from keeper k where k.box_id = b.id
			),
			'guests', coalesce((
				select jsonb_agg(jsonb_build_object('memberId', g.member_id, 'joinedAt', g.joined_at,
					'withdrawnAt', g.withdrawn_at))
				from guest g where g.box_id = b.id
			), '[]'),
			'blocks', coalesce((
				select jsonb_agg(jsonb_build_object('keeperId', x.blocker_id, 'memberId', x.member_id,
					'at', x.blocked_at, 'endedAt', x.lifted_at))
				from block x join keeper k on k.member_id = x.blocker_id and k.box_id = b.id
			), '[]')
		),
		'stories', coalesce((
			select jsonb_agg(jsonb_build_object('id', s.id, 'writerId', s.writer_id, 'scope', s.scope,
				'matters', '[]'::jsonb,
				'takedowns', coalesce((
					select jsonb_agg(jsonb_build_object('reason', t.reason, 'at', t.taken_down_at, 'liftedAt', t.lifted_at))
					from takedown t where t.story_id = s.id
				), '[]')))
			from story s where s.box_id = b.id
		), '[]'),
		'versions', coalesce((
			select jsonb_agg(jsonb_build_object('id', v.id, 'storyId', v.story_id, 'ownWords', v.own_words,
				'keepsakes', coalesce((
					select jsonb_agg(jsonb_build_object('keepsakeId', i->'id',
						'kind', case i->>'kind' when 'file' then 'other' else i->>'kind' end,
						'scope', i->'scope', 'putInBy', i->'putInBy', 'covered', i->'covered',
						'heldAgainAt', i->'heldAgainAt'))
					from jsonb_array_elements(version_pictures(v.id, null)) i
				), '[]')))
			from story_version v join story s on s.id = v.story_id where s.box_id = b.id
		), '[]'),
		'shares', coalesce((
			select jsonb_agg(jsonb_build_object('id', h.id, 'storyId', h.story_id, 'versionId', h.version_id,
				'ownWords', coalesce(v.own_words and s.writer_id = any (h.agreed_by), false),
				'audiences', audiences_of(h.to_family, h.to_peers, h.to_anyone),
				'agreedBy', to_jsonb(h.agreed_by), 'agreedAt', h.agreed_at,
				'endedAt', h.ended_at, 'endedBy', h.ended_by))
			from share h
			left join story_version v on v.id = h.version_id
			left join story s on s.id = h.story_id
			where h.box_id = b.id
		), '[]'),
		'proposals', coalesce((
			select jsonb_agg(jsonb_build_object('id', p.id, 'proposedBy', p.proposed_by,
				'proposedAt', p.proposed_at, 'remindedAt', p.reminded_at, 'closedAt', p.closed_at, 'closedAs', p.closed_as,
				'wish', case p.kind
					when 'share' then jsonb_build_object('kind', 'share', 'storyId', p.story_id,
						'versionId', p.version_id, 'audiences', audiences_of(p.to_family, p.to_peers, p.to_anyone))
					else jsonb_build_object('kind', p.kind, 'invitee', lower(p.invitee_email))
				end) order by p.proposed_at, p.id)
			from proposal p where p.box_id = b.id
		), '[]'),
		'answers', coalesce((
			select jsonb_agg(jsonb_build_object('proposalId', c.proposal_id, 'memberId', c.member_id,
				'answer', c.answer, 'viaDelegation', null, 'at', c.given_at) order by c.given_at, c.id)
			from consent c join proposal p on p.id = c.proposal_id where p.box_id = b.id
		), '[]'),
		'delegations', coalesce((
			select jsonb_agg(jsonb_build_object('id', d.id, 'giverId', d.giver_id, 'namedId', d.named_id,
				'kind', d.kind, 'givenAt', d.given_at, 'endedAt', d.ended_at) order by d.given_at)
			from delegation d where d.box_id = b.id
		), '[]')
	)
	from box b where b.id = in_box
$$;

call not_for_pages(
	'lets_out_at_least', 'only_writer', 'needs_yes_of', 'has_died', 'own_answers', 'has_standing_no',
	'last_word', 'last_change', 'left_to', 'takes_cover_off', 'also_decides', 'decided_for', 'says_yes',
	'is_theirs_to_propose', 'refused_by_the_dead', 'everyone_agrees'
);
call grant_functions();
