import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';
import type pg from 'pg';
import { originalsOf, parseAddress, picturesOf, sha256At } from '#lib/server/files/address.ts';
import { openFolderStore } from '#lib/server/files/folderStore.ts';
import { pathOf } from '#lib/server/files/pathOf.ts';
import { behindLamplight } from '../e2e/behind.ts';
import type { Actor } from './acts.ts';
import type { CopyTaken, Ledger } from './ledger.ts';

/** What is not as it was said to be: one sentence each. None: nothing was lost. */
export type Wrongs = string[];

/** Waits until what was begun has been finished, then looks at everything that was acknowledged. */
export async function reckon(dataDir: string, actors: Actor[], ledger: Ledger): Promise<Wrongs> {
	const db = await behindLamplight(dataDir);
	await db.query('set search_path = lamplight');
	try {
		return [
			...(await untilPicturesAreMade(db)),
			...(await missingFiles(db, actors, ledger)),
			...(await wrongDrafts(db, ledger)),
			...(await missingWords(db, ledger)),
			...(await halfThings(db, dataDir)),
			...(await halfPutBacks(db, actors, ledger))
		];
	} finally {
		await db.end();
	}
}

async function untilPicturesAreMade(db: pg.Client): Promise<Wrongs> {
	const giveUpAt = performance.now() + 180_000;
	for (;;) {
		const { rows } = await db.query<{ file_name: string }>(
			`select file_name from keepsake
			where kind = 'photograph' and pictures_made_at is null and cannot_show is null`
		);
		if (rows.length === 0) return [];
		if (performance.now() > giveUpAt) {
			return rows.map((row) => `The pictures of ${row.file_name} were never made.`);
		}
		await wait(250);
	}
}

async function missingFiles(db: pg.Client, actors: Actor[], { files }: Ledger): Promise<Wrongs> {
	const { rows } = await db.query<{ id: string; box_id: string; sha256: string }>(
		'select id, box_id, sha256 from keepsake where sha256 is not null'
	);
	const boxes = new Set(actors.map(({ box }) => box));
	const own = rows.filter(({ box_id }) => boxes.has(`/box/${box_id}`));
	const kept = new Map(own.map((row) => [row.sha256, row]));
	const wrongs: Wrongs = [];
	for (const [sha256, { name }] of files) {
		const found = kept.get(sha256);
		const owner = actors.find(({ box }) => box === `/box/${found?.box_id}`);
		const answer = await owner?.who.ask(`${owner.box}/original/${found?.id}`);
		const bytes = Buffer.from((await answer?.arrayBuffer()) ?? new ArrayBuffer(0));
		if (answer?.status !== 200 || hashOf(bytes) !== sha256) {
			wrongs.push(
				`${name} was acknowledged and did not come back (${answer?.status ?? 'no row'}).`
			);
		}
	}
	return wrongs;
}

async function wrongDrafts(db: pg.Client, { drafts }: Ledger): Promise<Wrongs> {
	const { rows } = await db.query<{ story_id: string; body: string }>(
		'select story_id, body from draft'
	);
	const bodies = new Map(rows.map((row) => [row.story_id, row.body]));
	return [...drafts].flatMap(([path, { acknowledged, maybe }]) => {
		const body = bodies.get(path.slice(path.lastIndexOf('/') + 1));
		const right = body === acknowledged || (body !== undefined && maybe.includes(body));
		return right ? [] : [`The draft ${path} is not what was last kept.`];
	});
}

async function missingWords(db: pg.Client, { words }: Ledger): Promise<Wrongs> {
	const { rows } = await db.query<{ words: string }>(
		'select words from keepsake where words is not null'
	);
	const kept = new Set(rows.map((row) => row.words));
	return [...words].filter((each) => !kept.has(each)).map((each) => `Lost: ${each}`);
}

/** Rows without their file, files that are not what their address says, and files nobody knows. */
async function halfThings(db: pg.Client, dataDir: string): Promise<Wrongs> {
	const known = await knownAddresses(db);
	const folder = join(dataDir, 'files');
	const store = await openFolderStore(folder, new Date());
	const wrongs: Wrongs = [];
	for (const prefix of [originalsOf(), picturesOf()]) {
		for await (const { address } of store.list(prefix)) {
			const hash = createHash('sha256');
			await pipeline(createReadStream(join(folder, pathOf(parseAddress(address)))), hash);
			if (hash.digest('hex') !== sha256At(address)) wrongs.push(`${address} is half there.`);
			if (known.get(address) === undefined) wrongs.push(`${address} belongs to nothing.`);
			known.set(address, 'found');
		}
	}
	for (const [address, state] of known) {
		if (state === 'wanted') wrongs.push(`${address} is written down, and is not there.`);
	}
	return wrongs;
}

/** A copy that was put back is a memory box with all that it held; or it is nothing at all. */
async function halfPutBacks(db: pg.Client, actors: Actor[], { putBacks }: Ledger): Promise<Wrongs> {
	const { rows } = await db.query<{ id: string; box_id: string; state: string }>(
		`select id, box_id, coalesce(refused, case when ended_at is null then 'open' else 'done' end) as state
		from put_back`
	);
	const wrongs: Wrongs = [];
	const whole = new Set(actors.map(({ box }) => box.slice('/box/'.length)));
	for (const { id, box_id, state } of rows) {
		const copy = putBacks.get(id);
		if (copy && state !== 'done') wrongs.push(`A copy had arrived, and is ${state}.`);
		if (state !== 'done') continue;
		whole.add(box_id);
		if (copy && !(await holds(db, box_id, copy))) wrongs.push(`${box_id} is not the whole copy.`);
	}
	const known = new Set(rows.map(({ id }) => id));
	for (const id of putBacks.keys()) if (!known.has(id)) wrongs.push(`The copy ${id} is forgotten.`);
	const { rows: boxes } = await db.query<{ id: string }>(
		'select id from box union select box_id from keepsake union select box_id from original'
	);
	for (const { id } of boxes) if (!whole.has(id)) wrongs.push(`${id} is half a memory box.`);
	return wrongs;
}

async function holds(db: pg.Client, box: string, copy: CopyTaken): Promise<boolean> {
	const all = async (text: string) =>
		(await db.query<{ one: string }>(text, [box])).rows.map(({ one }) => one).sort();
	const files = await all(
		'select sha256::text as one from keepsake where box_id = $1 and sha256 is not null'
	);
	const words = await all(
		'select words as one from keepsake where box_id = $1 and words is not null'
	);
	const drafts = await all(
		'select d.body as one from draft d join story s on s.id = d.story_id where s.box_id = $1'
	);
	const wanted = [copy.files, copy.words, copy.drafts].map((each) => [...each].sort());
	return JSON.stringify([files, words, drafts]) === JSON.stringify(wanted);
}

/** `wanted`: its file must be there. `coming`: an upload nobody acknowledged may have left it. */
async function knownAddresses(db: pg.Client): Promise<Map<string, string>> {
	const { rows } = await db.query<{ address: string; state: string }>(
		`select 'originals/' || box_id || '/' || sha256 as address, 'coming' as state
			from upload where finished_at is null and sha256 is not null
		union all
		select 'originals/' || box_id || '/' || sha256, 'wanted' from original
		union all
		select 'pictures/' || k.box_id || '/' || k.sha256 || '/' || p.sha256, 'wanted'
			from picture p join keepsake k on k.id = p.keepsake_id`
	);
	return new Map(rows.map(({ address, state }) => [address, state]));
}

function hashOf(bytes: Buffer): string {
	return createHash('sha256').update(bytes).digest('hex');
}
