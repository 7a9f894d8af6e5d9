import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { asViewer } from '#lib/server/database/viewer.ts';
import { NotFound, NotRight } from '#lib/server/failures.ts';
import { makeFamily, type Family } from '../../../tests/database/family.ts';
import { lettersIn, textFor } from '../../../tests/database/home.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { watching } from '../../../tests/database/watching.ts';
import {
	appealMatter,
	beginSitting,
	coverAgain,
	decideMatter,
	endSitting,
	liftInMatter,
	lookAt,
	markInMatter,
	passOnMatter,
	pictureBefore,
	reportStory,
	stepBack,
	takeMatter,
	verifyLog
} from './actions.server.ts';
import { matterPage } from './queries.server.ts';

const site = await openTestSite();
const { as, moderator, lookFirst, queue, report, decide } = watching(site);

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
const lettersTo = async (who: Person) =>
	(await lettersIn(site)).filter(({ member }) => member === who.id).map(({ template }) => template);

test('what the story of a matter speaks of is marked and the mark taken away by who has it, logged', async () => {
	const { story, wren } = await shared();
	const matter = await report(null, story);
	const mark = (who: Person) =>
		markInMatter(as(who), matter, { subject: 'faith', why: 'It is about prayer.' });
	await takeMatter(as(kim), matter);
	for (const who of [lou, wren]) {
		await expect(mark(who)).rejects.toThrow(NotFound);
		await expect(liftInMatter(as(who), matter, 'faith')).rejects.toThrow(NotFound);
	}
	const speaksOf = async () => (await matterPage(as(kim), matter)).page.speaksOf;
	expect(await speaksOf()).toEqual({ all: [], marks: [] });
	await mark(kim);
	await mark(kim);
	expect(await speaksOf()).toEqual({
		all: ['faith'],
		marks: [{ subject: 'faith', why: 'It is about prayer.' }]
	});
	await liftInMatter(as(kim), matter, 'faith');
	await liftInMatter(as(kim), matter, 'faith');
	expect(await speaksOf()).toEqual({ all: [], marks: [] });
	const { rows } = await site.owner.query(
		`select act, actor_id, about from lamplight.log_entry where about ->> 'story' = $1 and about ? 'subject' order by number`,
		[story]
	);
	const logged = { actor_id: kim.id, about: { story, subject: 'faith' } };
	expect(rows).toEqual([
		{ act: 'subject_marked', ...logged },
		{ act: 'mark_lifted', ...logged }
	]);
});

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

describe('the queue', () => {
	test('says what kind of matter it is, and not a word of it', async () => {
		const { story } = await shared();
		const matter = await report(null, story, 'unkind', 'Secret words of a reader.');
		const told = JSON.stringify(await queue(lou));
		expect(told).toContain(matter);
		expect(told).not.toMatch(/Secret|Hello|goodbye|Wren/);
		expect(told).not.toContain(story);
	});
	test('gives a matter to one moderator, whoever else asks at the same moment', async () => {
		for (let turn = 0; turn < 6; turn++) {
			const matter = await report(null, (await shared()).story);
			const came = await Promise.all(
				[kim, lou, kim, lou].map((who) => takeMatter(as(who), matter))
			);
			const held = [came[0], came[1]];
			expect(held.toSorted()).toEqual(['another', 'taken']);
			const [holder, other] = held[0] === 'taken' ? [kim, lou] : [lou, kim];
			expect((await queue(holder)).mine.map(({ id }) => id)).toContain(matter);
			const seen = (await queue(other)).others.find(({ id }) => id === matter);
			expect(seen?.heldByName).toBe(holder.name);
			await expect(matterPage(as(other), matter)).rejects.toThrow(NotFound);
		}
	});
	test('opens nothing new when the sitting is over, and nothing where none was begun', async () => {
		const ash = await moderator('Ash');
		const matter = await report(null, (await shared()).story);
		const doing = (work: typeof beginSitting | typeof endSitting, by: number | Date) =>
			asViewer(site.pools.web, ash.session, async (tx, me) => {
				if (me) await work(tx, me, by as never);
			});
		await doing(endSitting, new Date());
		expect(await takeMatter(as(ash), matter)).toBe('over');
		await doing(beginSitting, 5);
		const later = { ...site, now: () => new Date(Date.now() + 6 * 60_000) };
		expect(await takeMatter({ lamplight: later, session: ash.session }, matter)).toBe('over');
		expect(await takeMatter(as(ash), matter)).toBe('taken');
	});
	test('hands on without a reason: what was passed on, and every matter of a family one knows', async () => {
		const family = await shared();
		const matter = await report(null, family.story);
		await takeMatter(as(kim), matter);
		await passOnMatter(as(kim), matter, 'passed_on');
		expect(await takeMatter(as(kim), matter)).toBe('another');
		await takeMatter(as(lou), matter);
		await passOnMatter(as(lou), matter, 'knows_family');
		const later = await report(null, family.story, 'danger');
		expect(later).not.toBe(matter);
		expect(await takeMatter(as(lou), later)).toBe('another');
		expect(await takeMatter(as(kim), later)).toBe('taken');
		expect((await queue(lou)).waiting.map(({ id }) => id)).not.toContain(later);
	});
	test('leaves out what a moderator stepped back from, for them alone', async () => {
		const ash = await moderator('Ash');
		const matter = await report(null, (await shared()).story, 'selling');
		await asViewer(site.pools.web, ash.session, async (tx, me) => {
			if (me) await stepBack(tx, me, ['selling', 'letter'], new Date());
		});
		expect((await queue(ash)).waiting.map(({ id }) => id)).not.toContain(matter);
		expect((await queue(ash)).aside).toBe(true);
		expect((await queue(kim)).waiting.map(({ id }) => id)).toContain(matter);
		await asViewer(site.pools.web, ash.session, async (tx, me) => {
			if (me) await stepBack(tx, me, ['letter'], new Date());
		});
		expect((await queue(ash)).waiting.map(({ id }) => id)).toContain(matter);
	});
	test('is nobody’s but a moderator’s, and no suspended one’s', async () => {
		const tom = await site.person('Tom');
		const matter = await report(null, (await shared()).story);
		await expect(takeMatter(as(tom), matter)).rejects.toThrow(NotFound);
		await expect(takeMatter(as(null), matter)).rejects.toThrow(NotFound);
		// With the page's own check taken away.
		const direct = (who: Person, text: ReturnType<typeof sql>) =>
			asViewer(site.pools.web, who.session, (tx) => text.execute(tx));
		const { rows } = await direct(
			tom,
			sql`select take_matter(${matter}) as taken, open_matters() as open`
		);
		expect(rows).toEqual([{ taken: false, open: [] }]);
		for (const table of ['matter', 'report', 'matter_step', 'matter_taking', 'matter_sight']) {
			await expect(direct(kim, sql`select * from ${sql.table(table)}`)).rejects.toThrow(
				/permission denied/
			);
		}
		const ash = await moderator('Ash');
		await takeMatter(as(ash), matter);
		await site.owner.query(
			`insert into lamplight.suspension (member_id, reason) values ($1, 'other')`,
			[ash.id]
		);
		await expect(matterPage(as(ash), matter)).rejects.toThrow(NotFound);
	});
});

