import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { z } from 'zod';
import { mustBeHost } from '#lib/hosting/actions.server.ts';
import type { HelpLine } from '#lib/rules/helpLines.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { firstDays } from './firstDays.ts';
import { helpOf } from './helpOf.server.ts';
import type { nearForm, TypedLine } from './schema.ts';

/** Adds a line, or keeps a correction of one; whoever writes it has just looked at its source. */
export async function keepLine(
	tx: Tx,
	viewer: SignedIn | null,
	typed: TypedLine,
	now: Date
): Promise<void> {
	mustBeHost(viewer);
	const id = typed.id || `host-${randomUUID().slice(0, 8)}`;
	await write(tx, viewer, { ...typed, id, checkedOn: dayIn(now) }, false);
}

/** The host has looked at the source of a line today, and it is right. */
export async function checkLine(
	tx: Tx,
	viewer: SignedIn | null,
	id: string,
	now: Date
): Promise<void> {
	mustBeHost(viewer);
	await write(tx, viewer, { ...(await lineOf(tx, id)), checkedOn: dayIn(now) }, false);
}

/** Takes a line from the page, whoever it came from. */
export async function removeLine(tx: Tx, viewer: SignedIn | null, id: string): Promise<void> {
	mustBeHost(viewer);
	await write(tx, viewer, await lineOf(tx, id), true);
}

async function lineOf(tx: Tx, id: string): Promise<HelpLine> {
	const line = (await helpOf(tx)).lines.find((each) => each.id === id);
	if (!line) throw new NotFound();
	return line;
}

function dayIn(now: Date): string {
	return now.toISOString().slice(0, 10);
}

async function write(tx: Tx, viewer: SignedIn, line: HelpLine, removed: boolean): Promise<void> {
	const row = {
		...{ country: line.country, name: line.name, crisis: line.crisis, forWhom: line.for },
		...{ channels: JSON.stringify(line.channels), hours: JSON.stringify(line.hours) },
		...{ zone: line.zone, source: line.source, read: line.read },
		checkedOn: sql<Date>`${line.checkedOn}::date`,
		...{ changedBy: viewer.id, changedAt: sql<Date>`now()` },
		removedAt: removed ? sql<Date>`now()` : null
	};
	await tx
		.insertInto('helpLine')
		.values({ id: line.id, ...row })
		.onConflict((on) => on.column('id').doUpdateSet(row))
		.execute();
}

/** What stands near: the country, the maternity unit, the host's own words for the first days. */
export async function keepNear(
	tx: Tx,
	viewer: SignedIn | null,
	typed: z.output<typeof nearForm>
): Promise<void> {
	mustBeHost(viewer);
	const own = firstDays.map(({ topic }) => [topic, typed[topic]]).filter(([, words]) => words);
	const values = {
		country: typed.country,
		maternity_name: typed.maternityName,
		maternity_number: typed.maternityNumber,
		first_days: Object.fromEntries(own) as Record<string, string>
	};
	const changed = { changedBy: viewer.id, changedAt: sql<Date>`now()` };
	await tx
		.insertInto('siteSetting')
		.values(
			Object.entries(values).map(([key, value]) => ({
				...{ key, value: JSON.stringify(value) },
				...changed
			}))
		)
		.onConflict((on) =>
			on.column('key').doUpdateSet((row) => ({
				value: row.ref('excluded.value'),
				changedBy: row.ref('excluded.changedBy'),
				changedAt: row.ref('excluded.changedAt')
			}))
		)
		.execute();
}
