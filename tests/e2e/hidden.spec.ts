/**
 * Hidden and missing are alike from outside: status, headers, every byte of the body, and the time it
 * takes, for a stranger and for a member who is signed in.
 */
import { randomUUID } from 'node:crypto';
import { Agent, request, type IncomingHttpHeaders } from 'node:http';
import { expect, test } from '@playwright/test';
import { signIn, somebody } from './acts.ts';
import { askToShare, type Asking } from './asking.ts';
import { behindLamplight } from './behind.ts';
import { startLamplight, type Running } from './lamplight.ts';

let site: Running;
test.beforeAll(async () => {
	site = await startLamplight();
});
test.afterAll(async () => {
	agent.destroy();
	await site.close();
});

type Answer = { status: number; headers: IncomingHttpHeaders; body: string; tookMs: number };

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** Asks for an address; with `sent`, sends it a form as its own page would. */
function get(address: string, cookie: string, sent?: string): Promise<Answer> {
	return new Promise((resolve, reject) => {
		const began = performance.now();
		const form = { 'content-type': 'application/x-www-form-urlencoded', origin: site.origin };
		const headers = {
			accept: 'text/html',
			...(cookie ? { cookie } : {}),
			...(sent === undefined ? {} : form)
		};
		const method = sent === undefined ? 'GET' : 'POST';
		const asked = request(address, { agent, headers, method }, (response) => {
			const chunks: Buffer[] = [];
			response.on('data', (chunk: Buffer) => chunks.push(chunk));
			response.on('end', () => {
				const tookMs = performance.now() - began;
				const body = Buffer.concat(chunks).toString();
				resolve({ status: response.statusCode ?? 0, headers: response.headers, body, tookMs });
			});
		});
		asked.on('error', reject).end(sent);
	});
}

/** The photograph of a story that is for family alone, put in behind the walls. Gives its id. */
async function photographFor({ box, story }: Asking): Promise<string> {
	const behind = await behindLamplight(site.dataDir);
	const [id, sha, inBox, ofStory] = [randomUUID(), 'c'.repeat(64), lastOf(box), lastOf(story)];
	const put = (text: string, values: unknown[]) =>
		behind.query(`insert into lamplight.${text}`, values);
	await put('original (box_id, sha256, bytes) values ($1, $2, 3)', [inBox, sha]);
	await put(
		`keepsake (id, box_id, put_in_by, scope, kind, sha256, file_name, bytes, pictures_made_at)
			select $1, $2, writer_id, 'box', 'photograph', $3, 'robin.jpg', 3, now()
			from lamplight.story where id = $4`,
		[id, inBox, sha, ofStory]
	);
	await put(
		`picture (keepsake_id, size, sha256, media_type, bytes, width, height)
			values ($1, 'large', $2, 'image/webp', 3, 10, 10)`,
		[id, sha]
	);
	await put(
		`version_keepsake (version_id, keepsake_id, position, covered)
			select id, $1, 1, false from lamplight.story_version where story_id = $2`,
		[id, ofStory]
	);
	await put(
		`share (story_id, box_id, version_id, to_family, to_peers, to_anyone, agreed_by)
			select v.story_id, $2, v.id, true, false, false,
				array(select member_id from lamplight.keeper where box_id = $2)
			from lamplight.story_version v where v.story_id = $1`,
		[ofStory, inBox]
	);
	await behind.end();
	return id;
}

const lastOf = (address: string) => address.split('/').at(-1) ?? '';

/** Ids of what is hidden, each with one that nothing has. */
function besides(ids: string[]) {
	const never = new Map(ids.map((id) => [id, randomUUID()]));
	const missing = (path: string) => path.replace(/[0-9a-f-]{36}/g, (id) => never.get(id) ?? id);
	return { never, missing };
}

