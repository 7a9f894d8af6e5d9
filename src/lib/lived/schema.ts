import { z } from 'zod';
import { choices, type ChoiceFact, type Ticked } from '#lib/rules/lived.ts';

/** What a keeper says of what was lived; a fact that is not there is not said. */
export type Said = Record<string, string | string[]>;

/** The form: `happened.TERM` and `cause.TERM` are ticked, every other fact is one of its answers or empty. */
export const livedForm = (terms: Ticked) =>
	z.record(z.string(), z.string()).transform((typed): Said => {
		const ticked = (fact: keyof Ticked) =>
			terms[fact].filter((term) => typed[`${fact}.${term}`] === 'on');
		const said: Said = { happened: ticked('happened'), cause: ticked('cause') };
		for (const fact of Object.keys(choices) as ChoiceFact[]) {
			const answer = choices[fact].find((each) => each === typed[fact]);
			if (answer) said[fact] = answer;
		}
		return Object.fromEntries(Object.entries(said).filter(([, value]) => value.length > 0));
	});

/** The form as it would have been typed to say this. */
export function livedTyped(said: Readonly<Record<string, string | readonly string[]>>) {
	return Object.fromEntries(
		Object.entries(said).flatMap(([fact, value]) =>
			typeof value === 'string'
				? [[fact, value]]
				: value.map((id): [string, string] => [`${fact}.${id}`, 'on'])
		)
	);
}
