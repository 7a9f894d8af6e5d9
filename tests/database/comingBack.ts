/** For tests: a place where everything is let out and everybody let in, and the same brought back. */
import { createHash, randomUUID } from 'node:crypto';
import { afterAll } from 'vitest';
import { openAll } from '#lib/keepsakes/actions.server.ts';
import type { StoryId } from '#lib/rules/facts.ts';
import { answerProposal, proposeShare } from '#lib/sharing/actions.server.ts';
import { goOnFrom } from '#lib/watching/actions.server.ts';
import { openPools } from '#lib/server/database/pools.ts';
import { asViewer, type SignedIn, type Tx } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';
import { openFolderPlace } from '#lib/server/backups/folderPlace.ts';
import { readManifest, findBackup } from '#lib/server/backups/manifest.ts';
import { restoreNewest, take } from '#lib/server/backups/testing.ts';
import { emptyFolder } from '../postgres/trial.ts';
import { actor, choosing, makeHome, photograph, write } from './home.ts';
import type { Person, TestSite } from './site.ts';

const token = (text: string) => createHash('sha256').update(text).digest('hex');

/** Everything by which something can be out or somebody in, all at once. */
export async function worldOf(site: TestSite) {
	const put = (text: string, values: unknown[] = []) => site.owner.query(text, values);
	const home = await makeHome(site);
	const { wren, tom, box } = home;
	const [granny, ines, mo, ash, bo] = [
		await site.person('Granny'),
		await site.person('Ines'),
		await site.person('Mo'),
		await site.person('Ash'),
		await site.person('Bo')
	];
	const picture = await photograph(site, wren, box);
	const seen = await write(site, wren, box, 'Robin', `Tom held him.\n\n![](keepsake:${picture})`);
	const shareIt = async (story: StoryId, more: Parameters<typeof choosing>[1]) => {
		const choices = choosing(['family', 'peers', 'anyone'], more);
		const { proposalId } = await proposeShare(actor(site, wren), box, story, choices);
		await answerProposal(actor(site, tom), box, proposalId, 'yes');
	};
	await put('insert into lamplight.peer_welcome (member_id) values ($1)', [ines.id]);
	await put('insert into lamplight.host (member_id) values ($1)', [ash.id]);
	const open = { [picture]: { covered: false } };
	await shareIt(seen, { going: { findable: true, answers: 'letters' }, keepsakes: open });
	await shareIt(home.story, { going: { findable: true } });
	await put('insert into lamplight.moderator (member_id) values ($1), ($2)', [mo.id, ash.id]);
	await put(`insert into lamplight.takedown (story_id, reason) values ($1, 'unkind')`, [
		home.story
	]);

	await put(
		`insert into lamplight.invitation (kind, box_id, token_hash, name, email, expires_at, used_at, used_by)
		values ('guest', $1, 'used', 'Granny', 'granny@example.org', now(), now(), $2)`,
		[box, granny.id]
	);
	await put(`insert into lamplight.guest (box_id, member_id, name) values ($1, $2, 'Granny')`, [
		box,
		granny.id
	]);
	for (const kind of ['guest', 'keeper', 'host']) {
		await put(
			`insert into lamplight.invitation (kind, box_id, token_hash, invited_by, expires_at)
			values ($1, $2, $3, $4, now() + interval '9 days')`,
			[kind, kind === 'host' ? null : box, token(kind), wren.id]
		);
	}
	await put(
		`insert into lamplight.peer_invitation (token_hash, invited_by, expires_at)
		values ($1, $2, now() + interval '9 days')`,
		[token('peer'), ash.id]
	);
	const asked = await write(site, wren, box, 'Asked', 'Tom sang to him.');
	const question = await proposeShare(actor(site, wren), box, asked, choosing(['family']));
	await put(
		`insert into lamplight.delegation (box_id, giver_id, named_id, kind) values ($1, $2, $3, 'share')`,
		[box, tom.id, wren.id]
	);
	const [calendar, digest] = [randomUUID(), randomUUID()];
	await put('insert into lamplight.day_calendar (id, member_id) values ($1, $2)', [
		calendar,
		wren.id
	]);
	await put(
		`insert into lamplight.digest (member_id, every, key, confirmed_at, told_until)
		values ($1, 'week', $2, now(), now() - interval '9 days')`,
		[ines.id, digest]
	);
	await put('insert into lamplight.block (blocker_id, member_id) values ($1, $2)', [
		wren.id,
		bo.id
	]);
	await put(`insert into lamplight.suspension (member_id, reason) values ($1, 'unkind')`, [bo.id]);
	// Ines wrote, Wren has it and answered: the answer was let through and is on its way.
	const [letter, answer] = [randomUUID(), randomUUID()];
	const sent = `insert into lamplight.letter (id, root_id, story_id, box_id, from_id, to_id, body, screen, screened_at, verdict, verdict_at)
		values ($1, $2, $3, $4, $5, $6, 'I lit a candle.', 'pass', now(), 'passed_on', now())`;
	await put(sent, [letter, letter, seen, box, ines.id, null]);
	await put(sent, [answer, letter, seen, box, wren.id, ines.id]);
	await put(
		`insert into lamplight.letter_delivery (letter_id, member_id, stage, delivered_at)
		values ($1, $2, 'delivered', now()), ($3, $4, 'due', null)`,
		[letter, wren.id, answer, ines.id]
	);
	await put(`insert into lamplight.letter_way (member_id, way) values ($1, 'straight')`, [wren.id]);
	await put(
		'insert into lamplight.letter_trust (member_id, reader_id, agreed_at) values ($1, $2, now())',
		[tom.id, granny.id]
	);
	// Waits to be deleted, and long since: whoever took it back did so after the backup.
	const removed = await photograph(site, wren, box);
	await put(
		`update lamplight.keepsake set released_at = now() - interval '40 days' where id = $1`,
		[removed]
	);
	await put(
		`insert into lamplight.closing (member_id, asked_at, ends_at)
		values ($1, now() - interval '31 days', now() - interval '1 day')`,
		[granny.id]
	);
	const deposited = randomUUID();
	await put('insert into lamplight.box (id) values ($1)', [deposited]);
	await put(
		`insert into lamplight.deposit (box_id, email, device_hash, expires_at)
		values ($1, 'late@example.org', 'x', now() - interval '1 day')`,
		[deposited]
	);
	await put(
		`insert into lamplight.keepsake (box_id, scope, kind, words) values ($1, 'box', 'words', 'A hat')`,
		[deposited]
	);
	await as(site, wren, (tx, viewer) => openAll(tx, { viewer, box, now: site.now() }));
	await put('delete from graphile_worker._private_jobs');
	for (const template of ['letter_came', 'peer_welcome', 'digest', 'deposit_reminder']) {
		await put(`select jobs.enqueue('send_mail', $1)`, [
			JSON.stringify({ template, to: { member: ines.id }, id: template, params: {} })
		]);
	}
	return {
		...home,
		seen,
		asked,
		question,
		picture,
		removed,
		calendar,
		digest,
		answer,
		deposited,
		granny,
		ines,
		mo,
		ash,
		bo
	};
}

