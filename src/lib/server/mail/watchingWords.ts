import { m } from '#lib/paraglide/messages.js';
import type { Lamplight } from '../lamplight.ts';
import type { Words } from './wording.ts';

/**
 * What was decided about a story, to those who keep it (`concerned`) and to who told of it. Why, and
 * in which words, is on the page alone: a letter may be read by others.
 */
export async function decidedMatterWords(
	{ pools, settings }: Lamplight,
	{ matter, as }: { matter: string; as: 'concerned' | 'reporter' }
): Promise<Words | null> {
	const found = await pools.worker
		.selectFrom('matter')
		.where('id', '=', matter)
		.select(['kind', 'state', 'storyId', 'boxId'])
		.executeTakeFirst();
	if (!found) return null;
	const { kind, state, storyId, boxId } = found;
	const gone = state === 'removed';
	if (as === 'reporter') {
		if (!gone && state !== 'released') return null;
		return {
			before: [m.mail_told_us(), gone ? m.mail_told_us_gone() : m.mail_told_us_stays()],
			link: { words: m.mail_told_us_link(), href: `${settings.origin}/tonight` },
			after: []
		};
	}
	// Of letters their own feature tells.
	if (!storyId) return null;
	const said =
		state === 'held'
			? m.mail_matter_held()
			: gone
				? m.mail_matter_gone()
				: kind === 'first_story'
					? m.mail_matter_out()
					: m.mail_matter_back();
	return {
		before: [m.mail_matter_opening(), said],
		link: {
			words: m.mail_matter_link(),
			href: `${settings.origin}/box/${boxId}/story/${storyId}/decision`
		},
		after: gone ? [m.mail_matter_appeal()] : []
	};
}

/** Somebody may be in danger, and nobody has answered yet. */
export async function dangerWords(
	{ pools, settings }: Lamplight,
	matter: string
): Promise<Words | null> {
	const open = await pools.worker
		.selectFrom('matter')
		.where('id', '=', matter)
		.where('closedAt', 'is', null)
		.where((eb) =>
			eb.not(
				eb.exists(
					eb
						.selectFrom('matterTaking as t')
						.whereRef('t.matterId', '=', 'matter.id')
						.where('t.endedAt', 'is', null)
						.select('t.id')
				)
			)
		)
		.select('id')
		.executeTakeFirst();
	if (!open) return null;
	return {
		before: [m.mail_danger_opening(), m.mail_danger_words()],
		link: { words: m.mail_danger_link(), href: `${settings.origin}/watch` },
		after: [m.mail_danger_after()]
	};
}

/** How a member stands now that this was changed. */
export async function standingWords(
	{ pools, settings }: Lamplight,
	member: string
): Promise<Words> {
	const suspended = await pools.worker
		.selectFrom('suspension')
		.where('memberId', '=', member)
		.where('liftedAt', 'is', null)
		.select('id')
		.executeTakeFirst();
	const removed = await pools.worker
		.selectFrom('removal')
		.where('memberId', '=', member)
		.where('liftedAt', 'is', null)
		.select('id')
		.executeTakeFirst();
	const said = removed
		? m.mail_standing_removed()
		: suspended
			? m.mail_standing_suspended()
			: m.mail_standing_lifted();
	return {
		before: [m.mail_standing_opening(), said],
		link: { words: m.mail_standing_link(), href: `${settings.origin}/you` },
		after: suspended ? [m.mail_standing_kept()] : []
	};
}

/** To a host: somebody who is suspended asks for another look; null where there was one by now. */
export async function appealedWords(
	{ pools, settings }: Lamplight,
	member: string
): Promise<Words | null> {
	const asked = await pools.worker
		.selectFrom('suspensionAppeal as a')
		.innerJoin('suspension as s', 's.id', 'a.suspensionId')
		.where('s.memberId', '=', member)
		.where('s.liftedAt', 'is', null)
		.where('a.answeredAt', 'is', null)
		.select('s.id')
		.executeTakeFirst();
	if (!asked) return null;
	return {
		before: [m.mail_appealed_opening(), m.mail_appealed_words()],
		link: { words: m.mail_appealed_link(), href: `${settings.origin}/host/watching#appealed` },
		after: []
	};
}
