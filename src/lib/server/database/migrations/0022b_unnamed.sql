-- Whoever is blocked for a letter stays as unnamed to the one who blocks as they were in it.
set search_path = lamplight;
alter table block add for_letter boolean not null default false;

grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;
create or replace function block_writer(which uuid) returns void language plpgsql security definer
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
reset role;
revoke create on schema lamplight from lamplight_facts;
call grant_functions();
