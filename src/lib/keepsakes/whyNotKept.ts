import { m } from '#lib/paraglide/messages.js';
import type { Why } from './sending/sendOnce.ts';

const sentences: Record<Why, () => string> = {
	too_large: m.keepsakes_why_too_large,
	box_full: m.keepsakes_why_box_full,
	no_quota: m.ending_no_quota,
	deposit_full: m.keepsakes_why_deposit_full,
	changed: m.keepsakes_why_changed,
	lost: m.keepsakes_why_lost,
	no_room: m.keepsakes_why_no_room,
	waits: m.keepsakes_why_waits,
	not_right: m.keepsakes_why_not_right,
	gone: m.keepsakes_why_gone,
	unreadable: m.keepsakes_why_unreadable,
	fault: m.keepsakes_why_fault
};

/** Why a file could not be kept, in a sentence. */
export function whyNotKept(why: Why): string {
	return sentences[why]();
}
