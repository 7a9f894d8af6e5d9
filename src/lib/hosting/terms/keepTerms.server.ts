import type { Ticked } from '#lib/rules/lived.ts';
import type { SignedIn, Tx } from '#lib/server/database/viewer.ts';
import { keepSettings } from '#lib/server/siteSetting.ts';
import { mustBeHost } from '../mustBeHost.ts';

/**
 * From now on families can say these beside ours. One that is left out is offered to nobody new; what
 * a family said stands until they take it back, as the words they agreed to.
 */
export async function keepTerms(tx: Tx, viewer: SignedIn | null, terms: Ticked): Promise<void> {
	mustBeHost(viewer);
	await keepSettings(tx, viewer, { lived_terms: terms });
}
