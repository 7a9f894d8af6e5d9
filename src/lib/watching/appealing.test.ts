import { beforeAll, describe, expect, test } from 'vitest';
import { NotFound } from '#lib/server/failures.ts';
import { makeFamily, type Family } from '../../../tests/database/family.ts';
import { textFor } from '../../../tests/database/home.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { watching } from '../../../tests/database/watching.ts';
import { appealMatter, takeMatter, verifyLog } from './actions.server.ts';
import { matterPage } from './queries.server.ts';

const site = await openTestSite();
const { as, moderator, lookFirst, report, decide } = watching(site);

let kim: Person;
let lou: Person;
beforeAll(async () => {
	await lookFirst(false);
	[kim, lou] = [await moderator('Kim'), await moderator('Lou')];
});

const shared = () => makeFamily(site, ['anyone']);
const reads = ({ story }: Family, who: Person | null = null) => textFor(site, who, story as never);
const noticesOf = async (who: Person) => {
	const { rows } = await site.owner.query<{ kind: string }>(
		'select kind from lamplight.notice where member_id = $1 order by told_at, kind',
		[who.id]
	);
	return rows.map(({ kind }) => kind);
};
const acts = async (matter: string) => {
	const { rows } = await site.owner.query<{ act: string }>(
		`select act from lamplight.log_entry where about ->> 'matter' = $1 order by number`,
		[matter]
	);
	return rows.map(({ act }) => act);
};

describe('an appeal', () => {
	test('goes to another than decided, once; what they say stands', async () => {
		const family = await shared();
		const matter = await report(null, family.story);
		await decide(kim, matter, 'remove', 'unkind');
		await expect(appealMatter(as(kim), matter, 'x')).rejects.toThrow(NotFound);
		await expect(appealMatter(as(null), matter, 'x')).rejects.toThrow(NotFound);
		await appealMatter(as(family.tom), matter, 'It is about our own doctor, who agreed.');
		await expect(appealMatter(as(family.wren), matter, 'x')).rejects.toThrow(NotFound);
		expect(await reads(family)).toBeNull();
		expect(await takeMatter(as(kim), matter)).toBe('another');
		await takeMatter(as(lou), matter);
		const { page } = await matterPage(as(lou), matter);
		expect(page.steps.map(({ verb }) => verb)).toEqual(['remove', 'appeal']);
		expect(page.steps[1]?.words).toBe('It is about our own doctor, who agreed.');
		await decide(lou, matter, 'release', 'misunderstood');
		expect(await reads(family)).toContain('goodbye');
		expect(await noticesOf(family.wren)).toEqual(['taken_down', 'put_up']);
		expect(await acts(matter)).toEqual([
			...['matter_opened', 'matter_taken', 'matter_seen', 'story_taken_down', 'matter_decided'],
			...['matter_appealed', 'matter_taken', 'matter_seen', 'takedown_lifted', 'matter_decided']
		]);
	});
	test('that is refused cannot be asked again', async () => {
		const family = await shared();
		const matter = await report(null, family.story);
		await decide(kim, matter, 'remove', 'unkind');
		await appealMatter(as(family.tom), matter, '');
		await decide(lou, matter, 'remove', 'unkind');
		await expect(appealMatter(as(family.tom), matter, '')).rejects.toThrow(NotFound);
		expect(await reads(family)).toBeNull();
	});
});

test('the log of all this is whole', async () => {
	expect((await verifyLog(site)).faults).toEqual([]);
});
