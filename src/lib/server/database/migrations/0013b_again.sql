-- What could not be shown is tried again when a keeper asks for it, and the host sees that there is such.
set search_path = lamplight;
grant create on schema lamplight to lamplight_facts;
set role lamplight_facts;

-- Forgets why a keepsake could not be shown, so that it is tried again; gives its kind, for the right
-- work. Null: it is not the viewer's, there is nothing to try again, or it was tried often enough today.
create function try_again(which uuid) returns text language plpgsql security definer
	set search_path = lamplight, pg_temp as $$
declare of_kind text;
begin
	select k.kind into of_kind from keepsake k
		where k.id = which and k.released_at is null
			and k.cannot_show is not null and k.cannot_show not in ('not_here_yet', 'locked')
			and k.box_id in (select kept_boxes()) and (k.scope = 'box' or k.put_in_by = viewer());
	if of_kind is null or not allow('try_again:' || which, 5, 86400) then
		return null;
	end if;
	update keepsake set cannot_show = null where id = which;
	return of_kind;
end $$;

-- For a host: how many keepsakes cannot be shown, and the latest of them, by their ids alone.
create function not_shown() returns json language sql stable security definer
	set search_path = lamplight, pg_temp as $$
	select json_build_object(
		'count', count(*),
		'latest', coalesce(
			json_agg(json_build_object('id', id, 'kind', kind, 'why', cannot_show) order by place)
				filter (where place <= 100),
			'[]'
		)
	)
	from (
		select id, kind, cannot_show, row_number() over (order by put_in_at desc, id) as place
		from keepsake
		where cannot_show is not null and released_at is null
	) k
	where is_host()
$$;

reset role;
revoke create on schema lamplight from lamplight_facts;
call grant_functions();
