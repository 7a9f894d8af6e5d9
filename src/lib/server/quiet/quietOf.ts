import { sql } from 'kysely';
import {
	isZone,
	mayReach,
	type NamedDayId,
	type Quiet,
	type Reach,
	type Reaching,
	type TenderDay
} from '#lib/rules/days.ts';
import type { BoxId } from '#lib/rules/facts.ts';
import type { Db } from '../database/pools.ts';

type Told = {
	zone: string | null;
	siteZone: string | null;
	quietHours: Quiet['quietHours'];
	stoppedUntil: Date | null;
	dates: { what: 'born' | 'died' | 'due'; box: BoxId; date: string; wish: TenderDay['wish'] }[];
	named: { id: NamedDayId; name: string; date: string; yearly: boolean; wish: TenderDay['wish'] }[];
};

/**
 * What one member set for their days (R5), with the dates of the memory boxes that they keep: silent
 * ones unless they wished otherwise. As themselves, or as a job; anybody else is told of no days.
 */
export async function quietOf(db: Db, member: string): Promise<Quiet> {
	const { rows } = await sql<Told>`
		select
			(select zone from day_setting where member_id = ${member}) as zone,
			(select value #>> '{}' from site_setting where key = 'zone') as "siteZone",
			(
				select json_build_object('from', to_char(quiet_from, 'HH24:MI'), 'to', to_char(quiet_to, 'HH24:MI'))
				from day_setting where member_id = ${member} and quiet_from is not null
			) as "quietHours",
			(select max(until) from stop where member_id = ${member} and opened_at is null) as "stoppedUntil",
			coalesce((
				select json_agg(json_build_object('what', d.what, 'box', b.id, 'date', d.date,
					'wish', coalesce(w.wish, 'silence')) order by d.date, d.what)
				from keeper k join box b on b.id = k.box_id
				cross join lateral (values
					('born', b.born_on::text), ('died', b.died_on::text), ('due', b.due_on::text)
				) as d (what, date)
				left join day_wish w
					on w.member_id = k.member_id and w.box_id = b.id and w.what = d.what
				where k.member_id = ${member} and k.left_at is null and k.died_at is null
					and d.date is not null
			), '[]') as dates,
			coalesce((
				select json_agg(json_build_object('id', n.id, 'name', n.name, 'date', n.on_date,
					'yearly', n.yearly, 'wish', n.wish) order by n.named_at)
				from named_day n where n.member_id = ${member}
			), '[]') as named
	`.execute(db);
	const told = rows[0] as Told;
	return {
		zone: zoneOf(told.zone ?? told.siteZone),
		quietHours: told.quietHours,
		stoppedUntil: told.stoppedUntil,
		days: [
			...told.dates.map(({ what, box, ...day }) => ({ of: { what, box }, yearly: true, ...day })),
			...told.named.map(({ id, name, ...day }) => ({
				of: { what: 'named' as const, id, name },
				...day
			}))
		]
	};
}

/** A zone that this machine knows no longer counts as none. */
export function zoneOf(name: string | null): string {
	return name !== null && isZone(name) ? name : 'UTC';
}

/** The zone that the host set for the site; null: none. */
export async function siteZone(db: Db): Promise<string | null> {
	const row = await db
		.selectFrom('siteSetting')
		.where('key', '=', 'zone')
		.select('value')
		.executeTakeFirst();
	return typeof row?.value === 'string' ? row.value : null;
}

/** The gate: whether this may reach a member now (see `mayReach`). */
export async function mayReachMember(
	db: Db,
	member: string,
	what: Reaching,
	now: Date
): Promise<Reach> {
	return mayReach(what, await quietOf(db, member), now);
}
