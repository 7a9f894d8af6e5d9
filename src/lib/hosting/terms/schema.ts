import { z } from 'zod';
import { sayTerm } from '#lib/lived/words.ts';
import { m } from '#lib/paraglide/messages.js';
import { happenings, reasons, type Term } from '#lib/rules/lived.ts';

const letters = 60;
const most = 30;

/** A host's own terms, one on each line; empty lines and repetitions do not count. */
const lines = (ours: readonly Term[]) => {
	const known = new Set(ours.flatMap(({ id }) => [id, sayTerm(id).toLowerCase()]));
	return z
		.string()
		.default('')
		.transform((typed) => [
			...new Set(
				typed
					.split('\n')
					.map((line) => line.trim().replace(/\s+/g, ' '))
					.filter((line) => line !== '')
			)
		])
		.superRefine((terms, context) => {
			const wrong = (message: string) => context.addIssue({ code: 'custom', message });
			if (terms.length > most) wrong(m.terms_many({ most }));
			for (const term of terms) {
				if (term.length > letters) wrong(m.terms_long({ most: letters }));
				if (known.has(term.toLowerCase())) wrong(m.terms_known({ term }));
				if (!/^[\p{L}\p{N}“‘"']/u.test(term)) wrong(m.terms_begin({ term }));
			}
		});
};

export const termsForm = z.object({ happened: lines(happenings), cause: lines(reasons) });
