import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { NotFound, NotRight } from '#lib/server/failures.ts';
import { makeFamily, type Family } from '../../../tests/database/family.ts';
import { textFor } from '../../../tests/database/home.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { watching } from '../../../tests/database/watching.ts';
import { reportStory, takeMatter, verifyLog } from './actions.server.ts';
import { matterPage } from './queries.server.ts';

const site = await openTestSite();
const { as, moderator, lookFirst, report } = watching(site);

let kim: Person;
beforeAll(async () => {
	await lookFirst(false);
	kim = await moderator('Kim');
});

const shared = () => makeFamily(site, ['anyone']);
const reads = ({ story }: Family, who: Person | null = null) => textFor(site, who, story as never);

describe('a report', () => {
	test('comes from anybody whom the story reaches, with or without an account, and joins what waits', async () => {
		const family = await shared();
		const ines = await site.person('Ines');
		const matter = await report(null, family.story);
		expect(await report(ines, family.story, 'not_theirs', 'These are my pictures.')).toBe(matter);
		await takeMatter(as(kim), matter);
		const { page } = await matterPage(as(kim), matter);
		expect(page.reports).toMatchObject([
			{ concern: 'unkind', words: 'It hurt.', account: false },
			{ concern: 'not_theirs', words: 'These are my pictures.', account: true }
		]);
		expect(await reads(family)).toContain('goodbye');
	});
	test('about what does not reach them looks like one about nothing', async () => {
		const family = await makeFamily(site, ['family']);
		for (const story of [family.story, randomUUID(), 'x']) {
			await expect(report(null, story)).rejects.toThrow(NotFound);
		}
	});
	test('whose words sound like danger is laid before moderators as that, too', async () => {
		const { story } = await shared();
		const send = (words: string, place: string) =>
			reportStory(as(null), story, { concern: 'other', words }, place);
		expect(await send('The title has a spelling mistake.', '203.0.113.1')).toBe('reported');
		expect(
			await send('I do not want to live any more. I am going to kill myself.', '203.0.113.2')
		).toBe('danger');
		const { rows } = await site.owner.query(
			'select kind from lamplight.matter where story_id = $1 order by kind',
			[story]
		);
		expect(rows.map(({ kind }) => kind)).toEqual(['danger', 'report']);
	});
	test('does not come very often from one place', async () => {
		const { story } = await shared();
		const send = () =>
			reportStory(as(null), story, { concern: 'other', words: 'x' }, '203.0.113.9');
		for (let at = 0; at < 12; at++) await send();
		await expect(send()).rejects.toThrow(NotRight);
	});
});

test('the log of all this is whole', async () => {
	expect((await verifyLog(site)).faults).toEqual([]);
});
