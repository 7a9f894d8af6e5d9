import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { makeFamily } from '../../../tests/database/family.ts';
import { openTestSite } from '../../../tests/database/site.ts';
import { findingJobs } from './jobs.server.ts';
import { isEnglish } from './isEnglish.ts';
import { kinOf } from './related.ts';
import { passagesOf } from './passages.ts';
import { readForFinding } from './readForFinding.server.ts';
import { windowsOf } from './windows.ts';

const site = await openTestSite();

const wordsOf = (text: string) => text.split(/\s+/).filter((each) => each !== '');

describe('passages', () => {
	const sentence = fc
		.array(fc.constantFrom('we', 'sat', 'by', 'her', 'cot', 'and', 'sang'), {
			minLength: 1,
			maxLength: 90
		})
		.map((words) => `${words.join(' ')}.`);
	const text = fc.array(sentence, { maxLength: 30 }).map((each) => each.join(' '));

	test('hold every word of the text once, in its order', () => {
		fc.assert(
			fc.property(text, (each) => {
				expect(wordsOf(passagesOf(each).join(' '))).toEqual(wordsOf(each));
			})
		);
	});

	test('are short enough to be understood whole, and long enough to say something', () => {
		fc.assert(
			fc.property(text, (each) => {
				const lengths = passagesOf(each).map((passage) => wordsOf(passage).length);
				for (const length of lengths) expect(length).toBeLessThanOrEqual(85);
				if (wordsOf(each).length >= 40)
					for (const length of lengths) expect(length).toBeGreaterThan(30);
			})
		);
	});

	test('end with a sentence where the sentences are of a usual length', () => {
		const usual = 'We sat by the window until it grew light. '.repeat(20);
		for (const passage of passagesOf(usual)) expect(passage).toMatch(/light\.$/);
	});
});

test('a passage is looked at two sentences at a time, too, where it has more than two', () => {
	expect(windowsOf('He was born. We sang. It rained.')).toEqual([
		'He was born. We sang.',
		'We sang. It rained.'
	]);
	expect(windowsOf('He was born. We sang.')).toEqual([]);
	expect(windowsOf('We sang. '.repeat(20))).toHaveLength(6);
});

test('a word is close to others of its meaning, whatever its ending', () => {
	expect(kinOf(['urns', 'grieving', 'kettle']).map((kin) => kin.split(' '))).toEqual([
		expect.arrayContaining(['ashes', 'cremation']),
		expect.arrayContaining(['mourning', 'bereaved']),
		['']
	]);
});

test.each([
	['We held her for a whole night and the midwife brought us tea.', true],
	['La tuvimos en brazos toda la noche y la matrona nos trajo una manta de lana.', false],
	['Wir hielten sie die ganze Nacht im Arm, und die Hebamme brachte uns Tee.', false],
	['Nous l’avons tenue dans nos bras toute la nuit, et la sage-femme est restée.', false],
	['Мы держали её всю ночь, и акушерка принесла нам чай и одеяло.', false],
	['our Robin', true],
	['', false]
])('%s — is English: %s', (text, expected) => expect(isEnglish(text)).toBe(expected));

describe('a story that is out', () => {
	const kept = async (story: string) => {
		const { rows } = await site.owner.query<{ words: boolean; passages: number; meanings: number }>(
			`select exists (select from lamplight.story_words where story_id = $1) as words,
				(select count(*)::integer from lamplight.passage where story_id = $1) as passages,
				(select count(*)::integer from lamplight.passage_meaning where story_id = $1) as meanings`,
			[story]
		);
		return rows[0];
	};
	const counted = async () => {
		const { rows } = await site.owner.query<{ stories: number }>(
			`select stories from lamplight.word where lexeme = 'goodby'`
		);
		return rows[0]?.stories ?? 0;
	};

	test('is read by a job that its sharing asks for, and its words are counted once', async () => {
		const { story } = await makeFamily(site);
		const { rows } = await site.owner.query(
			`select payload from graphile_worker._private_jobs where key = $1`,
			[`read_story:${story}`]
		);
		expect(rows).toEqual([{ payload: { story } }]);
		await findingJobs['read_story']?.({ story }, site);
		await findingJobs['read_story']?.({ story }, site);
		expect(await kept(story)).toEqual({ words: true, passages: 1, meanings: 1 });
		expect(await counted()).toBe(1);
	});

	test('leaves nothing behind in the moment it is brought back', async () => {
		const { story, share } = await makeFamily(site);
		await readForFinding(site, story);
		const before = await counted();
		await site.owner.query('update lamplight.share set ended_at = now() where id = $1', [share]);
		expect(await kept(story)).toEqual({ words: false, passages: 0, meanings: 0 });
		await sql`select fold_words()`.execute(site.pools.worker);
		expect(await counted()).toBe(before - 1);
	});

	test('brought back while it is being read, is not kept', async () => {
		const { story, share } = await makeFamily(site);
		const sign = site.meaning.sign.bind(site.meaning);
		const during = {
			...site.meaning,
			sign: async (texts: readonly string[]) => {
				await site.owner.query('update lamplight.share set ended_at = now() where id = $1', [
					share
				]);
				return sign(texts);
			}
		};
		await readForFinding({ ...site, meaning: during }, story);
		expect(await kept(story)).toEqual({ words: false, passages: 0, meanings: 0 });
	});

	test('in a language that is not understood keeps its words and no meaning', async () => {
		const { story, version } = await makeFamily(site);
		await site.owner.query('update lamplight.story_version set body = $2 where id = $1', [
			version,
			'La tuvimos en brazos toda la noche y la matrona nos trajo una manta de lana.'
		]);
		await readForFinding(site, story);
		expect(await kept(story)).toEqual({ words: true, passages: 1, meanings: 0 });
	});

	test('keeps no caption and no photograph’s words: they lie under a cover', async () => {
		const { story, version, photograph } = await makeFamily(site);
		await site.owner.query(
			`update lamplight.version_keepsake set caption = 'a walrus' where version_id = $1`,
			[version]
		);
		await site.owner.query('update lamplight.story_version set body = $2 where id = $1', [
			version,
			`Hello.\n\n![the walrus](keepsake:${photograph})\n\nGoodbye.`
		]);
		await readForFinding(site, story);
		const { rows } = await site.owner.query(
			'select text from lamplight.passage where story_id = $1',
			[story]
		);
		expect(JSON.stringify(rows)).toContain('Goodbye');
		expect(JSON.stringify(rows)).not.toContain('walrus');
	});

	test('that nobody has read yet is found by the sweep, after a restore', async () => {
		const { story } = await makeFamily(site);
		await site.owner.query('delete from graphile_worker._private_jobs');
		await findingJobs['read_unread']?.({}, site);
		const { rows } = await site.owner.query(
			`select from graphile_worker._private_jobs where key = $1`,
			[`read_story:${story}`]
		);
		expect(rows).toHaveLength(1);
	});
});
