/** R1: what visibility can be asked about. */
import type { Box, Keepsake, Share, Shown, Story, VersionId } from '../facts.ts';

/** What visibility can be asked about. `version` stands for a story as a reader would receive it. */
export type Thing =
	| { kind: 'box'; box: Box }
	| { kind: 'keepsake'; box: Box; keepsake: Keepsake }
	| { kind: 'draft'; box: Box; story: Story }
	| ({ kind: 'version' } & VersionSeen)
	| ({ kind: 'version-keepsake'; keepsake: Keepsake; covered: boolean } & VersionSeen & {
				shown: readonly Shown[];
			});

/**
 * A version with the share that may stand for its story. `proposed`: an open proposal asks the
 * keepers about this very version, so they see what would go out.
 */
export type VersionSeen = {
	box: Box;
	story: Story;
	versionId: VersionId;
	proposed: boolean;
	share: Share | null;
};
