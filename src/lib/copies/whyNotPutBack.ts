import { m } from '#lib/paraglide/messages.js';
import type { WhyNotBegun } from './back/notBegun.ts';
import type { CopyRefusal } from './back/refused.ts';

const begun: Record<WhyNotBegun, () => string> = {
	too_large: m.copies_back_not_too_large,
	busy: m.copies_back_not_busy,
	no_room: m.copies_back_not_room,
	not_right: m.copies_back_wrong_none
};

/** Why a copy is not taken in, in a sentence. */
export function whyNotBegun(why: WhyNotBegun): string {
	return begun[why]();
}

const refused: Record<CopyRefusal, () => string> = {
	no_zip: m.copies_back_why_no_zip,
	no_copy: m.copies_back_why_no_copy,
	newer: m.copies_back_why_newer,
	not_right: m.copies_back_why_not_right,
	unsafe: m.copies_back_why_unsafe,
	swells: m.copies_back_why_swells,
	box_full: m.copies_back_why_box_full,
	too_large: m.copies_back_why_too_large,
	no_quota: m.copies_back_why_no_quota,
	damaged: m.copies_back_why_damaged,
	lost: m.copies_back_why_lost,
	given_up: m.copies_back_why_given_up
};

/** Why a copy did not become a memory box, in a sentence. */
export function whyRefused(why: CopyRefusal): string {
	return refused[why]();
}
