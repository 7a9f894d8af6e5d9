/** Everything that everybody sees at one moment, so that two moments can be compared. */
import type { Keepsake, Thing, Viewer, VisitId } from '../facts.ts';
import { allows, goesOut } from '../going.ts';
import { visibility, type Show } from '../visibility.ts';
import { guestId, peerId, people, type World } from './acts.ts';

/** Member by name (or stranger) ⇢ thing ⇢ what is shown of it. */
export type Sight = Map<string, Map<string, Show>>;

const order: Record<Show, number> = { hidden: 0, covered: 1, full: 2 };
const visit = 'visit' as VisitId;

export function viewersOf(world: World): Map<string, Viewer> {
	const members = [...people, guestId, peerId].map((id): [string, Viewer] => [
		id,
		{
			kind: 'member',
			id,
			visit,
			suspended: world.suspended.includes(id),
			peer: id !== guestId,
			moderator: false
		}
	]);
	return new Map<string, Viewer>([...members, ['stranger', { kind: 'stranger', visit }]]);
}

/** Every thing under a name; a version once for each share that ever was, and once for none. */
export function thingsOf(world: World): [string, Thing][] {
	const { box } = world;
	const within = world.keepsakes.map((keepsake): [string, Thing] => [
		`${keepsake.id} in the box`,
		{ kind: 'keepsake', box, keepsake }
	]);
	const drafts = world.stories.map((story): [string, Thing] => [
		`draft of ${story.id}`,
		{ kind: 'draft', box, story }
	]);
	return [['box', { kind: 'box', box }], ...within, ...drafts, ...versionsOf(world)];
}

function versionsOf(world: World): [string, Thing][] {
	return world.versions.flatMap((version) => {
		const story = world.stories.find((each) => each.id === version.storyId);
		if (!story) return [];
		const proposed = world.proposals.some(
			({ wish, closedAt }) =>
				closedAt === null && 'versionId' in wish && wish.versionId === version.id
		);
		return [null, ...world.shares].flatMap((share): [string, Thing][] => {
			const { box } = world;
			const seen = { box, story, versionId: version.id, proposed, share };
			const placed = version.keepsakes.map(({ keepsakeId, covered }): [string, Thing] => [
				`${keepsakeId} in ${version.id}`,
				{
					kind: 'version-keepsake',
					...seen,
					keepsake: world.keepsakes.find((each) => each.id === keepsakeId) as Keepsake,
					covered,
					shown: []
				}
			]);
			return [[version.id, { kind: 'version', ...seen }], ...placed];
		});
	});
}

/** What goes out with each version as this viewer has it, by name. */
function goingSeen(world: World, viewer: Viewer): [string, Show][] {
	return world.shares.flatMap((share): [string, Show][] => {
		const version = world.versions.find((each) => each.id === share.versionId);
		const story = world.stories.find((each) => each.id === share.storyId);
		if (!version || !story) return [];
		const { box, narrowings, now } = world;
		const seen = { box, story, versionId: version.id, proposed: false, share };
		const { show } = visibility(viewer, { kind: 'version', ...seen }, now);
		const going = goesOut(version, share, narrowings, now);
		const names = [
			...(going.findable ? ['found'] : []),
			...(allows(going.answers, 'with_you') ? ['with you'] : []),
			...(allows(going.answers, 'letters') ? ['letters'] : []),
			...going.lived.map(({ fact, coarse }) => `${fact}${coarse ? ' roughly' : ''}`)
		];
		return names.map((name) => [`${name} of ${version.id}`, show]);
	});
}

export function sightOf(world: World): Sight {
	const things = thingsOf(world);
	return new Map(
		[...viewersOf(world)].map(([name, viewer]) => {
			const seen = new Map<string, Show>();
			for (const [thing, facts] of things) {
				const { show } = visibility(viewer, facts, world.now);
				if (order[show] >= order[seen.get(thing) ?? 'hidden']) seen.set(thing, show);
			}
			for (const [thing, show] of goingSeen(world, viewer)) {
				if (order[show] >= order[seen.get(thing) ?? 'hidden']) seen.set(thing, show);
			}
			return [name, seen];
		})
	);
}

/** What somebody sees that they did not see before, in words: "stranger: version 0 hidden → full". */
export function gains(before: Sight, now: Sight, names = [...now.keys()]): string[] {
	return names.flatMap((name) =>
		[...(now.get(name) ?? [])].flatMap(([thing, show]) => {
			const was = before.get(name)?.get(thing) ?? 'hidden';
			return order[show] > order[was] ? [`${name}: ${thing} ${was} → ${show}`] : [];
		})
	);
}
