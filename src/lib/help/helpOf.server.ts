import { sql } from 'kysely';
import type { HelpLine } from '#lib/rules/helpLines.ts';
import type { Db } from '#lib/server/database/pools.ts';
import { isAway } from '#lib/server/database/away.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import type { Topic } from './firstDays.ts';
import { shippedLines } from './shipped.ts';

/** What the host said about help near the families of this site. */
export type Help = {
	lines: HelpLine[];
	/** The country whose numbers are shown where a reader has chosen none. */
	country: string | null;
	maternity: { name: string; number: string } | null;
	firstDays: Partial<Record<Topic, string>>;
};

/** A line as the host keeps it; `removed`: it is not shown any more, whoever it came from. */
export type HostLine = HelpLine & { removed: boolean };

type Told = { lines: HostLine[]; settings: Record<string, unknown> };

/**
 * The lines that came with the site with the host's own over them, and the host's words, in one
 * question. Anybody may ask.
 */
export async function helpOf(db: Db): Promise<Help & { hostLines: HostLine[] }> {
	const { rows } = await sql<Told>`
		select
			coalesce((
				select json_agg(json_build_object('id', id, 'country', country, 'name', name,
					'crisis', crisis, 'for', for_whom, 'channels', channels, 'hours', hours, 'zone', zone,
					'source', source, 'read', read, 'checkedOn', checked_on,
					'removed', removed_at is not null) order by country, name)
				from help_line
			), '[]') as lines,
			coalesce((
				select json_object_agg(key, value) from site_setting
				where key in ('country', 'maternity_name', 'maternity_number', 'first_days')
			), '{}') as settings
	`.execute(db);
	// The keys of nested rows come in camel case as well.
	const { lines, settings } = rows[0] as Told;
	const text = (key: string) => (typeof settings[key] === 'string' ? settings[key] : '');
	const name = text('maternityName');
	const number = text('maternityNumber');
	return {
		lines: withHosts(lines),
		hostLines: lines,
		country: text('country') || null,
		maternity: number ? { name, number } : null,
		firstDays: (settings['firstDays'] ?? {}) as Help['firstDays']
	};
}

function withHosts(hosts: HostLine[]): HelpLine[] {
	const own = new Set(hosts.map(({ id }) => id));
	const kept = hosts.filter(({ removed }) => !removed).map(({ removed: _, ...line }) => line);
	return [...shippedLines.filter(({ id }) => !own.has(id)), ...kept];
}

const lastTold = new WeakMap<Lamplight['pools'], Help>();

/**
 * The same for a page that has to answer whatever happens: where the database is away, what it told
 * last, or what came with the site.
 */
export async function helpAtHand({ pools }: Lamplight): Promise<Help> {
	try {
		const told = await helpOf(pools.web);
		lastTold.set(pools, told);
		return told;
	} catch (error) {
		if (!isAway(error)) throw error;
		const nothing = { country: null, maternity: null, firstDays: {} };
		return lastTold.get(pools) ?? { lines: [...shippedLines], ...nothing };
	}
}
