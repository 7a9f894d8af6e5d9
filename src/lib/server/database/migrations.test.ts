/** The schema as somebody reads it who looks for what is in force: each thing stands in one place. */
import { describe, expect, test } from 'vitest';
import { openTestSite } from '../../../../tests/database/site.ts';
import { migrationsHere } from './migrate.ts';

const site = await openTestSite();

/** Up to here the files were folded into one form for each thing; later ones may define one anew. */
const folded = '0025_restored.sql';

type Made = { what: string; file: string; lineAbove: string };

/** What is made by the migrations: tables, functions, policies, triggers and named indexes. */
const made = (await migrationsHere()).flatMap(({ name: file, text }) => {
	const lines = text.split('\n');
	return lines.flatMap((line, at): Made[] => {
		const what = whatIsMade([line, lines[at + 1] ?? ''].join(' '));
		return what ? [{ what, file, lineAbove: lines[at - 1] ?? '' }] : [];
	});
});

function whatIsMade(line: string): string | undefined {
	const [, kind, name, on] =
		/^create (?:or replace )?(?:unique |constraint )?(table|function|procedure|policy|trigger|index) ([\w."]+)(?: [^(]*?\bon ([\w."]+))?/.exec(
			line
		) ?? [];
	if (!kind || !name || name === 'on') return undefined;
	return kind === 'policy' || kind === 'trigger' ? `${kind} ${name} on ${on}` : `${kind} ${name}`;
}

describe('the migrations', () => {
	test('make each thing once, or say above it why it is made anew', () => {
		expect(made.length).toBeGreaterThan(450);
		const before = new Set<string>();
		const again = made.filter(({ what, file, lineAbove }) => {
			const known = before.has(what);
			before.add(what);
			return known && (file <= folded || !lineAbove.startsWith('--'));
		});
		expect(again).toEqual([]);
	});

	test('make only functions whose bodies Postgres can read, once all of them are there', async () => {
		const client = await site.owner.connect();
		try {
			await client.query('begin');
			const { rows } = await client.query<{ name: string; oid: number; language: string }>(
				`select p.oid::regprocedure::text as name, p.oid, l.lanname as language
				from pg_proc p join pg_language l on l.oid = p.prolang
				where p.pronamespace = 'lamplight'::regnamespace and l.lanname in ('sql', 'plpgsql')`
			);
			expect(rows.length).toBeGreaterThan(200);
			await client.query('set local search_path = lamplight, pg_temp');
			for (const { name, oid, language } of rows) {
				const validator = language === 'sql' ? 'fmgr_sql_validator' : 'plpgsql_validator';
				await expect(client.query(`select ${validator}($1)`, [oid]), name).resolves.toBeTruthy();
			}
		} finally {
			await client.query('rollback');
			client.release();
		}
	});
});
