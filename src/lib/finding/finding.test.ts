import fc from 'fast-check';
import type { Pool } from 'pg';
import { describe, expect, test } from 'vitest';
import type { Lived } from '#lib/rules/going.ts';
import { livedFacts } from '#lib/rules/lived.ts';
import { makeFamily } from '../../../tests/database/family.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { livedTerms } from './livedTerms.ts';
import { nearStories, nearToStory } from './nearStories.server.ts';
import { readForFinding } from './readForFinding.server.ts';
import { searchStories } from './searchStories.server.ts';

const site = await openTestSite();

const askingAs = (who: Person | null) => ({
	lamplight: site,
	session: who?.session ?? null,
	visit: null
});

/** A story of a family of its own, out with these words. */
async function out(
	body: string,
	title = 'Hello',
	audiences: ('family' | 'peers' | 'anyone')[] = ['anyone']
) {
	const family = await makeFamily(site, audiences);
	await site.owner.query('update lamplight.story_version set title = $2, body = $3 where id = $1', [
		family.version,
		title,
		body
	]);
	await readForFinding(site, family.story);
	return family;
}

async function found(query: string, who: Person | null = null, leavesOut: string[] = []) {
	const { stories } = await searchStories({ ...askingAs(who), leavesOut }, query);
	return stories.map(({ storyId }) => storyId);
}

describe('search', () => {
	test('finds what somebody asks in a sentence of their own, though no story holds all of it', async () => {
		const { story } = await out('There was a true knot in the cord, and she was so lively.');
		expect(await found('why did nobody see the knots in her umbilical cord')).toContain(story);
	});

	test('forgives accents and typing errors', async () => {
		const { story } = await out('Zoë was born while the jacaranda stood in flower.');
		expect(await found('zoe')).toContain(story);
		expect(await found('jaccaranda')).toContain(story);
	});

	test('tells nobody whether a word stands in a story that is hidden from them', async () => {
		const { story } = await out('We called her Wilhelmina, and the window was open.');
		expect(await found('wilhelmira')).toEqual([story]);
		const hidden = await out('His name was Wilhelmira.', 'Hello', ['peers', 'family']);
		await out('Wilhelmirra, Wilhelmirah, Wilhelmiras, Wilhelmire.', 'Hello', ['family']);
		expect(await found('wilhelmira')).toEqual([story]);
		expect(await found('wilhelmira', hidden.tom)).toEqual([story]);
	});

	test('leaves out what the reader leaves out, also on a device alone', async () => {
		const { story, wren } = await out('There was a marmalade cat on the sill, that whole week.');
		await site.owner.query(
			`insert into lamplight.narrowing (story_id, setting, what, narrowed_by)
			values ($1, 'subject', 'faith', $2)`,
			[story, wren.id]
		);
		expect(await found('marmalade cat', null, ['birth'])).toEqual([story]);
		expect(await found('marmalade cat', null, ['faith'])).toEqual([]);
		const near = await nearStories(
			{ ...askingAs(null), leavesOut: ['faith'] },
			'A marmalade cat sat on the sill for the whole of that week, and looked at us.'
		);
		expect(near.stories.map(({ storyId }) => storyId)).not.toContain(story);
	});

	test('finds stories in other languages by their words', async () => {
		const { story } = await out('Nació en la madrugada y le cantamos una nana junto a la ventana.');
		expect(await found('nació madrugada')).toContain(story);
	});

	test('puts what is rare above what is common', async () => {
		const { story } = await out('We floated a marzipan boat.');
		for (let n = 0; n < 4; n += 1)
			await out(`We floated on, and on, the ${n}th boat, a boat, boats.`);
		expect((await found('a marzipan boat'))[0]).toBe(story);
	});

	test('shows the passage that matched, and nothing from under a cover', async () => {
		const family = await out('x');
		const filler = 'We sat by the window and looked at the rain for a long while. '.repeat(12);
		await site.owner.query('update lamplight.story_version set body = $2 where id = $1', [
			family.version,
			`${filler}\n\n![a platypus](keepsake:${family.photograph})\n\nThen came the harmonica.\n\n${filler}`
		]);
		await site.owner.query(
			`update lamplight.version_keepsake set caption = 'platypus', alt = 'platypus', cover_words = 'platypus'
			where version_id = $1`,
			[family.version]
		);
		await readForFinding(site, family.story);
		const { stories } = await searchStories(askingAs(null), 'harmonica');
		expect(stories[0]?.passage).toContain('harmonica');
		expect(await found('platypus')).toEqual([]);
	});

	test('asks nothing of nobody: empty, odd and very long questions find nothing and do no harm', async () => {
		for (const query of [
			'',
			'   ',
			'"',
			'- - -',
			"'; drop table",
			'\0',
			'🕯️',
			':*&|!',
			'x'.repeat(9000)
		]) {
			expect(await found(query)).toEqual([]);
		}
	});

	test('keeps nothing of what was asked', async () => {
		await found('quokka');
		const { rows } = await site.owner.query<{ table: string }>(
			`select c.oid::regclass::text as table from pg_class c
			where c.relnamespace in ('lamplight'::regnamespace, 'graphile_worker'::regnamespace) and c.relkind = 'r'`
		);
		for (const { table } of rows) {
			const held = await site.owner.query(`select from ${table} t where t::text ilike '%quokka%'`);
			expect({ table, rows: held.rowCount }).toEqual({ table, rows: 0 });
		}
	});
});

