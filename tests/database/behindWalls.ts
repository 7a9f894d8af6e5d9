/** For tests that hold Postgres to the rules: the facts of a box with nothing hidden. */
import { CamelCasePlugin, Kysely, PostgresDialect, sql } from 'kysely';
import type {
	Block,
	Box,
	ConsentFacts,
	Hold,
	Keepsake,
	KeepsakeId,
	KeepsakeKind,
	Matter,
	MemberId,
	Placement,
	Scope,
	Shown,
	Viewer
} from '#lib/rules/facts.ts';
import { presentKeepers } from '#lib/rules/presence.ts';
import type { DB } from '#lib/server/database/tables.ts';
import type { Tx } from '#lib/server/database/viewer.ts';
import { loadConsentFacts } from '#lib/sharing/facts.server.ts';
import type { Person, TestSite } from './site.ts';

export type AllFacts = ConsentFacts & { keepsakes: Keepsake[] };

/** Runs `work` with a connection that no wall stops, as nobody in the application can. */
export function behindTheWalls<T>(site: TestSite, work: (tx: Tx) => Promise<T>): Promise<T> {
	const behind = new Kysely<DB>({
		dialect: new PostgresDialect({ pool: site.owner }),
		plugins: [new CamelCasePlugin()]
	});
	return behind.transaction().execute(async (tx) => {
		await sql`set local search_path = lamplight`.execute(tx);
		return work(tx);
	});
}

export async function allFacts(tx: Tx, box: string): Promise<AllFacts> {
	const facts = await loadConsentFacts(tx, box as ConsentFacts['box']['id']);
	const keepsakes = await keepsakesOf(tx, box);
	const placed = await tx
		.selectFrom('versionKeepsake as vk')
		.innerJoin('keepsake as k', 'k.id', 'vk.keepsakeId')
		.where('k.boxId', '=', box)
		.select(['vk.versionId', 'vk.keepsakeId', 'vk.covered', 'k.heldAgainAt'])
		.select(['k.kind', 'k.scope', 'k.putInBy'])
		.execute();
	const placement = ({ versionId: _in, ...row }: (typeof placed)[number]): Placement => ({
		...row,
		keepsakeId: row.keepsakeId as KeepsakeId,
		kind: row.kind as KeepsakeKind,
		scope: row.scope as Scope,
		putInBy: row.putInBy as MemberId
	});
	const versions = facts.versions.map((version) => ({
		...version,
		keepsakes: placed.filter((each) => each.versionId === version.id).map(placement)
	}));
	const stories = [];
	for (const story of facts.stories) {
		stories.push({ ...story, matters: await mattersOf(tx, story.id, facts.box) });
	}
	return {
		...facts,
		box: { ...facts.box, blocks: await blocksIn(tx, box) },
		stories,
		versions,
		keepsakes
	};
}

/** What lies before moderators about a story, and for which of them it is not (R7). */
async function mattersOf(tx: Tx, story: string, box: Box): Promise<Matter[]> {
	const rows = await tx.selectFrom('matter').where('storyId', '=', story).selectAll().execute();
	const takings = await tx
		.selectFrom('matterTaking as t')
		.innerJoin('matter as m', 'm.id', 't.matterId')
		.where('m.boxId', '=', box.id)
		.select(['t.matterId', 't.memberId', 't.endedAt', 't.endedAs'])
		.execute();
	const reports = await tx.selectFrom('report').select(['matterId', 'reporterId']).execute();
	return rows.map((row) => {
		const here = takings.filter(({ matterId }) => matterId === row.id);
		const notFor = [
			...presentKeepers(box, new Date()).map(({ memberId }) => memberId),
			row.memberId,
			...reports.filter(({ matterId }) => matterId === row.id).map(({ reporterId }) => reporterId),
			...here.filter(({ endedAs }) => endedAs === 'passed_on').map(({ memberId }) => memberId),
			...takings.filter(({ endedAs }) => endedAs === 'knows_family').map(({ memberId }) => memberId)
		];
		return {
			moderatorId: (here.find(({ endedAt }) => endedAt === null)?.memberId ??
				null) as MemberId | null,
			openedAt: row.openedAt,
			closedAt: row.closedAt,
			notFor: notFor.filter((each) => each !== null) as MemberId[]
		};
	});
}