describe('a moderator', () => {
	test('sees pictures covered, then small, and whole only by another asking; each is logged', async () => {
		const family = await shared();
		const matter = await report(null, family.story);
		await takeMatter(as(kim), matter);
		const seen = async () => {
			const { page } = await matterPage(as(kim), matter);
			return page.story?.blocks.flatMap((block) =>
				block.kind === 'picture' ? [block.picture.seen] : []
			);
		};
		const bytes = (who: Person, size: string) =>
			pictureBefore(as(who), matter, family.photograph, size);
		expect(await seen()).toEqual(['covered']);
		await expect(bytes(kim, 'small')).rejects.toThrow(NotFound);
		await expect(lookAt(as(kim), matter, family.photograph, 'large')).rejects.toThrow(NotFound);
		await lookAt(as(kim), matter, family.photograph, 'small');
		expect(await seen()).toEqual(['small']);
		await bytes(kim, 'small');
		await expect(bytes(kim, 'large')).rejects.toThrow(NotFound);
		await expect(bytes(lou, 'small')).rejects.toThrow(NotFound);
		await lookAt(as(kim), matter, family.photograph, 'large');
		expect(await seen()).toEqual(['large']);
		await bytes(kim, 'large');
		await coverAgain(as(kim), matter, family.photograph);
		expect(await seen()).toEqual(['covered']);
		expect(await acts(matter)).toEqual([
			...['matter_opened', 'matter_taken', 'matter_seen', 'picture_seen', 'picture_seen']
		]);
	});
	test('is sent the smallest of a picture, and a larger one only after the second asking', async () => {
		const family = await shared();
		for (const [size, sha, width] of [
			['small', 'c', 4],
			['large', 'd', 40]
		]) {
			await site.owner.query(
				`insert into lamplight.picture (keepsake_id, size, sha256, media_type, bytes, width, height)
					values ($1, $2, repeat($3, 64), 'image/webp', 3, $4, 4)`,
				[family.photograph, size, sha, width]
			);
		}
		const matter = await report(null, family.story);
		await takeMatter(as(kim), matter);
		const sent = async (size: string) => {
			const { address } = await pictureBefore(as(kim), matter, family.photograph, size);
			return JSON.stringify(address);
		};
		await lookAt(as(kim), matter, family.photograph, 'small');
		expect(await sent('small')).toContain('c'.repeat(64));
		for (const size of ['large', 'medium', 'original']) {
			await expect(sent(size)).rejects.toThrow(NotFound);
		}
		// Where the small one is missing, the smallest that is there stands for it.
		await site.owner.query(
			`delete from lamplight.picture where keepsake_id = $1 and size = 'small'`,
			[family.photograph]
		);
		expect(await sent('small')).not.toContain('d'.repeat(64));
		await lookAt(as(kim), matter, family.photograph, 'large');
		expect(await sent('large')).toContain('d'.repeat(64));
	});
	test('sees nothing any more of what was brought back, or of another version', async () => {
		const family = await shared();
		const matter = await report(null, family.story);
		await takeMatter(as(kim), matter);
		await site.owner.query('update lamplight.share set ended_at = now() where id = $1', [
			family.share
		]);
		expect((await matterPage(as(kim), matter)).page.story).toBeNull();
	});
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
