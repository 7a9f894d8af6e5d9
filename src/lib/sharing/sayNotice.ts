import { m } from '#lib/paraglide/messages.js';
import { sayDay } from '#lib/ui/dates.ts';
import type { Notice } from './notices.server.ts';
import { sayTitle } from './words.ts';

/** What changed, in a sentence that says who did it and what it was about. */
export function sayNotice({ kind, by, story, ofStory, invited, copyOf, at }: Notice): string {
	const name = by || m.sharing_somebody_first();
	const title = story?.title ? sayTitle(story.title) : m.sharing_a_story();
	const said = { name, title };
	if (kind === 'decided_for_you') {
		return ofStory ? m.sharing_notice_decided(said) : m.sharing_notice_decided_invitation({ name });
	}
	if (kind === 'brought_back') return m.sharing_notice_brought_back(said);
	if (kind === 'narrowed') return m.sharing_notice_narrowed(said);
	if (kind === 'covered') return m.sharing_notice_covered(said);
	if (kind === 'going_narrowed') return m.going_notice_narrowed(said);
	if (kind === 'waits_look') return m.watching_notice_waits_look({ title });
	if (kind === 'looked_at') return m.watching_notice_looked_at({ title });
	if (kind === 'held') return m.watching_notice_held({ title });
	if (kind === 'taken_down') return m.watching_notice_taken_down({ title });
	if (kind === 'put_up') return m.watching_notice_put_up({ title });
	if (kind === 'came_back') {
		return copyOf
			? m.sharing_notice_came_back({ date: sayDay(copyOf, at) })
			: m.sharing_notice_came_back_once();
	}
	if (kind === 'was_shared') return m.sharing_notice_was_shared({ title });
	if (kind === 'left') return m.sharing_notice_left({ name });
	if (kind === 'shared') return m.sharing_notice_shared({ title });
	return invited ? m.sharing_notice_invited({ who: invited }) : m.sharing_notice_invited_somebody();
}

const decided: Notice['kind'][] = ['waits_look', 'looked_at', 'held', 'taken_down', 'put_up'];

/**
 * Below the story: the page where a notice about it is followed. What those who watch over the site
 * decided has one of its own, with why.
 */
export function whereItIs({ kind }: Notice): { page: 'decision' | 'share'; words: string } {
	if (decided.includes(kind)) return { page: 'decision', words: m.watching_decision_link() };
	const words = kind === 'was_shared' ? m.sharing_notice_share_again() : m.sharing_notice_look();
	return { page: 'share', words };
}
