import type { CopiedStory } from './format.ts';

/** What of a story is read: what its writer has now, or what everybody agreed to last. */
export function readable(story: CopiedStory): { title: string; body: string } {
	return story.draft ?? story.versions.at(-1) ?? { title: '', body: '' };
}