export function as<T>(site: TestSite, who: Person, work: (tx: Tx, viewer: SignedIn) => Promise<T>) {
	return asViewer(site.pools.web, who.session, (tx, viewer) => {
		if (!viewer) throw new NotFound();
		return work(tx, viewer);
	});
}

/** The site as it comes back from a backup; everybody signs in again. */
export async function broughtBack(site: TestSite, people: Person[], asItWas: boolean) {
	const place = await openFolderPlace(await emptyFolder());
	await take(site, place);
	const { behind, files, ownerUrl } = await restoreNewest(place, null, { asItWas });
	const pools = openPools(ownerUrl, 'only-for-tests');
	afterAll(() => pools.close());
	const settings = { ...site.settings, dataDir: await emptyFolder(), databaseUrl: ownerUrl };
	const { log } = await readManifest(place, await findBackup(place), null);
	await goOnFrom(settings.dataDir, log, new Date());
	for (const { id, session } of people) {
		await behind.query(
			`insert into auth."session" ("token", "userId", "expiresAt") values ($1, $2, now() + interval '1 day')`,
			[session, id]
		);
	}
	return { ...site, pools, files, settings, owner: behind } satisfies TestSite;
}

export type World = Awaited<ReturnType<typeof worldOf>>;
export const everybody = ({ wren, tom, granny, ines, mo, ash, bo }: World) => [
	wren,
	tom,
	granny,
	ines,
	mo,
	ash,
	bo
];