describe('near', () => {
	test('a story is near to one that was lived alike, in other words, and the passage says why', async () => {
		const milk = await out('On the fourth day my milk came in, though there was nobody to feed.');
		await out('We chose a small oak for the hill behind the school.');
		const { stories, byMeaning } = await nearStories(
			askingAs(null),
			'My breasts filled up a few days after the birth, and there was no baby to drink it.'
		);
		expect(byMeaning).toBe(true);
		expect(stories[0]).toMatchObject({
			storyId: milk.story,
			passage: expect.stringContaining('my milk came in')
		});
	});

	test('of a story, it is never itself', async () => {
		const body = 'The heron stood on the weir each morning of that week, and I counted by it.';
		const [one, other] = [await out(body), await out(body)];
		const { stories } = await nearToStory(askingAs(null), { id: one.story, text: body });
		expect(stories.map(({ storyId }) => storyId)).toContain(other.story);
		expect(stories.map(({ storyId }) => storyId)).not.toContain(one.story);
	});

	test('in another language goes by words, and says so', async () => {
		const body =
			'Le pusimos un gorrito amarillo que su abuela tejió durante todo el verano para ella.';
		const { story } = await out(body);
		const asked = 'Su abuela tejió un gorrito amarillo durante el verano y nunca se lo pudo poner.';
		const { stories, byMeaning } = await nearStories(askingAs(null), asked);
		expect(byMeaning).toBe(false);
		expect(stories.map(({ storyId }) => storyId)).toContain(story);
	});
});

describe('what was lived', () => {
	const lives = async (body: string, lived: Lived) => {
		const family = await out(body);
		await site.owner.query(
			'update lamplight.share set lived = $2 where story_id = $1 and ended_at is null',
			[family.story, JSON.stringify(lived)]
		);
		return family;
	};

	test('brings stories nearer whose words are as near, and says nothing of what is kept back', async () => {
		const body = 'The ferry was late and we stood at the rail with her blanket.';
		const other = await lives(body, { happened: ['ectopic'], weeks: '~5' });
		const alike = await lives(body, { happened: ['neonatal'], weeks: '23', writing: 'father' });
		const lived = { word: 'our Wren', happened: ['neonatal'], weeks: '~25' };
		const near = async (asked: Lived) =>
			(await nearStories(askingAs(null), body, { lived: asked })).stories
				.map(({ storyId }) => storyId)
				.slice(0, 2);
		expect(await near(lived)).toEqual([alike.story, other.story]);
		expect(await near({ happened: ['ectopic'] })).toEqual([other.story, alike.story]);
	});

	test('is asked for beside words or without any, and finds what families let out alone', async () => {
		const cord = await lives('The swifts came back to the eaves.', {
			happened: ['stillbirth'],
			cause: ['cord'],
			weeks: '38'
		});
		const other = await lives('The swifts had gone from the eaves.', { happened: ['molar'] });
		const search = async (query: string, lived: Lived) =>
			(await searchStories(askingAs(null), query, { lived })).stories.map(({ storyId }) => storyId);
		expect(await search('swifts', {})).toHaveLength(2);
		expect(await search('swifts', { happened: 'molar' })).toEqual([other.story]);
		expect(await search('', { cause: 'cord', weeks: '~40' })).toEqual([cord.story]);
		expect(await search('swifts', { cause: 'placenta' })).toEqual([]);
		await site.owner.query(
			`insert into lamplight.narrowing (story_id, setting, what, narrowed_by)
			values ($1, 'lived', 'cause', $2)`,
			[cord.story, cord.wren.id]
		);
		expect(await search('', { cause: 'cord' })).toEqual([]);
	});

	test('is the same term for the pages and for Postgres', async () => {
		const said = fc.dictionary(
			fc.constantFrom(...livedFacts.filter((fact) => fact !== 'weeks')),
			fc.oneof(fc.string(), fc.array(fc.string()))
		);
		const weeks = fc.tuple(fc.constantFrom('', '~'), fc.integer({ min: 1, max: 45 }));
		await fc.assert(
			fc.asyncProperty(said, weeks, async (facts, [rough, count]) => {
				const lived = { ...facts, weeks: `${rough}${count}` };
				const json = JSON.stringify(lived);
				fc.pre(!json.includes('\\u') && json.isWellFormed());
				const { rows } = await site.owner.query<{ terms: string[] }>(
					'select lamplight.lived_terms($1) as terms',
					[json]
				);
				expect(rows[0]?.terms.sort()).toEqual(livedTerms(lived));
			})
		);
	});
});

