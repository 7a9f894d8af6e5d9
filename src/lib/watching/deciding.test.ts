import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { asViewer } from '#lib/server/database/viewer.ts';
import { NotFound, NotRight } from '#lib/server/failures.ts';
import { makeFamily, type Family } from '../../../tests/database/family.ts';
import { lettersIn, textFor } from '../../../tests/database/home.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { watching } from '../../../tests/database/watching.ts';
import { decideMatter, takeMatter, verifyLog } from './actions.server.ts';
import { matterPage } from './queries.server.ts';

const site = await openTestSite();
const { as, moderator, lookFirst, queue, report, decide } = watching(site);

let kim: Person;
beforeAll(async () => {
	await lookFirst(false);
	kim = await moderator('Kim');
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
const lettersTo = async (who: Person) =>
	(await lettersIn(site)).filter(({ member }) => member === who.id).map(({ template }) => template);

describe('a moderator', () => {
	test('decides for a reason of the list, with a sentence; it is told to those concerned', async () => {
		const family = await shared();
		const ines = await site.person('Ines');
		const matter = await report(ines, family.story);
		await takeMatter(as(kim), matter);
		const wrong = { verb: 'remove', reason: 'because', words: 'x' } as const;
		await expect(decideMatter(as(kim), matter, wrong)).rejects.toThrow(NotRight);
		await decide(kim, matter, 'remove', 'not_theirs');
		expect(await reads(family)).toBeNull();
		expect(await reads(family, family.tom)).toContain('goodbye');
		for (const who of [family.wren, family.tom]) {
			expect(await noticesOf(who)).toEqual(['taken_down']);
			expect(await lettersTo(who)).toEqual(['matter_decided']);
		}
		expect(await lettersTo(ines)).toEqual(['matter_decided']);
		await expect(matterPage(as(kim), matter)).rejects.toThrow(NotFound);
	});
	test('who leaves it as it is tells whoever reported it, and not the family', async () => {
		const family = await shared();
		const ines = await site.person('Ines');
		await decide(kim, await report(ines, family.story), 'release', 'as_it_may_be');
		expect(await reads(family)).toContain('goodbye');
		expect(await noticesOf(family.wren)).toEqual([]);
		expect(await lettersTo(ines)).toEqual(['matter_decided']);
	});
	test('never takes anything down where somebody may be in danger', async () => {
		const family = await shared();
		const matter = await report(null, family.story, 'danger');
		await takeMatter(as(kim), matter);
		for (const verb of ['hold', 'remove', 'abuse']) {
			await expect(
				asViewer(site.pools.web, kim.session, (tx) =>
					sql`select decide_matter(${matter}, ${verb}, 'methods', '')`.execute(tx)
				)
			).rejects.toThrow(/no such move/);
		}
		await decide(kim, matter, 'release', 'written_to');
		expect(await reads(family)).toContain('goodbye');
	});
});

test('whoever has to do with it never decides it: a keeper, a reporter', async () => {
	const family = await shared();
	const pat = await moderator('Pat');
	await site.owner.query('insert into lamplight.moderator (member_id) values ($1)', [
		family.tom.id
	]);
	const matter = await report(pat, family.story);
	for (const who of [pat, family.tom]) {
		expect(JSON.stringify(await queue(who))).not.toContain(matter);
		const { rows } = await asViewer(site.pools.web, who.session, (tx) =>
			sql`select take_matter(${matter}) as taken`.execute(tx)
		);
		expect(rows).toEqual([{ taken: false }]);
	}
	await site.owner.query(
		'update lamplight.moderator set ended_at = now() where member_id = any ($1)',
		[[pat.id, family.tom.id]]
	);
});

test('the log of all this is whole', async () => {
	expect((await verifyLog(site)).faults).toEqual([]);
});