async function keepsakesOf(tx: Tx, box: string): Promise<Keepsake[]> {
	const rows = await tx.selectFrom('keepsake').where('boxId', '=', box).selectAll().execute();
	const holds = await tx.selectFrom('hold').selectAll().execute();
	return rows.map((row) => ({
		id: row.id as KeepsakeId,
		putInBy: row.putInBy as MemberId | null,
		putInAt: row.putInAt,
		releasedAt: row.releasedAt,
		heldAgainAt: row.heldAgainAt,
		scope: row.scope as Scope,
		kind: row.kind as KeepsakeKind,
		holds: holds.filter(({ keepsakeId }) => keepsakeId === row.id) as unknown as Hold[],
		takedowns: [],
		matters: []
	}));
}

async function blocksIn(tx: Tx, box: string): Promise<Block[]> {
	const rows = await tx
		.selectFrom('block')
		.where('blockerId', 'in', (eb) =>
			eb.selectFrom('keeper').where('boxId', '=', box).select('memberId')
		)
		.selectAll()
		.execute();
	return rows.map((row) => ({
		keeperId: row.blockerId as MemberId,
		memberId: row.memberId as MemberId,
		at: row.blockedAt,
		endedAt: row.liftedAt
	}));
}

/** Whoever looks, as the rules know them; null: nobody is signed in. */
export async function viewerAs(
	tx: Tx,
	person: Person | null,
	visit: string | null = null
): Promise<Viewer> {
	const visitId = visit as Viewer['visit'];
	if (!person) return { kind: 'stranger', visit: visitId };
	const { rows } = await sql<{ suspended: boolean; peer: boolean; moderator: boolean }>`
		select exists (select from suspension where member_id = ${person.id} and lifted_at is null) as suspended,
			exists (select from peer_welcome where member_id = ${person.id}) as peer,
			exists (select from moderator where member_id = ${person.id} and ended_at is null) as moderator
	`.execute(tx);
	const { suspended = false, peer = false, moderator = false } = rows[0] ?? {};
	return { kind: 'member', id: person.id, visit: visitId, suspended, peer, moderator };
}

/** What was uncovered under a visit. */
export async function shownIn(tx: Tx, visit: string): Promise<Shown[]> {
	const rows = await tx
		.selectFrom('shown')
		.where('visitHash', '=', visit)
		.select(['visitHash as visit', 'versionId', 'keepsakeId', 'shownAt as at'])
		.execute();
	return rows as unknown as Shown[];
}

/** What this person leaves out, and whom they have blocked. */
export async function readerAs(tx: Tx, person: Person | null) {
	if (!person) return { leavesOut: [], avoids: [] };
	const out = await tx
		.selectFrom('leftOut')
		.where('memberId', '=', person.id)
		.select('subject')
		.execute();
	const blocks = await tx
		.selectFrom('block')
		.where('blockerId', '=', person.id)
		.selectAll()
		.execute();
	const avoids = blocks.map((row): Block => ({
		keeperId: row.blockerId as MemberId,
		memberId: row.memberId as MemberId,
		at: row.blockedAt,
		endedAt: row.liftedAt
	}));
	return { leavesOut: out.map(({ subject }) => subject), avoids };
}

/** The subjects that were added to these stories for their readers, by story. */
export async function marksOf(tx: Tx, stories: readonly string[]): Promise<Map<string, string[]>> {
	const rows = await tx
		.selectFrom('subjectMark')
		.where('storyId', 'in', [...stories])
		.where('liftedAt', 'is', null)
		.select(['storyId', 'subject'])
		.execute();
	return new Map(
		rows.map(({ storyId }) => [
			storyId,
			rows.flatMap((row) => (row.storyId === storyId ? [row.subject] : []))
		])
	);
}
