-- Asking to be welcomed is for where somebody welcomes; a host's other two ways need no asking.
set search_path = lamplight;
drop policy ask on peer_request;
create policy ask on peer_request for insert to lamplight_web
	with check (member_id = viewer() and peers_by() = 'welcome');
