-- How stories are found: the words and the meaning of what is out, as it was agreed to. Only ever an
-- index: whether a story is shown is asked of `share` each time, and what was brought back leaves here
-- in the same moment. All of it can be made anew, so backups leave it out.
set search_path = lamplight;

-- Trigrams forgive typing errors. Where this database has them already, they stay where they are.
create schema if not exists words;
create extension if not exists pg_trgm with schema words;
grant usage on schema words to lamplight_facts, lamplight_worker;

-- The words of one story, stemmed, its title above the rest. `anyone` and `peers` only spare a look.
create table story_words (
	story_id uuid primary key references story (id) on delete cascade,
	version_id uuid not null references story_version (id) on delete cascade,
	english boolean not null,
	anyone boolean not null,
	peers boolean not null,
	lexemes tsvector not null,
	length integer not null
);
create index story_words_lexemes on story_words using gin (lexemes) with (fastupdate = off);
-- A passage of 40 to 60 words, and its meaning where the model knows the language: 2,048 bits to compare,
-- and the place among landmarks in which it is looked for (`server/meaning`).
create table passage (
	id bigint generated always as identity primary key,
	story_id uuid not null references story_words (story_id) on delete cascade,
	version_id uuid not null,
	number smallint not null,
	text text not null
);
create index on passage (story_id, number);
create table passage_meaning (
	passage_id bigint primary key references passage (id) on delete cascade,
	story_id uuid not null,
	model text not null,
	place smallint not null,
	anyone boolean not null,
	peers boolean not null,
	signature bit(2048) not null
);
create index passage_meaning_place on passage_meaning (place);
create index on passage_meaning (story_id);

-- In how many stories a word stands: what is rare says more. '' stands for all stories and all words.
-- Changes are added to a list of their own and folded in later, so that nobody waits for common words.
create table word (
	lexeme text primary key,
	stories integer not null,
	occurrences bigint not null
) with (fillfactor = 80);
create table word_change (
	lexeme text not null,
	stories integer not null,
	occurrences integer not null
);

call wall_in('story_words', 'passage', 'passage_meaning', 'word', 'word_change');
grant select, insert, update, delete on story_words, passage, passage_meaning, word, word_change
	to lamplight_facts, lamplight_worker;
create policy reached on passage for select to lamplight_web using (version_reaches_viewer(version_id));
grant select on passage to lamplight_web;

-- The functions of pg_trgm under names of our own, wherever they lie.
do $$
declare at text := (select n.nspname from pg_extension e join pg_namespace n on n.oid = e.extnamespace
	where e.extname = 'pg_trgm');
begin
	execute format('grant usage on schema %I to lamplight_facts', at);
	execute format('create index word_trigrams on lamplight.word using gin (lexeme %I.gin_trgm_ops)', at);
	execute format('create function lamplight.spelt_like(one text, other text) returns boolean
		language sql immutable parallel safe as ''select one operator(%I.%%) other''', at);
	execute format('create function lamplight.spelling(one text, other text) returns real
		language sql immutable parallel safe as ''select %I.similarity(one, other)''', at);
end $$;

grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

-- What is no longer out leaves at once; what has come out is read by a job.
create function forget_words(of_story uuid) returns void language sql security definer
	set search_path = lamplight, pg_temp as $$
	with gone as (delete from story_words where story_id = of_story returning lexemes, length)
	insert into word_change (lexeme, stories, occurrences)
		select t.lexeme, -1, -cardinality(t.positions) from gone, unnest(gone.lexemes) t
		union all
		select '', -1, -length from gone
$$;
create function find_no_more() returns trigger language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	perform forget_words(new.story_id);
	return null;
end $$;
create function read_for_finding() returns trigger language plpgsql security definer
	set search_path = lamplight, jobs, pg_temp as $$
begin
	perform enqueue('read_story', json_build_object('story', new.story_id), 'read_story:' || new.story_id);
	return null;
end $$;

-- Folds the changes of words in; one at a time.
create function fold_words() returns void language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
begin
	perform pg_advisory_xact_lock(hashtextextended('fold_words', 7));
	with changes as (delete from word_change returning lexeme, stories, occurrences),
	summed as (
		select lexeme, sum(stories) as stories, sum(occurrences) as occurrences
		from changes group by lexeme having sum(stories) <> 0 or sum(occurrences) <> 0
	)
	insert into word (lexeme, stories, occurrences)
		select lexeme, stories, occurrences from summed order by lexeme
		on conflict (lexeme) do update set stories = word.stories + excluded.stories,
			occurrences = word.occurrences + excluded.occurrences;
	delete from word where stories <= 0;
end $$;

reset role;
revoke create on schema lamplight from lamplight_facts;

create trigger find_no_more after update of ended_at on share
	for each row when (new.ended_at is not null and old.ended_at is null) execute function find_no_more();
create trigger read_for_finding after insert on share
	for each row execute function read_for_finding();

do $$
declare f record;
begin
	for f in
		select p.oid::regprocedure as which from pg_proc p
		where p.pronamespace = 'lamplight'::regnamespace and p.proname = any (array[
			'spelt_like', 'spelling', 'forget_words', 'find_no_more', 'read_for_finding', 'fold_words'
		])
	loop
		execute format('comment on routine %s is %L', f.which, 'not for pages');
	end loop;
end $$;
call grant_functions();