/** Of the addresses of what is there, with what it is called; the other with ids that nothing has. */
function pairs(asking: Asking, photograph: string) {
	const box = lastOf(asking.box);
	const story = lastOf(asking.story);
	const proposal = lastOf(asking.question);
	const { never, missing } = besides([box, story, proposal, photograph]);
	return {
		never,
		paths: [
			['story page', `/story/${story}`],
			...['large', 'play', 'page-1'].map((part) => [part, `/shown/${story}/${photograph}/${part}`]),
			['part asked about', `/box/${box}/proposal/${proposal}/shown/${photograph}/large`],
			['box page', `/box/${box}`],
			['keepsake page', `/box/${box}/keepsake/${photograph}`],
			['original', `/box/${box}/original/${photograph}`],
			['proposal', `/box/${box}/proposal/${proposal}`]
		].map(([name = '', hidden = '']) => ({ name, hidden, missing: missing(hidden) }))
	};
}

/** What can be seen of an answer, with the ids that were asked for taken out of it. */
function faceOf({ status, headers, body }: Answer, ids: Iterable<string>) {
	const told = { ...headers };
	delete told.date;
	// A hash of the body, which says again what was asked for; the body itself is compared.
	if (told.etag) told.etag = 'of the body';
	let face = JSON.stringify({ status, told, length: body.length, body });
	for (const id of ids) face = face.replaceAll(id, 'ID');
	return face;
}

