import type pg from 'pg';

/** What stands for a while only, and is left out: it is of no use to anybody after a restore. */
const passing = new Set([
	// Everybody signs in again after a restore: a copy must not hold keys to the door.
	'auth.session',
	'auth.verification',
	'lamplight.attempt',
	'lamplight.shown',
	'lamplight.lost_making',
	// Read again from the stories themselves.
	'lamplight.story_words',
	'lamplight.passage',
	'lamplight.passage_meaning',
	'lamplight.word',
	'lamplight.word_change'
]);

/** A table, or what stands for one: how it is read out and put back. */
export type Table = {
	name: string;
	columns: string[];
	/** The rows, always in the same order, whatever server gives them. */
	query: string;
	/** Where rows are copied to. */
	into: string;
};

type Found = {
	name: string;
	columns: string[];
	order: string[] | null;
	whole: boolean;
};

/**
 * Every table that a backup holds. Throws where a wall would keep rows of one from whoever is
 * connected: a backup that leaves something out must never look whole.
 */
export async function tablesOf(client: pg.ClientBase): Promise<Table[]> {
	const { rows } = await client.query<Found>(tablesQuery);
	const found = rows.filter(({ name }) => !passing.has(name));
	const hidden = found.filter(({ whole }) => !whole).map(({ name }) => name);
	if (hidden.length > 0) {
		throw new Error(`Rows of ${hidden.join(', ')} are hidden from the owner of the database.`);
	}
	return found.map(({ name, columns, order }) => {
		const listed = columns.map(quoted).join(', ');
		const [schema = '', table = ''] = name.split('.');
		const into = `${quoted(schema)}.${quoted(table)}`;
		const by = order ?? columns.map((column) => `${quoted(column)}::text collate "C"`);
		return {
			name,
			columns,
			into,
			query: `select ${listed} from ${into} order by ${by.join(', ')}`
		};
	});
}

function quoted(name: string): string {
	return `"${name.replaceAll('"', '""')}"`;
}

const tablesQuery = `
select n.nspname || '.' || c.relname as name,
	array(
		select a.attname::text from pg_attribute a
		where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
		order by a.attnum
	) as columns,
	(
		select array_agg(quote_ident(a.attname) || case when a.attcollation <> 0 then ' collate "C"' else '' end order by k.n)
		from pg_index i
		cross join unnest(i.indkey::smallint[]) with ordinality as k (attnum, n)
		join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
		where i.indrelid = c.oid and i.indisprimary
	) as "order",
	(
		not c.relrowsecurity
		or (select r.rolsuper or r.rolbypassrls from pg_roles r where r.rolname = current_user)
		or (not c.relforcerowsecurity and pg_has_role(current_user, c.relowner, 'usage'))
		or (
			exists (
				select from pg_policy p
				where p.polrelid = c.oid and p.polpermissive and p.polcmd in ('*', 'r')
					and pg_get_expr(p.polqual, p.polrelid) = 'true'
					and exists (select from unnest(p.polroles) as role
						where role = 0 or pg_has_role(current_user, role, 'usage'))
			)
			and not exists (select from pg_policy p where p.polrelid = c.oid and not p.polpermissive)
		)
	) as whole
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where n.nspname in ('lamplight', 'auth') and c.relkind = 'r'
order by 1`;

/**
 * The jobs that wait, in a form that outlives the queue's own tables. Letters with a sign-in link
 * stay out: the link would be dead.
 */
export const waitingJobs: Table = {
	name: 'jobs.waiting',
	columns: ['task', 'payload', 'key', 'run_at'],
	query: `select t.identifier as task, j.payload::text as payload, j.key, j.run_at
		from graphile_worker._private_jobs j
		join graphile_worker._private_tasks t on t.id = j.task_id
		where j.attempts < j.max_attempts
			and not (t.identifier = 'send_mail' and j.payload->>'template' = 'sign_in')
		order by j.run_at, t.identifier collate "C", j.key collate "C", j.payload::text collate "C"`,
	into: 'pg_temp.jobs_waiting'
};

/** How values are written, whatever the server's own settings are. */
export const steadyForms = `
	set datestyle = 'ISO, MDY'; set timezone = 'UTC'; set intervalstyle = 'postgres';
	set extra_float_digits = 1; set bytea_output = 'hex'; set client_encoding = 'UTF8';
	set statement_timeout = 0; set idle_in_transaction_session_timeout = 0; set search_path = ''`;
