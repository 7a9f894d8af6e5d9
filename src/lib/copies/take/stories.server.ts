import { renderStory, type TakenStory } from '#lib/stories/queries.server.ts';
import type { CopiedKeepsake, CopiedStory } from '../format.ts';
import { readable } from '../readable.ts';
import type { NameGiver } from '../safeNames.ts';

/** Gives the stories their places in a copy. */
export function placeStories(taken: readonly TakenStory[], name: NameGiver): CopiedStory[] {
	return taken.map(({ begunAt, draft, keptBeside, versions, ...story }) => {
		const title = (draft ?? versions.at(-1))?.title || story.id.slice(0, 8);
		return {
			...story,
			begunAt: begunAt.toISOString(),
			draft: draft && { ...draft, savedAt: draft.savedAt.toISOString() },
			keptBeside: keptBeside.map((each) => ({ ...each, keptAt: each.keptAt.toISOString() })),
			versions: versions.map((each) => ({ ...each, madeAt: each.madeAt.toISOString() })),
			html: name('stories', `${title}.html`),
			markdown: name('stories', `${title}.md`)
		};
	});
}

/** The same words as Markdown that any program reads: a photograph stands there by its file. */
export function storyMarkdown(
	story: CopiedStory,
	keepsakes: ReadonlyMap<string, CopiedKeepsake>
): string {
	const { title, body } = readable(story);
	const placed = new Set(
		renderStory(body).flatMap((block) => (block.kind === 'keepsake' ? [block.id] : []))
	);
	const words = body.replace(/\(keepsake:([0-9a-f-]{36})\)/g, (whole, id: string) => {
		const path = placed.has(id) ? keepsakes.get(id)?.file?.path : undefined;
		return path ? `(<../${path}>)` : whole;
	});
	return `${title ? `# ${title.replace(/\s+/g, ' ')}\n\n` : ''}${words.trim()}\n`;
}