const median = (times: number[]) =>
	[...times].sort((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0;

const rounds = 120;

/** How long hidden takes beside missing, medians of many turns in one run. */
async function ratio(hidden: string, missing: string, cookie: string): Promise<number> {
	const took: Record<'hidden' | 'missing', number[]> = { hidden: [], missing: [] };
	for (let round = 0; round < rounds; round++) {
		const turn = ['hidden', 'missing'] as const;
		for (const which of round % 2 ? turn : turn.toReversed()) {
			const { tookMs } = await get(which === 'hidden' ? hidden : missing, cookie);
			if (round >= 20) took[which].push(tookMs);
		}
	}
	return median(took.hidden) / median(took.missing);
}

test('what is hidden cannot be told from what does not exist, by anything, nor by how long it takes', async ({
	browser
}) => {
	test.setTimeout(420_000);
	const asking = await askToShare(browser, site, 'An evening');
	const photograph = await photographFor(asking);
	const kit = await somebody(browser, 'Kit', false);
	await signIn(site, kit);
	const cookies = await kit.context.cookies();
	const signedIn = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
	const { never, paths } = pairs(asking, photograph);
	const measured: string[] = [];
	for (const [who, cookie] of [
		['a stranger', ''],
		['a member', signedIn]
	] as const) {
		for (const { name, hidden, missing } of paths) {
			const [there, gone] = [site.origin + hidden, site.origin + missing];
			const [one, other] = [await get(there, cookie), await get(gone, cookie)];
			expect(one.status, `${name} for ${who}`).not.toBe(200);
			if (cookie) expect(one.status, `${name} for ${who}`).toBe(404);
			expect(faceOf(one, never.keys()), `${name} for ${who}`).toBe(faceOf(other, never.values()));
			// A machine that is shared makes single measurements wide; none may stay so.
			let times = await ratio(there, gone, cookie);
			for (let more = 0; more < 3 && (times > 1.25 || times < 1 / 1.25); more++) {
				times = await ratio(there, gone, cookie);
			}
			measured.push(`${name} for ${who} ${times.toFixed(2)}`);
			expect(times, measured.join(', ')).toBeLessThan(1.25);
			expect(times, measured.join(', ')).toBeGreaterThan(1 / 1.25);
		}
	}
	test.info().annotations.push({ type: 'hidden over missing', description: measured.join(', ') });
	for (const each of [asking.wren, asking.tom, kit]) await each.context.close();
});

/** A letter that Tom wrote about the story and that reached Wren. Gives its id, and that of her copy. */
async function letterAbout({ box, story, wren, tom }: Asking) {
	const behind = await behindLamplight(site.dataDir);
	const [letter, copy] = [randomUUID(), randomUUID()];
	const member = async (email: string) => {
		const { rows } = await behind.query('select "id" from auth."user" where "email" = $1', [email]);
		return rows[0]?.id as string;
	};
	await behind.query(
		`insert into lamplight.letter (id, root_id, story_id, box_id, from_id, body)
			values ($1, $1, $2, $3, $4, 'Made up.')`,
		[letter, lastOf(story), lastOf(box), await member(tom.email)]
	);
	await behind.query(
		`insert into lamplight.letter_delivery (id, letter_id, member_id, stage, delivered_at)
			values ($1, $2, $3, 'delivered', now())`,
		[copy, letter, await member(wren.email)]
	);
	await behind.end();
	return { letter, copy };
}

/** Every way by which letters, "I am with you", reports and finding might tell that there is something. */
function waysToTell(box: string, story: string, letter: string, copy: string) {
	const [words, answers] = ['body=Made+up&revision=0', `answers=${letter}`];
	const report = 'concern=unkind&words=';
	return [
		[`/story/${story}/near`],
		[`/story/${story}/letter`],
		[`/report/${story}`],
		[`/letters/${letter}`],
		[`/letters/${letter}?open=${letter}`],
		[`/letters/first/${copy}`],
		[`/box/${box}/with-you`],
		[`/box/${box}/lived`],
		[`/box/${box}/story/${story}/near`],
		[`/watch/${letter}`],
		[`/calendar/${story}.ics`],
		[`/story/${story}?/withYou`, ''],
		[`/story/${story}?/takeBackWithYou`, ''],
		[`/story/${story}/letter?/send`, words],
		[`/story/${story}/letter?/keep`, words],
		[`/story/${story}/letter?/take`, `copy=${copy}`],
		[`/story/${story}/letter?/throwAway`, ''],
		[`/story/${story}/letter/save`, words],
		[`/report/${story}`, report],
		[`/letters/${letter}?/send`, `${words}&${answers}`],
		[`/letters/${letter}?/keep`, `${words}&${answers}`],
		[`/letters/${letter}/save?${answers}`, words],
		...['appeal', 'block'].map((verb) => [`/letters/${letter}?/${verb}`, `letter=${letter}`]),
		[`/letters/${letter}?/report`, `letter=${letter}&${report}`],
		...['sayName', 'takeBackName'].map((verb) => [`/letters/${letter}?/${verb}`, answers]),
		[`/letters/${letter}?/end`, ''],
		...['pass', 'keep'].map((verb) => [`/letters/first/${copy}?/${verb}`, ''])
	] as const;
}

test('what is hidden cannot be told by writing, answering, reporting or looking for it', async ({
	browser
}) => {
	test.slow();
	const asking = await askToShare(browser, site, 'Marigolds');
	await photographFor(asking);
	const { letter, copy } = await letterAbout(asking);
	const nia = await somebody(browser, 'Nia', false);
	await signIn(site, nia);
	const cookies = await nia.context.cookies();
	const signedIn = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
	const [box, story] = [lastOf(asking.box), lastOf(asking.story)];
	const { never, missing } = besides([box, story, letter, copy]);
	for (const cookie of ['', signedIn]) {
		for (const [path = '', sent] of waysToTell(box, story, letter, copy)) {
			const what = `${sent === undefined ? '' : 'sending to '}${path} ${cookie ? 'signed in' : ''}`;
			const one = await get(site.origin + path, cookie, sent);
			const other = await get(site.origin + missing(path), cookie, sent && missing(sent));
			expect(one.status, what).not.toBe(200);
			expect(faceOf(one, never.keys()), what).toBe(faceOf(other, never.values()));
		}
		// A word that stands in the hidden story alone, and one that stands nowhere.
		const [one, other] = [
			await get(`${site.origin}/search?q=Marigolds`, cookie),
			await get(`${site.origin}/search?q=Larkspurs`, cookie)
		];
		expect(one.status).toBe(200);
		expect(faceOf(one, ['Marigolds'])).toBe(faceOf(other, ['Larkspurs']));
		for (const list of ['/stories', '/stories/feed', '/letters']) {
			const { body } = await get(site.origin + list, cookie);
			for (const told of ['Marigolds', box, story, letter]) expect(body, list).not.toContain(told);
		}
	}
	for (const each of [asking.wren, asking.tom, nia]) await each.context.close();
});
