import { landmarks } from './landmarks.ts';
import { differing, type Signature } from './signature.ts';

/**
 * Where a passage lies among 512 landmarks: a coarse place, so that the nearest are looked for in a few
 * places and not among all. The landmarks are of the project's own labelled texts and change only
 * with the signatures, so that every process finds the same place and nothing has to be learned again.
 */
const coarseWords = 512 / 32;

/** The places of the landmarks nearest to a signature, the nearest first. */
export function placesNear(signature: Signature, most: number): number[] {
	const far = landmarks.map((landmark, place) => ({
		place,
		bits: differing(landmark, signature, coarseWords)
	}));
	far.sort((one, other) => one.bits - other.bits || one.place - other.place);
	return far.slice(0, most).map(({ place }) => place);
}

/** The one place under which a passage is kept. */
export function placeOf(signature: Signature): number {
	let [nearest, fewest] = [0, Infinity];
	landmarks.forEach((landmark, place) => {
		const bits = differing(landmark, signature, coarseWords);
		if (bits < fewest) [nearest, fewest] = [place, bits];
	});
	return nearest;
}
