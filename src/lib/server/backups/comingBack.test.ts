/**
 * A backup does not know what was brought back, ended or taken down after it was taken. So nothing that
 * was let out then is out after a restore, and nobody who was let in is in.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { lookAtInvitation } from '#lib/accounts/invitations.server.ts';
import { calendarFeed } from '#lib/days/queries.server.ts';
import { digestLink } from '#lib/digests/links.ts';
import { digestWords } from '#lib/digests/send.server.ts';
import { deliverLetter } from '#lib/letters/deliver.server.ts';
import { facesOf } from '#lib/keepsakes/queries.server.ts';
import { openAll } from '#lib/keepsakes/actions.server.ts';
import { answerProposal } from '#lib/sharing/actions.server.ts';
import { sharedPart } from '#lib/stories/shown.server.ts';
import { storiesForAnyone } from '#lib/stories/queries.server.ts';
import { lookAtWelcome, peersAsking } from '#lib/watching/queries.server.ts';
import {
	as,
	broughtBack,
	everybody,
	worldOf,
	type World
} from '../../../../tests/database/comingBack.ts';
import { actor, lettersIn, textFor } from '../../../../tests/database/home.ts';
import { refused } from '../../../../tests/database/readersLife.ts';
import { openTestSite, type TestSite } from '../../../../tests/database/site.ts';
import { NotFound } from '../failures.ts';

describe('after a restore', () => {
	let world: World;
	let site: TestSite;
	let before: TestSite;
	beforeAll(async () => {
		before = await openTestSite();
		world = await worldOf(before);
		site = await broughtBack(before, everybody(world), false);
	});
	const rows = async (text: string, values: unknown[] = []) =>
		(await site.owner.query(text, values)).rows;

	test('nobody outside reads, finds or sees anything of what was shared', async () => {
		const { granny, ines, mo, bo, seen, story, picture } = world;
		expect(await textFor(before, ines, seen)).toContain('Tom held him.');
		expect(await textFor(before, granny, seen)).toContain('Tom held him.');
		expect(await storiesForAnyone(before)).not.toEqual([]);
		for (const who of [null, granny, ines, mo, bo]) {
			for (const each of [seen, story]) expect(await textFor(site, who, each)).toBeNull();
			const asking = { lamplight: site, session: who?.session ?? null, visit: null };
			await expect(sharedPart(asking, seen, picture, 'large')).rejects.toThrow(NotFound);
		}
		expect(await storiesForAnyone(site)).toEqual([]);
	});

	test('those who keep it have all of it, each photograph covered until they look', async () => {
		const { wren, box, picture } = world;
		const face = () =>
			as(site, wren, (tx, viewer) => facesOf(tx, viewer, box, [picture], site.now()));
		expect(await face()).toMatchObject([{ id: picture, covered: { why: 'not-opened' } }]);
		await as(site, wren, (tx, viewer) => openAll(tx, { viewer, box, now: site.now() }));
		expect(await face()).toMatchObject([{ id: picture, covered: null }]);
	});

	test.each(['guest', 'keeper', 'host'])(
		'the link of a %s’s invitation opens nothing',
		async (kind) => {
			expect((await lookAtInvitation(before, null, kind)).face).toMatchObject({ kind });
			expect((await lookAtInvitation(site, null, kind)).face).toBeNull();
		}
	);

	test('links that welcome, calendars and letters home are ended', async () => {
		const { ines, ash, calendar, digest } = world;
		const door = (lamplight: TestSite) => ({ lamplight, session: ash.session });
		expect((await lookAtWelcome(door(before), 'peer')).stands).toBe(true);
		expect((await lookAtWelcome(door(site), 'peer')).stands).toBe(false);
		expect(await rows('select from lamplight.day_calendar where id = $1', [calendar])).toEqual([]);
		await expect(calendarFeed(site, `${calendar}.x.ics`)).rejects.toThrow(NotFound);
		const letter = {
			template: 'digest',
			params: { digest, since: new Date(0).toISOString() }
		} as const;
		const queued = { ...letter, id: 'x', to: { member: ines.id } };
		expect(JSON.stringify(await digestWords(before, queued))).toContain(
			digestLink(site.settings, 'stop', digest)
		);
		expect(await digestWords(site, queued)).toBeNull();
	});

	test('a yes that was said before shares nothing when the other says theirs', async () => {
		const { tom, granny, box, question, asked } = world;
		const late = answerProposal(actor(site, tom), box, question.proposalId, 'yes');
		await late.catch(refused);
		expect(await textFor(site, granny, asked)).toBeNull();
		expect(await rows('select from lamplight.share where ended_at is null')).toEqual([]);
		expect(await rows('select from lamplight.delegation where ended_at is null')).toEqual([]);
	});

	test('what stood in somebody’s way stands', async () => {
		const { wren, bo, story } = world;
		expect(
			await rows(
				'select from lamplight.block where blocker_id = $1 and member_id = $2 and lifted_at is null',
				[wren.id, bo.id]
			)
		).toHaveLength(1);
		expect(
			await rows('select from lamplight.takedown where story_id = $1 and lifted_at is null', [
				story
			])
		).toHaveLength(1);
		expect(
			await rows('select from lamplight.suspension where member_id = $1 and lifted_at is null', [
				bo.id
			])
		).toHaveLength(1);
	});

	test('a letter that was let through waits for a moderator, whatever way it was on', async () => {
		const { answer, granny } = world;
		await deliverLetter(site, answer);
		expect(
			await rows('select stage from lamplight.letter_delivery where letter_id = $1', [answer])
		).toEqual([{ stage: 'moderator' }]);
		expect(
			await rows('select from lamplight.matter where letter_id = $1 and closed_at is null', [
				answer
			])
		).toHaveLength(1);
		expect(
			await rows('select from lamplight.letter_trust where reader_id = $1 and ended_at is null', [
				granny.id
			])
		).toEqual([]);
	});

	test('of the mail that waited only a deposit’s is sent', async () => {
		expect(await lettersIn(before)).toHaveLength(4);
		expect((await lettersIn(site)).map(({ template }) => template)).toEqual(['deposit_reminder']);
	});

	test('nobody is a moderator but a host, and whoever was welcome asks again', async () => {
		const { ash, ines } = world;
		expect(await rows('select member_id from lamplight.moderator where ended_at is null')).toEqual([
			{ member_id: ash.id }
		]);
		const asking = await as(site, ash, (tx) => peersAsking(tx));
		expect(asking.map(({ id }) => id)).toEqual([ines.id]);
	});
});
