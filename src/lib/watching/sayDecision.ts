import { m } from '#lib/paraglide/messages.js';
import type { Decision } from './decisionsOn.server.ts';

/** How a story stands with those who watch over the site, in a sentence for those who keep it. */
export function sayDecision({ state, kind }: Pick<Decision, 'state' | 'kind'>): string {
	if (state === 'held') {
		return kind === 'first_story' ? m.watching_decision_waits() : m.watching_decision_held();
	}
	if (state === 'removed') return m.watching_decision_removed();
	return state === 'appealed' ? m.watching_decision_appealed() : m.watching_decision_released();
}
