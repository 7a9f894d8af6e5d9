/**
 * R6 Meeting: a story can be met only where R1 shows it to this viewer as to any peer, it may be found,
 * neither side has blocked the other, and none of the viewer's left-out subjects is in it. Nobody meets
 * what they keep themselves.
 */
import type { MeetingCause } from './causes.ts';
import type { Block, Going, MemberId, Thing, Viewer } from './facts.ts';
import { happened, lasts } from './moments.ts';
import { presentKeeper, statusOf } from './presence.ts';
import { visibility, type Decision } from './visibility.ts';
import { isBlocked } from './visibility/reader.ts';

/** Whoever might meet a story: what they leave out, and whom they have blocked (`keeperId`: they). */
export type Reader = { viewer: Viewer; leavesOut: readonly string[]; avoids: readonly Block[] };

/** A story that is out, with what goes out with it now. */
export type Met = Extract<Thing, { kind: 'version' }> & {
	going: Pick<Going, 'findable' | 'subjects'>;
};

export type Meeting = { met: boolean; causes: MeetingCause[] };

/** May this reader meet this story? All that stands in the way is told, not the first alone. */
export function meeting(reader: Reader, story: Met, now: Date): Meeting {
	const seen = asAnyPeer(reader.viewer, story, now);
	const against: MeetingCause[] = [
		...(keepsIt(reader.viewer, story, now) ? [{ cause: 'keeps-it' } as const] : []),
		...(seen.show === 'full' ? [] : seen.causes),
		...standsAgainst(reader, story, now)
	];
	return against.length > 0
		? { met: false, causes: against }
		: { met: true, causes: [...seen.causes] };
}

/**
 * Does it stand in this reader's list of stories? What they may meet, what was shared with them as
 * family, and of their own what others may come upon; nothing with a subject they leave out.
 */
export function isListed(reader: Reader, story: Met, now: Date): boolean {
	if (leftOut(reader, story).length > 0) return false;
	if (asFamily(reader.viewer, story, now).show === 'full') return true;
	const reached = asAnyPeer(reader.viewer, story, now).show === 'full';
	return reached && standsAgainst(reader, story, now).length === 0;
}

function standsAgainst(reader: Reader, story: Met, now: Date): MeetingCause[] {
	const causes: MeetingCause[] = [];
	if (!story.going.findable) causes.push({ cause: 'not-findable' });
	if (areApart(reader, story, now)) causes.push({ cause: 'blocked' });
	const subjects = leftOut(reader, story);
	if (subjects.length > 0) causes.push({ cause: 'left-out', subjects });
	return causes;
}

/** As R1 would show it to this viewer if they were nothing to the family. */
function asAnyPeer(viewer: Viewer, story: Met, now: Date): Decision {
	return asOutsider(viewer, { ...story, box: { ...story.box, guests: [] } }, now);
}

/** As R1 shows it to a guest of that family, and to nobody else. */
function asFamily(viewer: Viewer, story: Met, now: Date): Decision {
	const { share } = story;
	const audiences = share?.audiences.filter((each) => each === 'family') ?? [];
	return asOutsider(viewer, { ...story, share: share && { ...share, audiences } }, now);
}

/** A keeper looks as the reader they would otherwise be, and a moderator as any other. */
function asOutsider(viewer: Viewer, story: Met, now: Date): Decision {
	if (viewer.kind === 'stranger') return visibility(viewer, story, now);
	const { id } = viewer;
	const reader = { ...viewer, moderator: false };
	if (!presentKeeper(story.box, id, now) && story.story.writerId !== id) {
		return visibility(reader, story, now);
	}
	const { guests, blocks } = story.box;
	const named = <Row extends { memberId: MemberId }>(rows: readonly Row[]) =>
		rows.map((row) => (row.memberId === id ? { ...row, memberId: somebody } : row));
	const box = { ...story.box, guests: named(guests), blocks: named(blocks) };
	return visibility({ ...reader, id: somebody }, { ...story, box }, now);
}

const somebody = 'somebody' as MemberId;

function keepsIt(viewer: Viewer, { box }: Met, now: Date): boolean {
	return viewer.kind === 'member' && presentKeeper(box, viewer.id, now) !== undefined;
}

/** A keeper blocked this viewer, or the viewer one who keeps it or kept it to their death. */
function areApart({ viewer, avoids }: Reader, { box, share }: Met, now: Date): boolean {
	if (viewer.kind === 'stranger' || !share) return false;
	if (isBlocked(viewer.id, { box }, share, now)) return true;
	return avoids.some(
		({ memberId, at, endedAt }) =>
			lasts(at, endedAt, now) &&
			box.keepers.some(
				(each) =>
					each.memberId === memberId &&
					happened(each.joinedAt, now) &&
					statusOf(each, now) !== 'left'
			)
	);
}

function leftOut({ leavesOut }: Reader, { going }: Met): string[] {
	return going.subjects.filter((each) => leavesOut.includes(each));
}
