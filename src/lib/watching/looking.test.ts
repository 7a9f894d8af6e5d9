import { beforeAll, describe, expect, test } from 'vitest';
import { NotFound } from '#lib/server/failures.ts';
import { makeFamily } from '../../../tests/database/family.ts';
import { openTestSite, type Person } from '../../../tests/database/site.ts';
import { watching } from '../../../tests/database/watching.ts';
import {
	coverAgain,
	liftInMatter,
	lookAt,
	markInMatter,
	pictureBefore,
	takeMatter,
	verifyLog
} from './actions.server.ts';
import { matterPage } from './queries.server.ts';

const site = await openTestSite();
const { as, moderator, lookFirst, report } = watching(site);

let kim: Person;
let lou: Person;
beforeAll(async () => {
	await lookFirst(false);
	[kim, lou] = [await moderator('Kim'), await moderator('Lou')];
});

const shared = () => makeFamily(site, ['anyone']);
const acts = async (matter: string) => {
	const { rows } = await site.owner.query<{ act: string }>(
		`select act from lamplight.log_entry where about ->> 'matter' = $1 order by number`,
		[matter]
	);
	return rows.map(({ act }) => act);
};

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
});

test('the log of all this is whole', async () => {
	expect((await verifyLog(site)).faults).toEqual([]);
});