test('what a stranger leaves out on their device is found by no way', async () => {
	const body = 'The chaplain lit the paschal candle at dusk beside the incubator for our daughter.';
	const [one, other] = [await out(body), await out(body)];
	await site.owner.query(
		`update lamplight.share set subjects = '{faith}' where story_id = $1 and ended_at is null`,
		[one.story]
	);
	const ways = async (asking: ReturnType<typeof askingAs> & { leavesOut?: string[] }) => [
		await searchStories(asking, 'paschal candle'),
		await nearStories(asking, body),
		await nearToStory(asking, { id: other.story, text: body })
	];
	const names = (all: Awaited<ReturnType<typeof ways>>) =>
		all.map(({ stories }) => stories.some(({ storyId }) => storyId === one.story));
	expect(names(await ways(askingAs(null)))).toEqual([true, true, true]);
	expect(names(await ways({ ...askingAs(null), leavesOut: ['faith'] }))).toEqual([
		...[false, false, false]
	]);
});

describe('what was brought back', () => {
	test('is found by nobody from then on, whatever an index still holds', async () => {
		const { story, share } = await out('The wisteria was out.');
		const before = await site.owner.query(
			'select * from lamplight.story_words where story_id = $1',
			[story]
		);
		expect(await found('wisteria')).toEqual([story]);
		await site.owner.query('update lamplight.share set ended_at = now() where id = $1', [share]);
		expect(await found('wisteria')).toEqual([]);
		const { version_id, lexemes, length } = before.rows[0];
		await site.owner.query(
			`insert into lamplight.story_words values ($1, $2, true, true, true, $3, $4)`,
			[story, version_id, lexemes, length]
		);
		expect(await found('wisteria')).toEqual([]);
	});
});

test('the words of thousands of stories are looked up in the index, though walls stand around them', async () => {
	const { story } = await makeFamily(site);
	const ids = `select md5(n::text)::uuid as id, n from generate_series(1, 5000) n`;
	await site.owner.query(`
		insert into lamplight.story (id, box_id, writer_id, scope)
			select ids.id, s.box_id, s.writer_id, 'box' from (${ids}) ids, lamplight.story s where s.id = '${story}';
		insert into lamplight.story_version (id, story_id, number, title, body, own_words)
			select id, id, 1, '', '', false from (${ids}) ids;
		insert into lamplight.story_words (story_id, version_id, english, anyone, peers, lexemes, length)
			select id, id, true, true, true, to_tsvector('english', 'we held word' || n), 2 from (${ids}) ids;
		insert into lamplight.word values ('word77', 1, 1) on conflict do nothing;
		analyze lamplight.story_words`);
	const looking = await tellingPlans();
	// More often than Postgres plans anew for each question: after that it keeps one plan for all.
	for (let n = 0; n < 8; n += 1) {
		const plans = await looking.plansOf((lamplight) =>
			searchStories({ ...askingAs(null), lamplight }, 'word77')
		);
		const looks = plans.filter((plan) => /\b(?:on|using) story_words/.test(plan)).join('\n');
		expect(looks).toContain('story_words_lexemes');
		expect(looks).not.toContain('Seq Scan on story_words');
	}
	await looking.end();
});

/** A connection behind the same walls as strangers', which tells how each of its statements is looked up. */
async function tellingPlans() {
	const client = await site.owner.connect();
	const plans: string[] = [];
	client.on('notice', ({ message }) => plans.push(message ?? ''));
	await client.query(`load 'auto_explain';
		set auto_explain.log_min_duration = 0;
		set auto_explain.log_nested_statements = on;
		set auto_explain.log_level = notice;
		set search_path = lamplight; set lamplight.viewer = '';
		set session authorization lamplight_web`);
	const pools = { ...site.pools, strangers: client as unknown as Pool };
	return {
		async plansOf(look: (lamplight: typeof site) => Promise<unknown>) {
			plans.length = 0;
			await look({ ...site, pools });
			return [...plans];
		},
		end: () => client.release(true)
	};
}

test('an empty word stands in no story, and breaks no question', async () => {
	const { rows } = await site.owner.query(`select * from lamplight.words_met(array[''])`);
	expect(rows).toEqual([]);
});
