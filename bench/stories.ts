import { createHash, randomBytes, randomUUID } from 'node:crypto';
import pg from 'pg';
import sharp from 'sharp';
import { originalAddress } from '#lib/server/files/address.ts';
import { openFolderStore } from '#lib/server/files/folderStore.ts';

/** Plain words for made-up stories: they only need the length and shape of real ones. */
const words =
	'the morning was quiet and we sat by the window with the light on the floor and said the name out loud once more before the day began'.split(
		' '
	);

export type Reader = { session: string; memberId: string };
export type Seeded = { stories: string[]; reader: Reader };

/**
 * Makes `count` stories shared with anyone, of 600 words and one covered 6-megapixel photograph
 * each, every one from a box of its own; and a member who reads.
 */
export async function seedStories(
	superUrl: string,
	filesRoot: string,
	count: number
): Promise<Seeded> {
	const db = new pg.Client({ connectionString: superUrl });
	await db.connect();
	const photograph = await sixMegapixels();
	const sha = createHash('sha256').update(photograph).digest('hex');
	const files = await openFolderStore(filesRoot, new Date());
	const stories: string[] = [];
	await db.query('set search_path = lamplight');
	await db.query('begin');
	for (let n = 0; n < count; n += 1) {
		const box = randomUUID();
		stories.push(await story(db, box, sha, photograph.length, n));
		await files.put(
			originalAddress(box, sha),
			{ stream: only(photograph) },
			{ sha256: sha, bytes: photograph.length }
		);
	}
	const reader = await member(db, 'Reader');
	await db.query('insert into peer_welcome (member_id) values ($1)', [reader.memberId]);
	await db.query('commit');
	await db.query('analyze');
	await db.end();
	return { stories, reader };
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
	yield bytes;
}

async function sixMegapixels(): Promise<Buffer> {
	const noise = { type: 'gaussian' as const, mean: 128, sigma: 30 };
	const create = { width: 3000, height: 2000, channels: 3 as const, background: '#888', noise };
	return sharp({ create }).jpeg({ quality: 85 }).toBuffer();
}

export async function member(db: pg.Client, name: string): Promise<Reader> {
	const memberId = randomUUID();
	const session = randomBytes(24).toString('hex');
	await db.query(
		'insert into auth."user" ("id", "name", "email", "emailVerified") values ($1, $2, $3, true)',
		[memberId, name, `${memberId}@example.org`]
	);
	await db.query(
		`insert into auth."session" ("token", "userId", "expiresAt") values ($1, $2, now() + interval '1 day')`,
		[session, memberId]
	);
	return { session, memberId };
}

async function story(db: pg.Client, box: string, sha: string, bytes: number, n: number) {
	const [keepsake, id, version] = [randomUUID(), randomUUID(), randomUUID()];
	const { memberId } = await member(db, 'Writer');
	await db.query('insert into box (id, created_by) values ($1, $2)', [box, memberId]);
	await db.query('insert into keeper (box_id, member_id) values ($1, $2)', [box, memberId]);
	await db.query('insert into original (box_id, sha256, bytes) values ($1, $2, $3)', [
		...[box, sha, bytes]
	]);
	await db.query(
		`insert into keepsake (id, box_id, put_in_by, scope, kind, sha256, file_name, bytes, width, height, pictures_made_at)
			values ($1, $2, $3, 'box', 'photograph', $4, 'made-up.jpg', $5, 3000, 2000, now())`,
		[keepsake, box, memberId, sha, bytes]
	);
	await db.query(`insert into story (id, box_id, writer_id, scope) values ($1, $2, $3, 'box')`, [
		...[id, box, memberId]
	]);
	await db.query(
		`insert into story_version (id, story_id, number, title, body, byline, own_words, findable)
			values ($1, $2, 1, $3, $4, 'a made-up family', false, true)`,
		[version, id, `A made-up morning, ${n + 1}`, sixHundredWords(keepsake)]
	);
	await db.query(
		`insert into version_keepsake (version_id, keepsake_id, position, cover_words)
			values ($1, $2, 1, 'A made-up photograph.')`,
		[version, keepsake]
	);
	await db.query(
		`insert into share (story_id, box_id, version_id, to_family, to_peers, to_anyone, agreed_by, agreed_at)
			values ($1, $2, $3, false, false, true, array[$4::uuid], now() - make_interval(mins => $5))`,
		[id, box, version, memberId, n]
	);
	return id;
}

function sixHundredWords(keepsake: string): string {
	const text = Array.from({ length: 600 }, (_, at) => words[(at * 7) % words.length]);
	const paragraphs = Array.from({ length: 6 }, (_, at) =>
		text.slice(at * 100, at * 100 + 100).join(' ')
	);
	paragraphs.splice(3, 0, `![](keepsake:${keepsake})`);
	return paragraphs.join('\n\n');
}
