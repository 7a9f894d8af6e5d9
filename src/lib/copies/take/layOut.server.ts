import { m } from '#lib/paraglide/messages.js';
import { type BoxCopy, boxCopySchema, formatVersion, schemaName } from '../format.ts';
import { nameGiver } from '../safeNames.ts';
import { sitePages } from '../site/sitePages.ts';
import { look } from '../site/look.ts';
import { checked } from './checked.ts';
import type { Gathered } from './gather.server.ts';
import type { InCopy } from './inCopy.ts';
import { placeKeepsakes } from './keepsakes.server.ts';
import { placeStories, storyMarkdown } from './stories.server.ts';

/** Lays a copy out: each of its files once, by names that every computer takes. */
export function layOut(
	gathered: Gathered,
	missing: Set<string>
): { copy: BoxCopy; files: InCopy[] } {
	const { keepsakes: taken, stories: told, takenAt, ...rest } = gathered;
	const name = nameGiver();
	// These names are promised, so nothing that a family put in may take them first.
	for (const own of ['index.html', 'box.json', 'checked.txt', schemaName]) name('', own);
	const { keepsakes, files } = placeKeepsakes(taken, missing, name);
	const copy: BoxCopy = {
		$schema: schemaName,
		format: 'lamplight-copy',
		version: formatVersion,
		takenAt: takenAt.toISOString(),
		...rest,
		missing: taken.flatMap(({ id, fileName, half }) => [
			...(missing.has(id) ? [{ id, fileName }] : []),
			...(half && missing.has(half.id) ? [{ id: half.id, fileName: half.fileName }] : [])
		]),
		keepsakes,
		stories: placeStories(told, name)
	};
	const byId = new Map(keepsakes.map((each) => [each.id, each]));
	const text = (path: string, words: string, at = takenAt): InCopy => ({ path, text: words, at });
	return {
		copy,
		files: [
			...sitePages(copy).map(({ path, page }) => text(path, page)),
			text('site/look.css', look),
			text('box.json', `${JSON.stringify(copy, null, '\t')}\n`),
			text(schemaName, boxCopySchema()),
			...copy.stories.map((story) =>
				text(story.markdown, storyMarkdown(story, byId), new Date(story.begunAt))
			),
			...keepsakes.flatMap(({ words, putInAt, by }) =>
				words === null ? [] : [wordsFile(words, new Date(putInAt), by?.name ?? '')]
			),
			...files,
			checked(takenAt)
		]
	};

	function wordsFile(words: string, at: Date, by: string): InCopy {
		const title = by ? m.copies_site_words_by({ name: by }) : m.copies_site_words();
		const path = name('words', `${at.toISOString().slice(0, 10)} ${title}.md`);
		return text(path, `${words.trim()}\n`, at);
	}
}
