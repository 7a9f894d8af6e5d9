import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { assemble } from '#lib/server/assemble.ts';
import { migrate } from '#lib/server/database/migrate.ts';
import { openPools } from '#lib/server/database/pools.ts';
import type { Lamplight } from '#lib/server/lamplight.ts';
import { openPostgres } from '#lib/server/postgres/server.ts';
import { readSettings } from '#lib/server/settings.ts';

/** An empty Lamplight of its own: nothing of this machine's own is looked at, and nothing stays. */
export type ScratchSite = {
	lamplight: Lamplight;
	/** Behind the walls, to arrange. */
	owner: pg.Client;
};

/** Lends an empty Lamplight on a database of its own, without its pages, and removes it afterwards. */
export async function withScratchSite<T>(use: (site: ScratchSite) => Promise<T>): Promise<T> {
	const dataDir = await mkdtemp(join(tmpdir(), 'lamplight-scratch-'));
	const settings = await readSettings({ LAMPLIGHT_DATA: dataDir });
	const postgres = await openPostgres({ dataDir, log: () => undefined });
	let lamplight: Lamplight | undefined;
	let owner: pg.Client | undefined;
	try {
		const { embedded } = postgres;
		if (!embedded) throw new Error('It runs on a Postgres of its own.');
		await migrate(postgres.ownerUrl, settings.secret);
		const pools = openPools(postgres.ownerUrl, settings.secret);
		lamplight = await assemble(settings, pools);
		owner = new pg.Client({ connectionString: embedded.url('lamplight', embedded.superuser) });
		await owner.connect();
		return await use({ lamplight, owner });
	} finally {
		lamplight?.pictures.close();
		lamplight?.films.close();
		lamplight?.meaning.close();
		await owner?.end();
		await lamplight?.pools.close();
		await postgres.stop();
		await rm(dataDir, { recursive: true, force: true });
	}
}

/** Puts in a made-up story that everybody may come upon; gives its id. */
export async function putInStory(owner: pg.Client, text: string): Promise<string> {
	const [writer, box, story, version] = Array.from({ length: 4 }, () => randomUUID());
	const put = (what: string, values: unknown[]) => owner.query(`insert into ${what}`, values);
	await put('auth."user" ("id", "name", "email") values ($1, $2, $3)', [
		...[writer, 'Somebody made up', `${writer}@example.org`]
	]);
	await put('lamplight.box (id, created_by) values ($1, $2)', [box, writer]);
	await put('lamplight.keeper (box_id, member_id) values ($1, $2)', [box, writer]);
	await put(`lamplight.story (id, box_id, writer_id, scope) values ($1, $2, $3, 'box')`, [
		...[story, box, writer]
	]);
	await put(
		`lamplight.story_version (id, story_id, number, title, body, own_words, findable)
			values ($1, $2, 1, '', $3, true, true)`,
		[version, story, text]
	);
	await put(
		`lamplight.share (story_id, box_id, version_id, to_family, to_peers, to_anyone, agreed_by)
			values ($1, $2, $3, false, false, true, array[$4::uuid])`,
		[story, box, version, writer]
	);
	return story ?? '';
}
