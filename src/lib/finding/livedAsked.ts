/** What has to have been lived, as it is chosen beside the search box and stands in the address. */
import { choices, termsFor, type Ticked } from '#lib/rules/lived.ts';

/** What can be chosen for each fact, in the order in which it is asked. */
export type LivedChoices = Record<string, readonly string[]>;

const weeks = Array.from({ length: 8 }, (_, at) => `~${(at + 1) * 5}`);

/** `own`: the terms of this host. */
export function livedChoices(own: Ticked): LivedChoices {
	const { happened, cause } = termsFor(own, {});
	const { babies, after, writing } = choices;
	return { happened, weeks, cause, writing, babies, after };
}

/** What was chosen of it; anything else is as if it were not there. */
export function livedChosen(address: URLSearchParams, all: LivedChoices): Record<string, string> {
	return Object.fromEntries(
		Object.entries(all).flatMap(([fact, values]) => {
			const value = values.find((each) => each === address.get(fact));
			return value === undefined ? [] : [[fact, value]];
		})
	);
}
