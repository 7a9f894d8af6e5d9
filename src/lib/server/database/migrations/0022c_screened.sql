-- What the screen made of a letter that waits, for whoever has it before them: how sure it was, and which
-- sentence it was. Places in the letter and no words of it: they go with it.
set search_path = lamplight;

alter table letter add column screen_score real check (screen_score between 0 and 1);
alter table letter add column screen_from integer check (screen_from >= 0);
alter table letter add column screen_to integer check (screen_to > screen_from);

grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

-- To a moderator who has the letter before them; to whoever sent it or reads it, nothing.
create function letter_screened(which uuid) returns json language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select json_build_object('screen', l.screen, 'concern', l.concern, 'score', l.screen_score,
		'from', l.screen_from, 'to', l.screen_to)
	from letter l where l.id = which and l.screen is not null and moderates_letter(which)
$$;

reset role;
revoke create on schema lamplight from lamplight_facts;
call grant_functions();
