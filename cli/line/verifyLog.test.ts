import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { expect, test } from 'vitest';
import { migrate } from '#lib/server/database/migrate.ts';
import { openPostgres } from '#lib/server/postgres/server.ts';
import { readSettings } from '#lib/server/settings.ts';
import { writeHead } from '#lib/watching/log/heads.server.ts';
import { brokenLog } from '../../tests/database/brokenLog.ts';
import { emptyFolder } from '../../tests/postgres/trial.ts';
import { runLamplight } from './testing.ts';

const verify = (dataDir: string) => runLamplight(['verify'], { LAMPLIGHT_DATA: dataDir });
const whole = 'The log is whole: 6 entries.';
const shows = {
	changed: 'LOG  entry 3  was changed',
	removed: 'LOG  entry 4  does not follow the one before it: something was removed or put in',
	inserted: 'LOG  entry 5  does not follow the one before it: something was removed or put in',
	cut: 'LOG  entry 6  was there once: the log was cut',
	rewritten: 'LOG  entry 6  is not the one that stood here: the log was written anew'
};

/** Lends the database of a data folder, as somebody has it who runs the machine. */
async function withOwner(
	dataDir: string,
	use: (owner: pg.Client, url: string) => Promise<void>
): Promise<void> {
	const postgres = await openPostgres({ dataDir, log: () => undefined });
	const owner = new pg.Client({ connectionString: postgres.ownerUrl });
	try {
		await owner.connect();
		await use(owner, postgres.ownerUrl);
	} finally {
		await owner.end();
		await postgres.stop();
	}
}

test('verify finds a log that was changed, cut or written anew, also in a site that was put back', async () => {
	const [dataDir, place, back] = [await emptyFolder(), await emptyFolder(), await emptyFolder()];
	const { secret } = await readSettings({ LAMPLIGHT_DATA: dataDir });
	await withOwner(dataDir, async (owner, url) => {
		await migrate(url, secret);
		await owner.query(
			`insert into lamplight.log_waiting (act, about) select 'x', '{}' from generate_series(1, 6)`
		);
		await owner.query('create temp table kept as select * from lamplight.log_entry');
		const { rows } = await owner.query(
			'select number::int, hash from lamplight.log_entry where number = 6'
		);
		await writeHead(dataDir, rows[0]);
		const first = await verify(dataDir);
		expect(first.said).toContain(`${whole}\n`);
		expect(first.said).not.toContain('Nothing in this data folder');
		expect(first.code).toBe(0);
		for (const [how, sql] of Object.entries(brokenLog)) {
			await owner.query(sql);
			const broken = await verify(dataDir);
			expect(broken.said).toContain(`${shows[how as keyof typeof shows]}\n`);
			expect(broken.said).not.toContain('The log is whole');
			expect(broken.code).toBe(1);
			await owner.query('delete from lamplight.log_entry');
			await owner.query('insert into lamplight.log_entry select * from kept');
		}
	});
	expect(await runLamplight(['backup', place], { LAMPLIGHT_DATA: dataDir })).toMatchObject({
		code: 0
	});
	expect((await runLamplight(['restore', place, '--into', back])).code).toBe(0);
	const restored = await verify(back);
	// That it was put back is in it, too.
	expect(restored.said).toContain('The log is whole: 7 entries.\n');
	expect(restored.said).not.toContain('Nothing in this data folder');
	expect(restored.code).toBe(0);
	await withOwner(back, async (owner) => {
		await owner.query(brokenLog.cut);
		expect(await verify(back)).toMatchObject({
			said: expect.stringContaining(shows.cut),
			code: 1
		});
		// Without what was written outside, nothing can be found; and that is said.
		await rm(join(back, 'log'), { recursive: true });
		const blind = await verify(back);
		expect(blind.said).toContain('The log is whole: 4 entries.\nNothing in this data folder');
	});
}, 180_000);
