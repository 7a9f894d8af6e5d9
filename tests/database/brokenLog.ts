/**
 * For tests: what somebody could do to the log who has the database in hand and knows how the chain is
 * made. Each takes a log of six entries.
 */
export const brokenLog = {
	changed: `update lamplight.log_entry set act = 'nothing' where number = 3`,
	removed: 'delete from lamplight.log_entry where number = 3',
	inserted: `
		update lamplight.log_entry set number = number + 100 where number > 3;
		insert into lamplight.log_entry
			select 4, at, actor_id, act, about, before, repeat('a', 64) from lamplight.log_entry where number = 3;
		update lamplight.log_entry set number = number - 99 where number > 100`,
	cut: 'delete from lamplight.log_entry where number > 4',
	rewritten: `
		update lamplight.log_entry set act = 'nothing' where number = 2;
		create or replace function pg_temp.rehash(first bigint) returns void language plpgsql as $$
		declare e record; previous text;
		begin
			for e in select * from lamplight.log_entry where number >= first order by number loop
				select coalesce((select hash from lamplight.log_entry where number = e.number - 1), repeat('0', 64))
					into previous;
				update lamplight.log_entry set before = previous, hash = encode(sha256(convert_to(
					lamplight.log_text(e.number, e.at, e.actor_id, e.act, e.about, previous), 'UTF8')), 'hex')
					where number = e.number;
			end loop;
		end $$;
		select pg_temp.rehash(2)`
};
