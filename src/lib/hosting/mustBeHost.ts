import type { SignedIn } from '#lib/server/database/viewer.ts';
import { NotFound } from '#lib/server/failures.ts';

/** Hosts only; to anybody else there is nothing here. */
export function mustBeHost(viewer: SignedIn | null): asserts viewer is SignedIn {
	if (!viewer?.host) throw new NotFound();
}
