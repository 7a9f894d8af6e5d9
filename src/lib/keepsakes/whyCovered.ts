import { m } from '#lib/paraglide/messages.js';
import { inOneMonth, sayDay, sayMonth } from '#lib/ui/dates.ts';
import type { Covered } from './present.ts';

/** Why a keeper finds something covered, in a sentence. */
export function whyCovered(covered: Covered, now: Date): string {
	switch (covered.why) {
		case 'put-away':
			return inOneMonth(covered.since, now)
				? m.keepsakes_put_away_this_month()
				: m.keepsakes_put_away_since({ month: sayMonth(covered.since, now) });
		case 'let-go':
			return covered.until
				? m.keepsakes_let_go_until({ date: sayDay(covered.until, now) })
				: m.keepsakes_let_go_since({ month: sayMonth(covered.since, now) });
		case 'not-opened':
			return m.keepsakes_not_opened();
	}
}
