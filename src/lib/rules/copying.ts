/**
 * What a keeper's own copy of a box may hold: what this keeper holds, and nothing else. What they
 * put away is in it only where they said so; what waits under its cover stays covered in it.
 */
import type { Thing, Viewer } from './facts.ts';
import { visibility } from './visibility.ts';

export type Copying =
	| { take: false; why: 'hidden' | 'let-go' | 'put-away' }
	| { take: true; cover: 'put-away' | 'not-opened' | null };

/** `putAwayToo`: this keeper asked for what they put away. */
export function copying(viewer: Viewer, thing: Thing, putAwayToo: boolean, now: Date): Copying {
	const { show, causes } = visibility(viewer, thing, now);
	const has = (cause: string) => causes.some((each) => each.cause === cause);
	// A copy is of what one keeps: whatever reaches somebody in another way is not theirs to take.
	if (show === 'hidden' || !(has('keeper') || has('own'))) return { take: false, why: 'hidden' };
	if (has('let-go') || has('released')) return { take: false, why: 'let-go' };
	if (has('put-away')) {
		return putAwayToo ? { take: true, cover: 'put-away' } : { take: false, why: 'put-away' };
	}
	return { take: true, cover: show === 'covered' ? 'not-opened' : null };
}
