import { m } from '#lib/paraglide/messages.js';
import { renderStory } from '#lib/stories/queries.server.ts';
import type { BoxCopy, CopiedKeepsake, CopiedStory } from '../format.ts';
import { readable } from '../readable.ts';
import { frame } from './frame.ts';
import { addressOf, html, type Html } from './html.ts';
import { shown } from './thing.ts';

/** A story as it is read, in a page of its own below `stories/`. */
export function storyPage(
	story: CopiedStory,
	copy: BoxCopy,
	keepsakes: ReadonlyMap<string, CopiedKeepsake>
): string {
	const { title, body } = readable(story);
	const shared = copy.shared.find(({ storyId }) => storyId === story.id);
	const blocks = renderStory(body).map((block): Html => {
		if (block.kind === 'html') return { html: block.html };
		return placed(keepsakes.get(block.id), block.words);
	});
	const main = html`<nav><a href="${addressOf('index.html', 1)}">${m.copies_site_back()}</a></nav>
		<article>
			<h1>${title || m.copies_site_story_untitled()}</h1>
			${story.by && html`<p class="soft">${m.copies_site_story_by({ name: story.by.name })}</p>`}
			<div class="prose">${blocks}</div>
		</article>
		${shared && html`<p class="soft">${m.copies_site_story_shared({ names: sayWith(shared.with) })}</p>`}`;
	return frame(title || m.copies_site_story_untitled(), 1, main);
}

function placed(each: CopiedKeepsake | undefined, words: string): Html {
	if (!each) return html`<p class="cover">${m.copies_site_story_gone()}</p>`;
	const caption = words || each.caption;
	const seen = shown(each, 1);
	const covered = each.cover !== null;
	return html`<figure>
		${
			covered
				? html`<details class="cover">
						<summary>${m.copies_site_show()}</summary>
						${seen}
					</details>`
				: seen
		}
		${caption !== '' && html`<figcaption>${caption}</figcaption>`}
	</figure>`;
}

const audiences = {
	family: m.copies_site_family,
	peers: m.copies_site_peers,
	anyone: m.copies_site_anyone
};

function sayWith(audience: readonly (keyof typeof audiences)[]): string {
	return new Intl.ListFormat('en').format(audience.map((each) => audiences[each]()));
}
